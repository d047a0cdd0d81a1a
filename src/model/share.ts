import { equal } from '../kernel/equal.js';
import type { Table } from './schema.js';

const lists = ['columns', 'uniques', 'checks', 'exclusions', 'foreignKeys', 'indexes'] as const;

/**
 * `table` with each member that `other` has just so taken from there, and each list, and `other` itself where nothing differs: what is the same
 * is then the same object, and is not compared again, nor asked about.
 */
export function sharedWith(other: Table, table: Table): Table {
  const shared = {
    columns: sharedMembers(other.columns, table.columns),
    primaryKey: equal(other.primaryKey, table.primaryKey) ? other.primaryKey : table.primaryKey,
    uniques: sharedInAnyOrder(other.uniques, table.uniques),
    checks: sharedInAnyOrder(other.checks, table.checks),
    exclusions: sharedInAnyOrder(other.exclusions, table.exclusions),
    foreignKeys: sharedInAnyOrder(other.foreignKeys, table.foreignKeys),
    indexes: sharedInAnyOrder(other.indexes, table.indexes),
  };
  const isSame = lists.every((list) => shared[list] === other[list]) && shared.primaryKey === other.primaryKey && table.comment === other.comment;
  return isSame ? other : { ...table, ...shared };
}

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
export function sharedMembers<T extends { readonly name: string }>(others: readonly T[], members: readonly T[]): readonly T[] {
  const isSame = others === members || (others.length === members.length && others.every((other, position) => equal(other, members[position])));
  return isSame ? others : members.map((member) => others.find((other) => other.name === member.name && equal(other, member)) ?? member);
}

/** As {@link sharedMembers}, where the order says nothing. */
function sharedInAnyOrder<T extends { readonly name: string }>(others: readonly T[], members: readonly T[]): readonly T[] {
  const shared = sharedMembers(others, members);
  return shared.length === others.length && others.every((other) => shared.includes(other)) ? others : shared;
}

const unsharedMembers = <T>(others: readonly T[], members: readonly T[]): readonly T[] => (members === others ? [] : members.filter((member) => !others.includes(member)));
