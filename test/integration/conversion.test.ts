import { conversion } from '../../src/dialect/postgres/conversion.js';
import type { Column } from '../../src/model/schema.js';
import { createDatabase, type TestDatabase } from '../support/database';
import { hasType } from '../support/server-version.js';

/** Every type that TypeORM knows on PostgreSQL and that needs no extension from elsewhere, with and without limits; and a value of it. */
const samples: Readonly<Record<string, string>> = {
  smallint: '10',
  integer: '10',
  bigint: '10',
  numeric: '10.25',
  'numeric(10,2)': '10.25',
  real: '10',
  'double precision': '10',
  money: '10.25',
  'character varying': 'longer than most',
  'character varying(20)': 'longer than most',
  'character(5)': 'ab',
  bpchar: 'longer than most',
  text: 'longer than most',
  citext: 'Longer than most',
  hstore: 'a=>1',
  bytea: '\\x6162',
  'bit(1)': '1',
  'bit(8)': '10100101',
  '"bit"': '10100101',
  'bit varying': '10100101',
  'bit varying(5)': '10100',
  date: '2024-02-29',
  'timestamp without time zone': '2024-02-29 10:20:30.123456',
  'timestamp(3) without time zone': '2024-02-29 10:20:30.123',
  'timestamp with time zone': '2024-02-29 10:20:30.123456+02',
  'time without time zone': '10:20:30',
  'time(3) with time zone': '10:20:30+02',
  interval: '3 days 04:05:06',
  'interval day to second(3)': '3 days 04:05:06',
  boolean: 'true',
  point: '(1,2)',
  line: '{1,2,3}',
  lseg: '[(1,2),(3,4)]',
  box: '(3,4),(1,2)',
  path: '((1,2),(3,4))',
  polygon: '((1,2),(3,4),(5,6))',
  circle: '<(1,2),3>',
  cidr: '10.0.0.0/8',
  inet: '10.1.2.3/8',
  macaddr: '08:00:2b:01:02:03',
  macaddr8: '08:00:2b:01:02:03:04:05',
  tsvector: 'a fat cat',
  tsquery: 'fat & cat',
  uuid: '3f333df6-90a4-4fda-8dd3-9485d27cee36',
  xml: '<a/>',
  json: '{"a": 1}',
  jsonb: '{"a": 1}',
  jsonpath: '$.a',
  int4range: '[1,5)',
  int8range: '[1,5)',
  numrange: '[1,5)',
  tsrange: '[2024-01-01,2024-01-02)',
  tstzrange: '[2024-01-01,2024-01-02)',
  daterange: '[2024-01-01,2024-01-02)',
  int4multirange: '{[1,5)}',
  int8multirange: '{[1,5)}',
  nummultirange: '{[1,5)}',
  tsmultirange: '{[2024-01-01,2024-01-02)}',
  tstzmultirange: '{[2024-01-01,2024-01-02)}',
  datemultirange: '{[2024-01-01,2024-01-02)}',
  mood: 'happy',
  'shop."Odd (mood)"': 'happy',
  'integer[]': '{10,20}',
  'bigint[]': '{10,20}',
  'text[]': '{longer than most}',
  'character varying(20)[]': '{longer than most}',
  'mood[]': '{happy}',
  'boolean[]': '{t,f}',
  'bit(8)[]': '{10100101}',
  'jsonb[]': '{"{\\"a\\": 1}"}',
  'timestamp with time zone[]': '{2024-02-29 10:20:30+02}',
};
const types = Object.keys(samples).filter(hasType);

let db: TestDatabase;

