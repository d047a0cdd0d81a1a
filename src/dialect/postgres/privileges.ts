import type { QualifiedName } from '../../model/schema.js';
import type { Change } from '../../operation/operation.js';
import { dollarQuote, quoteLiteral, quoteName } from './quote.js';

/**
 * The statement that grants on `to` what is granted on `from`, but for what is granted on single columns.
 *
 * Source: PostgreSQL 18, 9.27 "System Information Functions" (aclexplode); 5.8 "Privileges".
 */
export function copyPrivileges({ from, to }: Change<QualifiedName>): string {
  return `DO ${dollarQuote(`DECLARE
  granted record;
BEGIN
  FOR granted IN
    SELECT acl.privilege_type AS privilege, coalesce(quote_ident(role.rolname), 'PUBLIC') AS grantee, acl.is_grantable AS grantable
      FROM pg_catalog.pg_class AS class
     CROSS JOIN LATERAL pg_catalog.aclexplode(class.relacl) AS acl
      LEFT JOIN pg_catalog.pg_roles AS role ON role.oid = acl.grantee
     WHERE class.oid = ${quoteLiteral(quoteName(from))}::regclass AND acl.grantee <> class.relowner
  LOOP
    EXECUTE 'GRANT ' || granted.privilege || ${quoteLiteral(` ON ${quoteName(to)} TO `)} || granted.grantee || CASE WHEN granted.grantable THEN ' WITH GRANT OPTION' ELSE '' END;
  END LOOP;
END`)}`;
}
