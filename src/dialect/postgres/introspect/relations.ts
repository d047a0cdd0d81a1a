import type { Column, QualifiedName } from '../../../model/schema.js';
import type { ColumnsByTable, TableColumns } from './columns.js';
import { numbersOf } from './numbers.js';
import { readingOnce } from './reading-once.js';
import type { CatalogRows } from './rows.js';

/** What keys and indexes may speak of, by oid. */
export interface Relations {
  nameOf(oid: number): QualifiedName | undefined;
  /** The names of columns, of a list of their numbers; empty for what is no column. */
  columnsOf(oid: number, list: string | null): readonly string[];
}

/** The tables that were read, with these columns; views; and the tables that were not read. */
export function relationsOf({ tables, views, referenced }: Pick<CatalogRows, 'tables' | 'views' | 'referenced'>, columns: ColumnsByTable): Relations {
  const names = new Map([...tables, ...views, ...referenced].map(({ oid, schema, name }) => [oid, { schema, name }]));
  const others = new Map([...views, ...referenced].map((relation) => [relation.oid, relation.columns ?? []]));
  const columnOf = (oid: number, number: number): { readonly name: string } | undefined =>
    columnAt(columns.get(oid), number) ?? others.get(oid)?.find((column) => column.number === number);
  const numbers = readingOnce(numbersOf);
  return {
    nameOf: (oid) => names.get(oid),
    columnsOf: (oid, list) => numbers(list ?? '').map((number) => columnOf(oid, number)?.name ?? ''),
  };
}

export const columnAt = (table: TableColumns | undefined, number: number): Column | undefined => table?.columns[table.numbers.indexOf(number)];
