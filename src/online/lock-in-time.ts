import type { Dialect } from '../dialect/dialect.js';
import { nameKey } from '../model/identity.js';
import type { QualifiedName } from '../model/schema.js';
import type { Operation } from '../operation/operation.js';
import { isObjectOperation } from '../operation/target.js';
import { quotedPath } from './way.js';

/** How long a transaction of a chain waits for its first lock, as all that come after it wait behind it. */
const lockTimeout = "SET LOCAL lock_timeout = '2s'";

/**
 * How long it waits for a further one, while it holds some: who holds that and waits for one of these would be cancelled as a deadlock after a second
 * (PostgreSQL 18, 19.12 "Lock Management", deadlock_timeout), and it is the chain that has to give way, and to be tried again.
 */
const furtherLockTimeout = "SET LOCAL lock_timeout = '200ms'";

/** What a transaction begins with that does `operations`, so that nobody waits long for its locks; one of several tables is locked before all others. */
export function lockInTime(operations: readonly Operation[], dialect: Pick<Dialect, 'quoteIdentifier'>): string {
  const made = new Set(operations.flatMap((operation) => (operation.verb === 'create' && operation.kind === 'table' ? [nameKey(operation.value)] : [])));
  const tables = new Map(operations.flatMap(tablesOf).map((table) => [nameKey(table), table]));
  const [first] = [...tables].filter(([key]) => !made.has(key));
  if (tables.size < 2 || first === undefined) return lockTimeout;
  return [lockTimeout, `LOCK TABLE ${quotedPath(first[1], dialect)} IN ACCESS EXCLUSIVE MODE`, furtherLockTimeout].join(';\n');
}

/** The tables that are surely locked, and are tables: indexes may be on a materialized view, which no `LOCK TABLE` takes. */
function tablesOf(operation: Operation): readonly QualifiedName[] {
  if (!isObjectOperation(operation) || !('table' in operation) || operation.kind === 'index') return [];
  const references = operation.kind === 'foreignKey' && 'value' in operation && operation.value !== null ? [operation.value.references] : [];
  return [operation.table, ...references];
}