beforeAll(async () => {
  db = await createDatabase();
  await db.query(`
    CREATE EXTENSION citext; CREATE EXTENSION hstore; CREATE SCHEMA shop;
    CREATE TYPE mood AS ENUM ('happy', 'sad'); CREATE TYPE shop."Odd (mood)" AS ENUM ('happy', 'sad');
    CREATE FUNCTION outcome(sql text, question text) RETURNS text LANGUAGE plpgsql AS $$
    DECLARE answer text;
    BEGIN
      EXECUTE sql;
      IF question IS NOT NULL THEN EXECUTE question INTO answer; END IF;
      RAISE EXCEPTION USING errcode = 'LIMBK', message = coalesce(answer, 'done');
    EXCEPTION
      WHEN sqlstate 'LIMBK' THEN RETURN SQLERRM;
      WHEN others THEN RETURN 'refused: ' || SQLERRM;
    END $$;
    CREATE FUNCTION answer(question text) RETURNS text LANGUAGE plpgsql AS $$
    DECLARE answer text;
    BEGIN
      EXECUTE question INTO answer;
      RETURN answer;
    EXCEPTION WHEN others THEN RETURN NULL;
    END $$`);
});

afterAll(() => db.drop());

const column = (type: string): Column => ({
  name: 'c',
  type,
  nullable: true,
  default: null,
  generation: null,
  generated: null,
virtual: false,
  collation: null,
  comment: null,
});

const using = (from: string, to: string): string | null => conversion({ from: column(from), to: column(to) });

const alter = (to: string, expression: string | null): string =>
  `ALTER TABLE t ALTER COLUMN c TYPE ${to}${expression === null ? '' : ` USING ${expression}`}`;

/** What each alteration of a column of type `from` comes to, all undone again: `done`, the answer to `question`, or an error. */
async function outcomes(from: string, { value, alterations, question = null }: Trial): Promise<readonly string[]> {
  // A partitioned table has no file, so its changes cost next to nothing.
  await db.query(`CREATE TABLE t (c ${from}, part integer)${value === undefined ? ' PARTITION BY LIST (part)' : ''}`);
  if (value !== undefined) await db.query('INSERT INTO t VALUES ($1)', [value]);
  const rows = await db.query<{ outcome: string }>(
    'SELECT outcome(sql, $2) FROM unnest($1::text[]) WITH ORDINALITY AS each (sql, number) ORDER BY number',
    [alterations, question],
  );
  await db.query('DROP TABLE t');
  return rows.map(({ outcome }) => outcome);
}

interface Trial {
  readonly value?: string | null | undefined;
  readonly alterations: readonly string[];
  readonly question?: string | null;
}

describe.each(types)('conversion from %s', (from) => {
  it('works on an empty table, for every type', async () => {
    const found = await outcomes(from, { alterations: types.map((to) => alter(to, using(from, to))) });
    expect(Object.fromEntries(types.map((to, number) => [to, found[number]]))).toEqual(Object.fromEntries(types.map((to) => [to, 'done'])));
  });

  it('says nothing only where PostgreSQL needs no USING', async () => {
    const converted = types.filter((to) => using(from, to) !== null);
    const found = await outcomes(from, { alterations: converted.map((to) => alter(to, null)) });
    expect(converted.filter((_, number) => found[number] === 'done')).toEqual([]);
  });

  it('refuses what is too long for a type with a length', async () => {
    const value = samples[from];
    const limited = ['character varying(3)', 'character(3)', 'bit(3)', 'bit varying(3)'];
    const limits = [...limited, ...limited.map((to) => `${to}[]`)];
    const alterations = limits.map((to) => alter(to, using(from, to)));
    const found = await outcomes(from, { value, alterations, question: 'SELECT c FROM t' });
    const kept = found.filter((outcome) => !outcome.startsWith('refused: '));
    expect(kept.map(withoutWrapping)).toEqual(kept.map(() => withoutWrapping(value ?? '')));
  });
});

