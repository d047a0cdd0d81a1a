import type { Dialect, Queryable } from '../dialect/dialect.js';
import type { Schema, Table } from '../model/schema.js';

/** What is in one namespace at the moment in which it is asked for. */
export interface Inspection extends Pick<Schema, 'tables' | 'enums' | 'views' | 'materializedViews'> {
  /** The name of the namespace. */
  readonly schema: string;
  /** The table of this name, with its columns, keys, constraints and indexes; `null` where there is none. */
  table(name: string): Table | null;
  /** Whether there is a table of this name. */
  hasTable(name: string): boolean;
  /** Whether there is such a table, and it has such a column. */
  hasColumn(table: string, name: string): boolean;
  /** Whether there is such a table, and it has such an index, other than that of a constraint. */
  hasIndex(table: string, name: string): boolean;
  /** Whether there is such a table, and it has a primary key, a unique constraint, a check, an exclusion or a foreign key of this name. */
  hasConstraint(table: string, name: string): boolean;
}

/** Reads what is in a namespace. Throws as `Dialect.introspect`. */
export async function inspect(db: Queryable, dialect: Dialect, schema: string): Promise<Inspection> {
  const { tables, enums, views, materializedViews } = await dialect.introspect(db, { namespaces: [schema], excludes: () => false, claims: () => true });
  const table = (name: string): Table | null => tables.find((each) => each.name === name) ?? null;
  const has = (members: readonly { readonly name: string }[] | undefined, name: string): boolean => members?.some((member) => member.name === name) ?? false;
  return {
    schema,
    tables,
    enums,
    views,
    materializedViews,
    table,
    hasTable: (name) => table(name) !== null,
    hasColumn: (owner, name) => has(table(owner)?.columns, name),
    hasIndex: (owner, name) => has(table(owner)?.indexes, name),
    hasConstraint: (owner, name) => has(constraintsOf(table(owner)), name),
  };
}

function constraintsOf(table: Table | null): readonly { readonly name: string }[] {
  if (table === null) return [];
  const { primaryKey, uniques, checks, exclusions, foreignKeys } = table;
  return [...(primaryKey === null ? [] : [primaryKey]), ...uniques, ...checks, ...exclusions, ...foreignKeys];
}
