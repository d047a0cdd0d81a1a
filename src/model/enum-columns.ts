import { nameKey } from './identity.js';
import type { Column, QualifiedName, Schema, Table } from './schema.js';

/** The enum type that a column of type `type` holds, one value or an array of them; `null` for any other type. */
export const enumOf = ({ typeNames }: Pick<Schema, 'typeNames'>, type: string): QualifiedName | null =>
  typeNames[type.endsWith(']') ? type.replace(/(\[\])+$/, '') : type] ?? null;

/** A column and the table it is in. */
export interface TableColumn {
  readonly table: Table;
  readonly column: Column;
}

/** The columns that hold values of an enum type, by the `nameKey` of the type. */
export function enumColumns(schema: Schema): ReadonlyMap<string, readonly TableColumn[]> {
  const columns = new Map<string, TableColumn[]>();
  for (const table of schema.tables) {
    for (const column of table.columns) {
      const type = enumOf(schema, column.type);
      if (type === null) continue;
      const key = nameKey(type);
      const others = columns.get(key);
      if (others === undefined) columns.set(key, [{ table, column }]);
      else others.push({ table, column });
    }
  }
  return columns;
}
