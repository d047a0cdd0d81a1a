import { isDeepStrictEqual } from 'node:util';
import type { Moved } from '../cases/case.js';
import type { TestDatabase } from './database.js';

type Row = Readonly<Record<string, unknown>>;

/** The rows of every table, by its name as `regclass` prints it. */
export type Rows = ReadonlyMap<string, readonly Row[]>;

export async function rowsOf(database: TestDatabase): Promise<Rows> {
  const tables = await database.query<{ readonly name: string }>(
    `SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind = 'r' AND n.nspname !~ '^pg_|^information_schema$' AND c.relname !~ '^(migrations.*|typeorm_metadata)$'`,
  );
  const rows = new Map<string, readonly Row[]>();
  for (const { name } of tables) {
    const found = await database.query<{ readonly row: Row }>(`SELECT to_jsonb(t) AS row FROM ${name} t ORDER BY t.ctid`);
    rows.set(name, found.map(({ row }) => row));
  }
  return rows;
}

/** The rows under the names that the tables, columns and values have after the change. */
export function moveRows(rows: Rows, moved: readonly Moved[] = []): Rows {
  return new Map(
    [...rows].map(([table, list]) => {
      const { to = table, columns = {}, values = {} } = moved.find((each) => each.table === table) ?? {};
      const moveValue = (value: unknown): unknown => (typeof value === 'string' ? (values[value] ?? value) : value);
      return [to, list.map((row) => Object.fromEntries(Object.entries(row).map(([column, value]) => [columns[column] ?? column, moveValue(value)])))];
    }),
  );
}

/** What is not there under its new name would not be compared. */
export function expectMoved(rows: Rows, moved: readonly Moved[] = []): void {
  for (const { table, to = table, columns = {} } of moved) {
    expect(rows.get(to)).not.toEqual([]);
    expect(Object.keys(rows.get(to)?.[0] ?? {})).toEqual(expect.arrayContaining(Object.values(columns)));
  }
}

/** Every row is there that was there, in each table of both; and every value that was there, in each column of both. A null may have been filled. */
export function expectRowsKept(before: Rows, after: Rows): void {
  for (const [table, rows] of before) {
    const left = [...(after.get(table) ?? rows)];
    expect(left).toHaveLength(rows.length);
    const lost = rows.filter((row) => {
      const position = left.findIndex((candidate) => holds(candidate, row));
      if (position >= 0) left.splice(position, 1);
      return position < 0;
    });
    expect({ table, lost, left: lost.length === 0 ? [] : left }).toEqual({ table, lost: [], left: [] });
  }
}

/** Whether `row` has the values of `former` in each column that it still has. */
const holds = (row: Row, former: Row): boolean =>
  Object.entries(former).every(([column, value]) => value === null || !(column in row) || isDeepStrictEqual(asMeant(row[column]), asMeant(value)));

/** Another type may spell the same value in another way: `1.50` and `1.5000`, a time with and without its zone, `{a,b}`. */
function asMeant(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  if (/^-?\d+(\.\d+)?$/.test(value)) return Number(value);
  if (/^\d{4}-\d\d-\d\dT/.test(value)) return value.replace(/\+00:00$/, '');
  return value.startsWith('{') && !value.includes(':') ? value.slice(1, -1).split(',') : value;
}
