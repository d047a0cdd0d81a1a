import type { Column, Table } from '../../../model/schema.js';

/** The columns that a text may speak of, and whether it may speak of all that its table is. */
export interface Surroundings {
  readonly columns: readonly Column[];
  readonly isOfTable: boolean;
}

/** Says what a text in a table may speak of. */
export type ReadSurroundings = (text: string, table: Table) => Surroundings;

/**
 * A reader for the texts of many tables, which are mostly alike: it looks for each name once in each text.
 *
 * A text may speak of all of its table where it may speak of that, of a generated column, which stands for others, or by escapes. A column is spoken of by
 * its name, in letters of either case, or in quotes, which are doubled (PostgreSQL 18, 4.1.1 "Identifiers and Key Words"): so a text in which the name
 * does not stand does not speak of it. Where it stands for something else, that is one column too many.
 */
export function surroundingsReader(): ReadSurroundings {
  const texts = new Map<string, Text>();
  return (text, { name, columns }) => {
    const known = texts.get(text) ?? textOf(text);
    texts.set(text, known);
    const named = columns.filter((column) => known.mayName(column.name));
    const isOfTable = known.hasEscapes || known.mayName(name) || named.some(({ generated }) => generated !== null);
    return { columns: isOfTable ? columns : named, isOfTable };
  };
}

interface Text {
  readonly hasEscapes: boolean;
  mayName(name: string): boolean;
}

function textOf(text: string): Text {
  const folded = text.toLowerCase();
  const named = new Map<string, boolean>();
  return {
    hasEscapes: folded.includes('u&'),
    mayName(name) {
      const known = named.get(name) ?? folded.includes(name.toLowerCase().replaceAll('"', '""'));
      named.set(name, known);
      return known;
    },
  };
}

/** Two texts that are the same mean the same where this is the same of what they may speak of in `table`. */
export const meaningKey = ({ columns, isOfTable }: Surroundings, table: Table): unknown =>
  isOfTable ? [table.schema, table.name] : columns.map(({ name, type, nullable, collation }) => [name, type, nullable, collation]);
