import { layouts } from '../../src/dialect/postgres/hazards/padding.js';
import { createDatabase, type TestDatabase } from '../support/database';
import { withoutTrace } from '../support/ddl';
import { hazardsOf } from '../support/hazards';

let db: TestDatabase;

beforeAll(async () => {
  db = await createDatabase();
});

afterAll(() => db.drop());

it('knows the size and the alignment of types as the catalog has them', async () => {
  const known = await db.query<{ type: string; bytes: number; alignment: string }>(
    'SELECT format_type(oid, NULL) AS type, typlen::integer AS bytes, typalign AS alignment FROM pg_type WHERE format_type(oid, NULL) = ANY ($1) ORDER BY 1',
    [[...layouts.keys()]],
  );
  const alignments: Readonly<Record<string, number>> = { c: 1, s: 2, i: 4, d: 8 };
  expect(known.map(({ type, bytes, alignment }) => [type, { bytes, alignment: alignments[alignment] }])).toEqual([...layouts].toSorted(([left], [right]) => (left < right ? -1 : 1)));
});

/** Columns in an order, and in the one that the hint asks for. */
const orders: readonly (readonly [given: string, best: string])[] = [
  ['a boolean, b bigint, c boolean, d timestamptz', 'b bigint, d timestamptz, a boolean, c boolean'],
  ['a boolean, b bigint, c integer', 'b bigint, c integer, a boolean'],
  ['a smallint, b integer, c smallint, d double precision, e boolean, f interval', 'd double precision, f interval, b integer, a smallint, c smallint, e boolean'],
  ['a integer, b bigint', 'b bigint, a integer'],
  ['a uuid, b boolean, c time, d boolean, e date', 'c time, e date, a uuid, b boolean, d boolean'],
];

/** What a row takes on a page, each column with a value. */
async function bytesOfRow(columns: string): Promise<number> {
  await db.query(`CREATE TABLE measured (${columns})`);
  const values: Readonly<Record<string, string>> = { boolean: 'true', uuid: 'gen_random_uuid()', time: 'localtime', date: 'current_date', timestamptz: 'now()', interval: "'1 day'" };
  const row = columns.split(', ').map((column) => values[column.slice(2)] ?? '1');
  await db.query(`INSERT INTO measured VALUES (${row.join(', ')})`);
  const [{ bytes } = { bytes: 0 }] = await db.query<{ bytes: number }>('SELECT pg_column_size(measured.*) AS bytes FROM measured');
  return Math.ceil(bytes / 8) * 8;
}

it.each(orders)('says how many bytes (%s) takes more than (%s)', async (given, best) => {
  const [sizes, said] = [[] as number[], await hazardsOf({ verb: 'execute', up: `CREATE TABLE measured (${given})`, down: null })];
  for (const columns of [given, best]) await withoutTrace(db, async () => void sizes.push(await bytesOfRow(columns)));
  const [from = 0, to = 0] = sizes;
  const told = said.filter(({ code }) => code === 'style/padding').map(({ message }) => Number(/About (\d+) bytes/.exec(message)?.[1]));
  expect(told).toEqual(from === to ? [] : [from - to]);
});