describe.each(types)('conversion from %s', (from) => {
  it("agrees with PostgreSQL's own casts on what a value means", async () => {
    const isOurs = (to: string) => to.includes('bit') || to.startsWith('json') || isNewIn18(from, to);
    const cast = types.filter((to) => using(from, to) !== null && !isOurs(to));
    const value = `(SELECT $sample$${samples[from]}$sample$::${from} AS c) AS t`;
    const found = await db.query<{ own: string | null; ours: string | null; type: string }>(
      'SELECT type, answer(own) AS own, answer(ours) AS ours FROM unnest($1::text[], $2::text[], $3::text[]) AS each (type, own, ours)',
      [cast, cast.map((to) => `SELECT c::${to} FROM ${value}`), cast.map((to) => `SELECT (${using(from, to)})::${to} FROM ${value}`)],
    );
    expect(found.filter(({ own, ours }) => own !== null && own !== ours)).toEqual([]);
  });
});

/** Casts between integers and `bytea`, which a file that must run on older versions cannot use. */
const isNewIn18 = (from: string, to: string): boolean =>
  [from, to].includes('bytea') && [from, to].some((type) => ['smallint', 'integer', 'bigint'].includes(type));

/** The characters of a value, without what arrays and `character` put around them. */
const withoutWrapping = (text: string): string => text.replace(/[{}" ]/g, '');

describe('conversion of a value', () => {
  it.each([
    ['smallint', '10', 'bit varying', '00000000000000000000000000001010'],
    ['bit varying', '1010', 'integer', '10'],
    ['bit varying', '1010', 'bigint', '10'],
    ['bit varying', '1'.repeat(33), 'bigint', '8589934591'],
    ['bit(32)', '1'.repeat(32), 'integer', '-1'],
    ['integer', '10', 'bit(8)', 'refused: bit string length 32 does not match type bit(8)'],
    ['integer[]', '{10,2}', 'bit(32)[]', '{00000000000000000000000000001010,00000000000000000000000000000010}'],
    ['boolean', 'true', 'bigint', '1'],
    ['integer', '0', 'boolean', 'false'],
    ['bigint', '1', 'boolean', 'true'],
    ['money', '10.25', 'integer', '10'],
    ['real', '10.25', 'money', '$10.25'],
    ['mood', 'sad', 'shop."Odd (mood)"', 'sad'],
    ['mood[]', '{sad,happy}', 'shop."Odd (mood)"[]', '{sad,happy}'],
    ['mood', 'sad', 'mood[]', '{sad}'],
    ['integer', '10', 'character varying(5)[]', '{10}'],
    ['text', '{a,b}', 'text[]', '{a,b}'],
    ['text', 'a,b', 'text[]', 'refused: malformed array literal: "a,b"'],
    ['text', '101', 'bit(2)', 'refused: bit string length 3 does not match type bit(2)'],
    ['text', '{"a": 1}', 'jsonb', '{"a": 1}'],
    ['uuid', samples['uuid'], 'jsonb', `"${samples['uuid']}"`],
    ['integer[]', '{1,2}', 'jsonb', '[1, 2]'],
    ['hstore', 'a=>1', 'jsonb', '{"a": "1"}'],
    ['jsonb', '"sad"', 'mood', 'sad'],
    ['json', '"5"', 'integer', '5'],
    ['jsonb', '5', 'bigint', '5'],
    ['jsonb', '[1, 2]', 'integer', 'refused: invalid input syntax for type integer: "[1, 2]"'],
  ])('takes %s %s to %s', async (from, value, to, expected) => {
    expect(await outcomes(from, { value, alterations: [alter(to, using(from, to))], question: 'SELECT c FROM t' })).toEqual([expected]);
  });

  it('keeps a row without a value as it is where a value becomes an array', async () => {
    const alterations = [alter('integer[]', using('integer', 'integer[]'))];
    expect(await outcomes('integer', { value: null, alterations, question: 'SELECT c IS NULL FROM t' })).toEqual(['true']);
  });

  it('leaves a generated column to PostgreSQL, which takes no USING for it', () => {
    const to = { ...column('integer'), generated: 'length(a)' };
    expect(conversion({ from: column('text'), to })).toBeNull();
  });
});
