import { blockedBy, type LockMode, lockModes, type TableLock } from '../dialect/hazard.js';
import { topologicalSort } from '../kernel/topological-sort.js';
import { nameKey, sameName } from '../model/identity.js';
import type { QualifiedName } from '../model/schema.js';
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
  const { held, names } = locksBefore(operations, locking);
  const all = unique(held.map(({ relation }) => relation));
  const strongest = all.map((relation) => ({ relation, mode: strongestOn(relation, held) })).filter(({ mode }) => blockedBy(mode) !== 'schema changes');
  const isAtOnce = strongest.length < 2 && held.every(({ relation, mode }) => strongest.every((lock) => lock.mode === mode || !sameName(lock.relation, relation)));
  if (isAtOnce) return [lockTimeout];
  const { tables, views } = lockable(strongest, names, locking);
  const first = [...views, ...referringFirst(tables, locking)].map(({ relation, mode }): TableLock => ({ mode, tables: [relation] }));
  return [lockTimeout, ...(first.length === 0 ? [] : [locking.dialect.lockTables(first)])];
}

/** A lock of one table or view, by the name that it has when the transaction begins. */
interface Held {
  readonly relation: QualifiedName;
  readonly mode: LockMode;
}

/** The locks of what is there when the transaction begins, in the order in which the operations take them. */
function locksBefore(operations: readonly Operation[], { readLocks }: Locking): { readonly held: readonly Held[]; readonly names: NamesBefore } {
  const names = new NamesBefore();
  const held = operations.flatMap((operation) => {
    names.begin(operation);
    const own = readLocks(operation).flatMap(({ mode, tables }) => tables.flatMap((table) => names.of(table) ?? []).map((relation) => ({ relation, mode })));
    names.end(operation);
    return own;
  });
  return { held, names };
}

const unique = (relations: readonly QualifiedName[]): readonly QualifiedName[] => [...new Map(relations.map((relation) => [nameKey(relation), relation])).values()];

const strongestOn = (relation: QualifiedName, held: readonly Held[]): LockMode =>
  lockModes.findLast((mode) => held.some((lock) => lock.mode === mode && sameName(lock.relation, relation))) ?? 'access exclusive';

/**
 * What `LOCK TABLE` can take: no materialized view; and of views, as it locks what they read along with them, those that read nothing else.
 *
 * Source: PostgreSQL 18, LOCK, "Notes" and "Parameters".
 */
function lockable(locks: readonly Held[], names: NamesBefore, { schemas: { from } }: Locking): { readonly tables: readonly Held[]; readonly views: readonly Held[] } {
  const isView = (relation: QualifiedName): boolean => names.isOfView(relation) || [...from.views, ...from.materializedViews].some((view) => sameName(view, relation));
  const tables = locks.filter(({ relation }) => !isView(relation));
  const isTaken = (relation: QualifiedName): boolean =>
    tables.some((table) => sameName(table.relation, relation)) || (isPlainView(relation) && (from.viewFacts[nameKey(relation)]?.reads ?? []).every(isTaken));
  const isPlainView = (relation: QualifiedName): boolean =>
    locks.some((lock) => sameName(lock.relation, relation)) && isView(relation) && !from.materializedViews.some((view) => sameName(view, relation));
  return { tables, views: locks.filter(({ relation }) => isPlainView(relation) && isTaken(relation)) };
}

/** Tables before those that they refer to, as who writes a row locks its table before it looks for what that refers to. Where they refer to each other, as they come. */
function referringFirst(locks: readonly Held[], { schemas: { from, to } }: Locking): readonly Held[] {
  const positionOf = (name: QualifiedName): number => locks.findIndex(({ relation }) => sameName(relation, name));
  const pairs = [...from.tables, ...to.tables].flatMap((table) => table.foreignKeys.map(({ references }) => [positionOf(table), positionOf(references)] as const));
  const sorted = topologicalSort(locks.length, pairs.filter((pair) => !pair.includes(-1)));
  return 'cycle' in sorted ? locks : sorted.flatMap((position) => locks[position] ?? []);
}
