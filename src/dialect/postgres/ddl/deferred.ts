import type { QualifiedName } from '../../../model/schema.js';
import type { Statement } from '../../dialect.js';
import { dollarQuote, quoteLiteral, quoteName } from '../quote.js';
import { statement } from './object-ddl.js';

/**
 * Looks at the deferred constraints of a table whose rows were just changed, as they would be at the end of the transaction:
 * PostgreSQL alters no table that has such checks before it ("pending trigger events"). They are deferred again afterwards.
 *
 * Source: PostgreSQL 18, SET CONSTRAINTS; `CheckTableNotInUse` in `src/backend/commands/tablecmds.c`.
 */
export function settleDeferred(table: QualifiedName): Statement {
  const oid = `${quoteLiteral(quoteName(table))}::regclass`;
  return statement(
    `DO ${dollarQuote(`DECLARE
  deferred text := (
    SELECT string_agg(format('%I.%I', nspname, conname), ', ') FROM pg_constraint JOIN pg_namespace n ON n.oid = connamespace
    WHERE condeferred AND ${oid} IN (conrelid, confrelid)
  );
BEGIN
  IF deferred IS NOT NULL THEN
    EXECUTE 'SET CONSTRAINTS ' || deferred || ' IMMEDIATE';
    EXECUTE 'SET CONSTRAINTS ' || deferred || ' DEFERRED';
  END IF;
END`)}`,
  );
}
