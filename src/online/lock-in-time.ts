import type { Dialect } from '../dialect/dialect.js';
import { nameKey, refKey, topLevelRef } from '../model/identity.js';
import type { QualifiedName } from '../model/schema.js';
import type { Operation } from '../operation/operation.js';
import { isObjectOperation, type ObjectOperation, targetOf } from '../operation/target.js';
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
  const made = new Set(operations.filter(isOfTable).filter(isNewName).map((operation) => refKey(targetOf(operation).to)));
  const tables = new Map(operations.flatMap(tablesOf).map((table) => [nameKey(table), table]));
  const [first] = [...tables.values()].filter((table) => !made.has(refKey(topLevelRef('table', table))));
  if (tables.size < 2 || first === undefined) return lockTimeout;
  return [lockTimeout, `LOCK TABLE ${quotedPath(first, dialect)} IN ACCESS EXCLUSIVE MODE`, furtherLockTimeout].join(';\n');
}

/** Whether a table has its name only when the operation is done. */
const isNewName = (operation: ObjectOperation): boolean => operation.verb === 'create' || refKey(targetOf(operation).from) !== refKey(targetOf(operation).to);

const isOfTable = (operation: Operation): operation is Extract<ObjectOperation, { readonly kind: 'table' }> => isObjectOperation(operation) && operation.kind === 'table';

/** The tables that are surely locked, under their names of before, and are tables: indexes may be on a materialized view, which no `LOCK TABLE` takes. */
function tablesOf(operation: Operation): readonly QualifiedName[] {
  if (isOfTable(operation)) return operation.verb === 'create' ? [] : [{ schema: operation.schema, name: targetOf(operation).from.name }];
  if (!isObjectOperation(operation) || !('table' in operation) || operation.kind === 'index') return [];
  const references = operation.kind === 'foreignKey' && 'value' in operation && operation.value !== null ? [operation.value.references] : [];
  return [operation.table, ...references];
}
