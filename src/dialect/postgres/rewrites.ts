import type { Alter, Create, Operation } from '../../operation/operation.js';
import { nameKey } from '../../model/identity.js';
import type { QualifiedName } from '../../model/schema.js';
import type { Snapshot } from '../dialect.js';
import { render } from './ddl/ddl.js';
import { quoteLiteral, quoteName } from './quote.js';
import { isSaidByServer } from './snapshot.js';

/**
 * Those of `operations` for which PostgreSQL writes a table anew, or of which it cannot be asked now, as they use what is not there yet.
 *
 * PostgreSQL itself decides: a stand-in without rows is altered, and where it has another file afterwards, it was written anew. One round trip for each
 * column that is added with a default or gets another type. The table itself is locked in `ACCESS SHARE` mode only.
 *
 * Source: PostgreSQL 18, ALTER TABLE, "Notes"; `ATRewriteTables` in `src/backend/commands/tablecmds.c`, which does not look whether there are rows.
 */
export async function findRewrites(snapshot: Pick<Snapshot, 'attempt'>, operations: readonly Operation[]): Promise<ReadonlySet<Operation>> {
  const rewriting = new Set<Operation>();
  for (const operation of operations.filter(mayRewrite)) if (await isRewriting(snapshot, operation)) rewriting.add(operation);
  return rewriting;
}

type MayRewrite = Create<'column'> | Alter<'column'>;

function mayRewrite(operation: Operation): operation is MayRewrite {
  if (operation.verb === 'create') return operation.kind === 'column' && operation.value.default !== null;
  return operation.verb === 'alter' && operation.kind === 'column' && (operation.changes.type ?? operation.changes.collation) !== undefined;
}

const standIn: QualifiedName = { schema: 'pg_temp', name: 'limbeck_rewritten' };

async function isRewriting(snapshot: Pick<Snapshot, 'attempt'>, operation: MayRewrite): Promise<boolean> {
  const file = `SELECT pg_catalog.pg_relation_filenode(${quoteLiteral(quoteName(standIn))}) AS file`;
  const changes = render({ ...operation, table: standIn }).map(({ sql }) => sql);
  try {
    const answers = await snapshot.attempt([`CREATE TEMPORARY TABLE ${quoteName(standIn)} (LIKE ${quoteName(operation.table)} INCLUDING DEFAULTS)`, file, ...changes, file]);
    return answers[1]?.[0]?.['file'] !== answers.at(-1)?.[0]?.['file'];
  } catch (error) {
    if (!isSaidByServer(error)) throw error;
    return true;
  }
}

/** By `nameKey`: the tables that are partitioned, of which no index can be built concurrently. Source: PostgreSQL 18, CREATE INDEX, "CONCURRENTLY". */
export async function partitionedTables(snapshot: Pick<Snapshot, 'query'>): Promise<ReadonlySet<string>> {
  const rows = await snapshot.query(
    `SELECT n.nspname AS schema, c.relname AS name FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'p'`,
  );
  return new Set(rows.map(({ schema, name }) => nameKey({ schema: String(schema), name: String(name) })));
}
