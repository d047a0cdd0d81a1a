import type { Column, Table } from '../../../model/schema.js';

/** The columns that a text may speak of, and whether it may speak of all that its table is. */
export interface Surroundings {
  readonly columns: readonly Column[];
  readonly isOfTable: boolean;
}

/**
 * What a text in `table` may speak of; all of the table where it may speak of that, of a generated column, which stands for others, or by escapes. A column
 * is spoken of by its name, in letters of either case, or in quotes, which are doubled (PostgreSQL 18, 4.1.1 "Identifiers and Key Words"): so a text
 * in which the name does not stand does not speak of it. Where it stands for something else, that is one column too many.
 */
export function surroundingsOf(text: string, { name, columns }: Table): Surroundings {
  const folded = text.toLowerCase();
  const mayName = (name: string): boolean => folded.includes(name.toLowerCase().replaceAll('"', '""'));
  const named = columns.filter((column) => mayName(column.name));
  const isOfTable = folded.includes('u&') || mayName(name) || named.some(({ generated }) => generated !== null);
  return { columns: isOfTable ? columns : named, isOfTable };
}

/** Two texts that are the same mean the same where this is the same. */
export function meaningKey(text: string, table: Table): unknown {
  const { columns, isOfTable } = surroundingsOf(text, table);
  return isOfTable ? [table.schema, table.name] : columns.map(({ name, type, nullable, collation }) => [name, type, nullable, collation]);
}
