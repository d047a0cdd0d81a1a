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
${eachGrant(`(SELECT relacl FROM pg_catalog.pg_class WHERE oid = ${quoteLiteral(quoteName(from))}::regclass)`, [
  `'GRANT ' || granted.privilege || ${quoteLiteral(` ON ${quoteName(to)} TO `)} || granted.grantee || granted.option`,
])}
END`)}`;
}

/**
 * A loop in PL/pgSQL that runs the texts of `commands` for each privilege of the list `privileges` which is not the role's own. They speak of
 * `granted.privilege`, `granted.grantee` and `granted.option`; the variable `granted` is a `record`.
 */
export const eachGrant = (privileges: string, commands: readonly string[]): string => `  FOR granted IN
    SELECT acl.privilege_type AS privilege, coalesce(quote_ident(role.rolname), 'PUBLIC') AS grantee,
           CASE WHEN acl.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END AS option
      FROM pg_catalog.aclexplode(${privileges}) AS acl
      LEFT JOIN pg_catalog.pg_roles AS role ON role.oid = acl.grantee
     WHERE acl.grantee <> acl.grantor
  LOOP
${commands.map((command) => `    EXECUTE ${command};`).join('\n')}
  END LOOP;`;
