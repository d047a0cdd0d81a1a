import { sentence } from '../../../kernel/text.js';
import type { Hazard } from '../../hazard.js';
import type { Fact, NewColumn } from '../sql/command.js';
import { nameOf } from './names.js';

interface Layout {
  /** How many bytes a value takes. */
  readonly bytes: number;
  /** At which multiples of bytes a value begins. */
  readonly alignment: number;
}

const layout = (bytes: number, alignment: number): Layout => ({ bytes, alignment });

/** The types that take the same room in every row. Source: PostgreSQL 18, 52.64 "pg_type" (`typlen`, `typalign`). */
export const layouts: ReadonlyMap<string, Layout> = new Map([
  ['bigint', layout(8, 8)],
  ['boolean', layout(1, 1)],
  ['date', layout(4, 4)],
  ['double precision', layout(8, 8)],
  ['integer', layout(4, 4)],
  ['interval', layout(16, 8)],
  ['macaddr', layout(6, 4)],
  ['money', layout(8, 8)],
  ['oid', layout(4, 4)],
  ['real', layout(4, 4)],
  ['smallint', layout(2, 2)],
  ['time with time zone', layout(12, 8)],
  ['time without time zone', layout(8, 8)],
  ['timestamp with time zone', layout(8, 8)],
  ['timestamp without time zone', layout(8, 8)],
  ['uuid', layout(16, 1)],
]);

const counted: ReadonlyMap<string, string> = new Map([
  ['bigserial', 'bigint'],
  ['serial', 'integer'],
  ['serial2', 'smallint'],
  ['serial4', 'integer'],
  ['serial8', 'bigint'],
  ['smallserial', 'smallint'],
]);

/** `null` for a value that takes as much room as it needs, and for a type that is not known. */
const layoutOf = ({ baseType, isArray }: NewColumn): Layout | null => (isArray ? null : (layouts.get(counted.get(baseType) ?? baseType) ?? null));

const upTo = (bytes: number, alignment: number): number => Math.ceil(bytes / alignment) * alignment;

/** Rows begin at multiples of it. Source: PostgreSQL 18, 66.6 "Database Page Layout" (`MAXALIGN`), on machines of 64 bits. */
const rowAlignment = 8;

/** What the columns of a fixed size take in a row at least, in this order; behind one that is not, the place is not known. */
function bytesOf(columns: readonly (Layout | null)[]): number {
  let total = 0;
  let place: number | null = 0;
  for (const column of columns) {
    const start: number = column === null || place === null ? 0 : upTo(place, column.alignment) - place;
    total += start + (column?.bytes ?? 0);
    place = column === null ? null : (place ?? 0) + start + column.bytes;
  }
  return upTo(total, rowAlignment);
}

/** Whether a new table would take less room with its columns in another order. */
export function padded({ table, columns }: Extract<Fact, { readonly does: 'create table' }>): readonly Hazard[] {
  const given = columns.map(layoutOf);
  const best = given.toSorted((left, right) => (right?.alignment ?? 0) - (left?.alignment ?? 0));
  const saved = bytesOf(given) - bytesOf(best);
  if (saved <= 0) return [];
  return [
    {
      code: 'style/padding',
      message: sentence(`about ${saved} bytes of each row of ${nameOf(table)} are filled up, as values of 8 bytes begin at multiples of 8`),
      hint: 'Put the columns of 8 bytes first, then those of 4, of 2 and of 1, and text and the like last.',
    },
  ];
}
