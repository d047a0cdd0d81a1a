import { conversion } from '../../src/dialect/postgres/conversion.js';
import { misfits } from '../../src/dialect/postgres/type-fit.js';
import { createDatabase, type TestDatabase } from '../support/database';
import { hasType } from '../support/server-version.js';
import { column } from '../support/ddl';

/** Values at the edges of their types: the greatest and smallest, the longest, the most exact. */
const edges: Readonly<Record<string, readonly string[]>> = {
  smallint: ['32767', '-32768', '7'],
  integer: ['2147483647', '-2147483648', '16777217', '7'],
  bigint: ['9223372036854775807', '-9223372036854775808', '9007199254740993'],
  numeric: ['1e40', '123456789.123456789', '-0.5'],
  'numeric(4,0)': ['9999', '-9999'],
  'numeric(5,1)': ['9999.9', '-0.5'],
  'numeric(10,2)': ['99999999.99', '-99999999.99', '0.01'],
  'numeric(10,4)': ['999999.9999'],
  'numeric(3,-2)': ['99900'],
  real: ['3.4e38', '1.5', '0.1', '16777216'],
  'double precision': ['1.7e308', '0.1', '1.5', '9007199254740993'],
  money: ['92233720368547758.07', '0.01'],
  boolean: ['true', 'false'],
  'character varying(3)': ['abc'],
  'character varying(20)': ['abcdefghijklmnopqrst'],
  'character(3)': ['abc'],
  text: ['longer than most of the others that are in the list, and longer than sixty-three too', '5', 'true', '{a}'],
  name: ['n'.repeat(63)],
  uuid: ['3f333df6-90a4-4fda-8dd3-9485d27cee36'],
  'bit(3)': ['101'],
  'bit(20)': ['10100000000000000001'],
  'bit varying(5)': ['10101', '1'],
  'bit varying': ['1010101010101010101010101010101010101010'],
  date: ['2024-02-29', '4713-01-01 BC'],
  'timestamp without time zone': ['2024-02-29 10:20:30.123456'],
  'timestamp(3) without time zone': ['2024-02-29 10:20:30.123'],
  'timestamp with time zone': ['2024-02-29 10:20:30.123456+00'],
  'timestamp(0) with time zone': ['2024-02-29 10:20:30+00'],
  'time without time zone': ['23:59:59.999999'],
  'time(3) without time zone': ['10:20:30.123'],
  'time with time zone': ['10:20:30.123456+05'],
  interval: ['3 mons 2 days 04:05:06.123456', '-1 days'],
  'interval day': ['3 days'],
  'interval day to second(3)': ['3 days 04:05:06.123'],
  cidr: ['10.0.0.0/8'],
  inet: ['10.1.2.3/8'],
  macaddr: ['08:00:2b:01:02:03'],
  macaddr8: ['08:00:2b:01:02:03:04:05'],
  point: ['(1,2)'],
  box: ['(3,4),(1,2)'],
  lseg: ['[(1,2),(3,4)]'],
  path: ['((1,2),(3,4))', '[(1,2),(3,4)]'],
  polygon: ['((1,2),(3,4),(5,7))'],
  circle: ['<(1,2),3>'],
  json: ['{"a": 1}', '"\\u0000"', '5'],
  jsonb: ['{"a": 1}', '"text"', '5'],
  bytea: ['\\x6162'],
  xml: ['<a/>'],
  int4range: ['[1,5)'],
  int4multirange: ['{[1,5)}', '{[1,5),[7,9)}'],
  tsrange: ['["2024-01-01 00:00:00","2024-01-02 00:00:00")'],
  mood: ['happy'],
  'integer[]': ['{2147483647,NULL}', '{}'],
  'bigint[]': ['{9223372036854775807}'],
  'text[]': ['{longer than most}', '{5}'],
  'character varying(20)[]': ['{abcdefghijklmnopqrst}'],
  'numeric(10,2)[]': ['{99999999.99}'],
};
const types = Object.keys(edges).filter(hasType);

const tableOf = (type: string): string => `t${types.indexOf(type)}`;

let db: TestDatabase;

beforeAll(async () => {
  db = await createDatabase();
  await db.query(`
    CREATE TYPE mood AS ENUM ('happy', 'sad');
    SET timezone = 'UTC';
    ${types.map((type) => `CREATE TABLE ${tableOf(type)} (c ${type});`).join('\n')}
    CREATE FUNCTION fate(there text, back text, number boolean) RETURNS text LANGUAGE plpgsql AS $$
    DECLARE before text; after text;
    BEGIN
      BEGIN
        EXECUTE there INTO before;
      EXCEPTION WHEN others THEN RETURN 'refused';
      END;
      BEGIN
        EXECUTE back INTO after;
      EXCEPTION WHEN others THEN after := before;
      END;
      RAISE EXCEPTION USING errcode = 'LIMBK',
        message = CASE WHEN after = before OR (number AND after::numeric = before::numeric) THEN 'kept' ELSE 'changed' END;
    EXCEPTION WHEN sqlstate 'LIMBK' THEN RETURN SQLERRM;
    END $$`);
});

afterAll(() => db.drop());

/** Assigns the one value of `from` to the table of `to`, as `ALTER COLUMN … TYPE` does, and gives the text it had. */
function move(from: string, to: string): string {
  const using = conversion({ from: column('c', { type: from }), to: column('c', { type: to }) });
  const moved = `INSERT INTO ${tableOf(to)} SELECT ${using ?? 'c'} FROM ${tableOf(from)}`;
  return `WITH moved AS (${moved}) SELECT c::text FROM ${tableOf(from)}`;
}

/** Takes the value back, and gives the text it has then. */
function back(from: string, to: string): string {
  const using = conversion({ from: column('c', { type: to }), to: column('c', { type: from }) });
  return `INSERT INTO ${tableOf(from)} SELECT ${using ?? 'c'} FROM ${tableOf(to)} RETURNING c::text`;
}

/** What becomes of `value` on its way to each type and back. */
async function fates(from: string, value: string): Promise<ReadonlyMap<string, string>> {
  await db.query(`INSERT INTO ${tableOf(from)} VALUES ($1)`, [value]);
  const others = types.filter((type) => type !== from);
  const found = await db.query<{ type: string; fate: string }>(
    'SELECT type, fate(there, back, $4) FROM unnest($1::text[], $2::text[], $3::text[]) AS each (type, there, back)',
    [
      others,
      others.map((to) => move(from, to)),
      others.map((to) => back(from, to)),
      /^(smallint|integer|bigint|real|double precision|numeric(\(.*\))?)$/.test(from),
    ],
  );
  await db.query(`DELETE FROM ${tableOf(from)}`);
  return new Map(found.map(({ type, fate }) => [type, fate]));
}

/** Text that becomes a value and text again may be spelled in another way: `5` as `5.00`, which is no loss. */
const isText = (type: string): boolean => /^(text|name|character|jsonb?$|xml|bytea)/.test(type);

const foretold = { refused: 'data/may-not-fit', changed: 'data/lost' } as const;

describe.each(types)('misfits of %s', (from) => {
  it.each(edges[from] ?? [])('foretell what becomes of %s', async (value) => {
    const found = await fates(from, value);
    const surprises = types.filter((to) => {
      const fate = found.get(to);
      if (fate === 'changed' && isText(from)) return false;
      return (fate === 'refused' || fate === 'changed') && !misfits(from, to).includes(foretold[fate]);
    });
    expect(surprises.map((to) => `${to}: ${found.get(to)}`)).toEqual([]);
  });
});
