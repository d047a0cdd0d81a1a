import { blockedBy, type LockMode, lockModes } from '../dialect/hazard.js';
import { topologicalSort } from '../kernel/topological-sort.js';
import { nameKey, sameName } from '../model/identity.js';
import type { QualifiedName, Schema } from '../model/schema.js';
import type { Operation } from '../operation/operation.js';
import { NamesBefore } from './names-before.js';
import type { Surroundings } from './way.js';

/** What is known of that which a transaction locks. */
export type Locking = Pick<Surroundings, 'dialect' | 'readLocks' | 'schemas'>;

/** How long a transaction of a chain waits for a lock, as all that come after it wait behind it. */
const lockTimeout = "SET LOCAL lock_timeout = '2s'";

/**
 * The statements with which a transaction begins that does `operations`. Where it needs several tables, or a stronger lock of one after a weaker one, it takes all of
 * that first: while it held the one and waited for the other, somebody could hold the other and wait for the one.
 */
export function lockInTime(operations: readonly Operation[], locking: Locking): readonly string[] {
  const held = locksBefore(operations, locking);
  const strongest = unique(held).map((lock) => ({ ...lock, mode: strongestOn(lock.relation, held) }));
  const blocking = strongest.filter(({ mode }) => blockedBy(mode) !== 'schema changes');
  const isStrongestAtOnce = held.every(({ relation, mode }) => blocking.every((lock) => lock.mode === mode || !sameName(lock.relation, relation)));
  if (blocking.length === 0 || (blocking.length === 1 && isStrongestAtOnce)) return [lockTimeout];
  return [lockTimeout, locking.dialect.lockTables(asTheAppDoes(blocking, locking).map(({ relation, mode }) => ({ mode, tables: [relation] })))];
}

/** A lock of one table or view, by the name that it has when the transaction begins. */
interface Held {
  readonly relation: QualifiedName;
  readonly isView: boolean;
  readonly mode: LockMode;
}

/** The locks, in the order in which the operations take them, of what is there when the transaction begins and can be locked by itself. */
function locksBefore(operations: readonly Operation[], { readLocks, schemas: { from } }: Locking): readonly Held[] {
  const names = new NamesBefore();
  const held = operations.flatMap((operation) => {
    names.begin(operation);
    const own = readLocks(operation).flatMap(({ mode, tables }) => tables.flatMap((table) => names.of(table) ?? []).map((relation) => ({ relation, mode })));
    names.end(operation);
    return own;
  });
  const isView = (relation: QualifiedName): boolean => names.isOfView(relation) || isOneOf(from.views, relation);
  return held.map((lock) => ({ ...lock, isView: isView(lock.relation) })).filter((lock) => !isOneOf(from.materializedViews, lock.relation) && (!lock.isView || readsTablesOf(from, lock.relation)));
}

const isOneOf = (relations: readonly QualifiedName[], relation: QualifiedName): boolean => relations.some((each) => sameName(each, relation));

/**
 * Whether a view reads nothing but tables of the schema, over other views or not: `LOCK TABLE` locks what it reads along with it, and a role may not lock all that
 * there is. Of a view of the chain itself nothing is known, and it reads such a table.
 *
 * Source: PostgreSQL 18, LOCK, "Parameters" and "Notes".
 */
const readsTablesOf = (schema: Schema, view: QualifiedName): boolean =>
  (schema.viewFacts[nameKey(view)]?.reads ?? []).every((source) => isOneOf(schema.tables, source) || (isOneOf(schema.views, source) && readsTablesOf(schema, source)));

const unique = (locks: readonly Held[]): readonly Held[] => [...new Map(locks.map((lock) => [nameKey(lock.relation), lock])).values()];

const strongestOn = (relation: QualifiedName, held: readonly Held[]): LockMode =>
  lockModes.findLast((mode) => held.some((lock) => lock.mode === mode && sameName(lock.relation, relation))) ?? 'access exclusive';

/**
 * In the order in which an app locks: a view before what it reads; and who writes a row locks its table before he looks for what that refers to. Tables that refer to
 * each other come as they are.
 */
function asTheAppDoes(locks: readonly Held[], { schemas: { from, to } }: Locking): readonly Held[] {
  const tables = locks.filter(({ isView }) => !isView);
  const positionOf = (name: QualifiedName): number => tables.findIndex(({ relation }) => sameName(relation, name));
  const pairs = [...from.tables, ...to.tables].flatMap((table) => table.foreignKeys.map(({ references }) => [positionOf(table), positionOf(references)] as const));
  const sorted = topologicalSort(tables.length, pairs.filter((pair) => !pair.includes(-1)));
  const inOrder = 'cycle' in sorted ? tables : sorted.flatMap((position) => tables[position] ?? []);
  return [...locks.filter(({ isView }) => isView), ...inOrder];
}
