import { equal } from '../kernel/equal.js';
import type { Table } from './schema.js';

/** All constraints of a table. */
export type Constraints = Pick<Table, 'primaryKey' | 'uniques' | 'checks' | 'exclusions' | 'foreignKeys'>;

interface Named {
  readonly name: string;
}

/**
 * `table` with each member that `other` has just so taken from there, and each list, and `other` itself where nothing differs: what is the same
 * is then the same object, and is not compared again, nor asked about.
 */
export function sharedWith(other: Table, table: Table): Table {
  const columns = sharedMembers(other.columns, table.columns);
  const primaryKey = equal(other.primaryKey, table.primaryKey) ? other.primaryKey : table.primaryKey;
  const uniques = sharedInAnyOrder(other.uniques, table.uniques);
  const checks = sharedInAnyOrder(other.checks, table.checks);
  const exclusions = sharedInAnyOrder(other.exclusions, table.exclusions);
  const foreignKeys = sharedInAnyOrder(other.foreignKeys, table.foreignKeys);
  const indexes = sharedInAnyOrder(other.indexes, table.indexes);
  const shared = { ...table, columns, primaryKey, uniques, checks, exclusions, foreignKeys, indexes };
  return lists.every((list) => shared[list] === other[list]) && primaryKey === other.primaryKey && table.comment === other.comment ? other : shared;
}

const lists = ['columns', 'uniques', 'checks', 'exclusions', 'foreignKeys', 'indexes'] as const;

/** `constraints` with each that `other` has just so taken from there, in their own order. */
export const sharedConstraints = (other: Constraints, constraints: Constraints): Constraints => ({
  primaryKey: equal(other.primaryKey, constraints.primaryKey) ? other.primaryKey : constraints.primaryKey,
  uniques: sharedMembers(other.uniques, constraints.uniques),
  checks: sharedMembers(other.checks, constraints.checks),
  exclusions: sharedMembers(other.exclusions, constraints.exclusions),
  foreignKeys: sharedMembers(other.foreignKeys, constraints.foreignKeys),
});

/** `table` without the members that are those of `other`. */
export const unsharedWith = (other: Table, table: Table): Table => ({
  ...table,
  columns: unsharedMembers(other.columns, table.columns),
  uniques: unsharedMembers(other.uniques, table.uniques),
  checks: unsharedMembers(other.checks, table.checks),
  exclusions: unsharedMembers(other.exclusions, table.exclusions),
  foreignKeys: unsharedMembers(other.foreignKeys, table.foreignKeys),
  indexes: unsharedMembers(other.indexes, table.indexes),
});

/** `members` with each that is the same in `others` taken from there, and `others` itself where all are, in the same order. */
export function sharedMembers<T extends Named>(others: readonly T[], members: readonly T[]): readonly T[] {
  const isSame = others === members || (others.length === members.length && others.every((other, position) => equal(other, members[position])));
  return isSame ? others : members.map((member) => sameIn(others, member) ?? member);
}

/** As {@link sharedMembers}, where the order says nothing. */
function sharedInAnyOrder<T extends Named>(others: readonly T[], members: readonly T[]): readonly T[] {
  const isSame = others === members || (others.length === members.length && others.every((other) => sameIn(members, other) !== undefined));
  return isSame ? others : members.map((member) => sameIn(others, member) ?? member);
}

const sameIn = <T extends Named>(others: readonly T[], member: T): T | undefined => others.find((other) => other.name === member.name && equal(other, member));

const unsharedMembers = <T>(others: readonly T[], members: readonly T[]): readonly T[] => (members === others ? [] : members.filter((member) => !others.includes(member)));
