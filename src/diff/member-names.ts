import type { MemberKind, Table } from '../model/schema.js';

export type ConstraintKind = Exclude<MemberKind, 'column' | 'index'>;

/** The constraints of a table, with their kinds. */
export const constraintNames = (table: Table): { readonly kind: ConstraintKind; readonly name: string }[] => [
  ...(table.primaryKey === null ? [] : [{ kind: 'primaryKey' as const, name: table.primaryKey.name }]),
  ...table.uniques.map(({ name }) => ({ kind: 'unique' as const, name })),
  ...table.checks.map(({ name }) => ({ kind: 'check' as const, name })),
  ...table.exclusions.map(({ name }) => ({ kind: 'exclusion' as const, name })),
  ...table.foreignKeys.map(({ name }) => ({ kind: 'foreignKey' as const, name })),
];
