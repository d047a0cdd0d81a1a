import { keepsRows } from '../../src/dialect/postgres/type-rewrite.js';
import { createDatabase, type TestDatabase } from '../support/database';
import { hasType } from '../support/server-version.js';

const types: readonly string[] = [
  'smallint',
  'integer',
  'bigint',
  'numeric',
  'numeric(8,2)',
  'numeric(10,2)',
  'numeric(10,4)',
  'numeric(10,0)',
  'real',
  'double precision',
  'boolean',
  'text',
  'citext',
  'character varying',
  'character varying(10)',
  'character varying(20)',
  'character(5)',
  'character(9)',
  'text[]',
  'character varying[]',
  'character varying(10)[]',
  'character varying(20)[]',
  'bit(4)',
  'bit(8)',
  'bit varying',
  'bit varying(4)',
  'bit varying(8)',
  'date',
  'timestamp without time zone',
  'timestamp(3) without time zone',
  'timestamp(6) without time zone',
  'timestamp with time zone',
  'timestamp(0) with time zone',
  'timestamp(3) with time zone',
  'time without time zone',
  'time(3) without time zone',
  'time with time zone',
  'time(2) with time zone',
  'time(4) with time zone',
  'interval',
  'interval(2)',
  'interval(4)',
  'interval day',
  'interval day to second(3)',
  'cidr',
  'inet',
  'json',
  'jsonb',
  'uuid',
  'bytea',
  'money',
  'int4range',
  'mood',
];

let db: TestDatabase;

beforeAll(async () => {
  db = await createDatabase();
  await db.query(`
    SET TimeZone = 'Europe/Vienna';
    CREATE EXTENSION citext;
    CREATE TYPE mood AS ENUM ('sad', 'ok');
    CREATE FUNCTION keeps(source text, target text) RETURNS boolean LANGUAGE plpgsql AS $$
    DECLARE file oid;
    BEGIN
      EXECUTE format('CREATE TABLE probe (value %s)', source);
      file := pg_relation_filenode('probe');
      EXECUTE format('ALTER TABLE probe ALTER COLUMN value TYPE %s', target);
      file := nullif(pg_relation_filenode('probe'), file);
      DROP TABLE probe;
      RETURN file IS NULL;
    EXCEPTION WHEN datatype_mismatch THEN
      RETURN NULL;
    END $$`);
});

afterAll(() => db.drop());

describe('a change of type that keeps the rows as they are', () => {
  it('is known for each pair of types, as the file of the table shows', async () => {
    const tried = types.filter(hasType);
    const rows = await db.query<{ source: string; target: string; kept: boolean | null }>(
      'SELECT source, target, keeps(source, target) AS kept FROM unnest($1::text[]) source, unnest($1::text[]) target',
      [tried],
    );
    const changes = rows.filter(({ kept }) => kept !== null);
    expect(changes.length).toBeGreaterThan(500);
    const told = changes.filter(({ source, target }) => keepsRows(source, target)).map(({ source, target }) => `${source} → ${target}`);
    const seen = changes.filter(({ kept }) => kept).map(({ source, target }) => `${source} → ${target}`);
    expect(told.filter((change) => !seen.includes(change))).toEqual([]);
    // The fields of an interval are taken for a limit of their own.
    expect(seen.filter((change) => !told.includes(change) && !change.includes('interval day'))).toEqual([]);
  });
});
