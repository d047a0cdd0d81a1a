import { nameKey } from '../../../model/identity.js';
import type { Column, Generation, Table } from '../../../model/schema.js';
import { sharedMembers } from '../../../model/share.js';
import { groupByTable } from './group-by-table.js';
import { readingOnce } from './reading-once.js';
import type { ColumnRarities, ColumnsRow, OutlineRows, SequenceRow } from './rows.js';

/** The columns of a table, in its order, and their numbers. */
export interface TableColumns {
  readonly numbers: readonly number[];
  readonly columns: readonly Column[];
}

/** By the oid of the table. */
export type ColumnsByTable = ReadonlyMap<number, TableColumns>;

/** The columns of every table; those of the table of that name in `like` where they are the same. */
export function assembleColumns({ tables, columns, sequences }: Pick<OutlineRows, 'tables' | 'columns' | 'sequences'>, like: readonly Table[] = []): ColumnsByTable {
  const known = new Map(like.map((table) => [nameKey(table), table.columns]));
  const names = new Map(tables.map((table) => [table.oid, nameKey(table)]));
  const own = groupByTable(sequences);
  const parse = readingOnce<unknown>(JSON.parse);
  return new Map(
    columns.map((row) => {
      const read = toColumns(row, own.get(row.table) ?? [], parse);
      return [row.table, { ...read, columns: sharedMembers(known.get(names.get(row.table) ?? '') ?? [], read.columns) }];
    }),
  );
}

type Parse = (text: string) => unknown;

function toColumns(row: ColumnsRow, sequences: readonly SequenceRow[], parse: Parse): TableColumns {
  const numbers = parse(row.numbers) as readonly number[];
  const names = JSON.parse(row.names) as readonly string[];
  const types = JSON.parse(row.types) as readonly string[];
  const nullable = parse(row.nullable) as readonly boolean[];
  const expressions = JSON.parse(row.expressions) as readonly (string | null)[];
  const columns = names.map((name, position): Column => {
    const expression = expressions[position] ?? null;
    const place = numbers[position] ?? 0;
    const { identity, generated, collation, comment } = row.rarities?.[place] ?? usual;
    const isSerial = sequences.some(({ number, next }) => number === place && next === expression);
    return {
      name,
      type: types[position] ?? '',
      nullable: nullable[position] ?? true,
      default: generated === '' && !isSerial ? expression : null,
      // Known by ownership, not by the name of the sequence: the default takes the next value of a sequence that the column owns.
      generation: isSerial ? 'serial' : generationOf(identity),
      generated: generated === '' ? null : expression,
      virtual: generated === 'v',
      collation,
      comment,
    };
  });
  return { numbers, columns };
}

const usual: ColumnRarities = { identity: '', generated: '', collation: null, comment: null };

function generationOf(identity: string): Generation | null {
  if (identity === 'a') return 'identityAlways';
  return identity === 'd' ? 'identityByDefault' : null;
}

/** Whether a default may take the next value of a sequence that is not the column's own: it begins as PostgreSQL prints one that does. */
export const mayBorrow = (columns: ColumnsByTable): boolean => [...columns.values()].some((table) => table.columns.some((column) => column.default?.startsWith('nextval(') === true));
