import { DataSource } from 'typeorm';
import { postgres } from '../../src/dialect/postgres/dialect.js';
import type { BackfillOptions } from '../../src/operation/call.js';
import { operations } from '../../src/runtime/op.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { type Behaviour, lineOf, sql } from '../support/revisions.js';
import { runRevisions } from '../support/run-revisions.js';

let database: TestDatabase;
let dataSource: DataSource;
beforeEach(async () => {
  database = await createDatabase();
  dataSource = await new DataSource({ type: 'postgres', ...database.options }).initialize();
});
afterEach(async () => {
  await dataSource.destroy();
  await database.drop();
});

const backfill = (options: BackfillOptions, table = 'product'): Behaviour => ({ up: (queryRunner) => operations(queryRunner).backfill(table, options) });

/** The rows of a table by how often they were set. */
const timesSet = async (): Promise<unknown> => database.query('SELECT n, count(*)::int AS rows FROM product GROUP BY n ORDER BY n');

describe('a backfill', () => {
  it.each([
    ['a number', 'id int PRIMARY KEY', 'i'],
    ['a number that counts down', 'id bigint PRIMARY KEY', '-i * 10000000000'],
    ['a UUID', 'id uuid PRIMARY KEY', "md5(i::text)::uuid"],
    ['a text in the order of a language', 'id text COLLATE "en-x-icu" PRIMARY KEY', "substr(md5(i::text), 1, 6) || CASE WHEN i % 2 = 0 THEN 'ä' ELSE 'Z' END || i"],
    ['a text in the order of bytes', 'id text COLLATE "C" PRIMARY KEY', "chr(97 + i % 26) || E'\\'\"\\\\' || i"],
    ['a text of a fixed length', 'id char(8) PRIMARY KEY', "i::text"],
    ['several columns', 'region text COLLATE "C", id int, day date, PRIMARY KEY (region, day, id)', "chr(97 + i % 3), i, date '2026-01-31' + i % 7"],
    ['a time', 'at timestamptz PRIMARY KEY', "timestamptz '2026-10-25 00:30:00+00' + i * interval '7.000001 minutes'"],
    ['a decimal', 'id numeric PRIMARY KEY', 'i / 7.0'],
    ['a floating-point number', 'id double precision PRIMARY KEY', 'i / 7.0::float8'],
    ['bytes', 'id bytea PRIMARY KEY', "decode(md5(i::text), 'hex')"],
    ['an enum', 'kind mood, id int, PRIMARY KEY (kind, id)', "(ARRAY['sad', 'Ok', 'glad']::mood[])[1 + i % 3], i"],
    ['a network', 'id inet PRIMARY KEY', "inet '10.0.0.0' + i"],
    ['a unique index, where there is no primary key', 'id int NOT NULL UNIQUE, code text UNIQUE', 'i, NULL'],
    ['another unique key, where the primary one is set', 'n0 int PRIMARY KEY, id int NOT NULL UNIQUE', 'i, -i'],
  ])('goes through all rows once by %s', async (_, columns, values) => {
    await database.query("CREATE TYPE mood AS ENUM ('sad', 'Ok', 'glad')");
    await database.query(`CREATE TABLE product (${columns}, n int NOT NULL DEFAULT 0)`);
    await database.query(`INSERT INTO product SELECT ${values} FROM generate_series(1, 1000) AS i`);
    const set = columns.startsWith('n0') ? { n: 'n + 1', n0: 'n0 + 5000' } : { n: 'n + 1' };
    await runRevisions(dataSource, lineOf({ fill: backfill({ set, where: null, batchSize: 33 }) }));
    expect(await timesSet()).toEqual([{ n: 1, rows: 1000 }]);
    // The same as a script has it.
    for (const { sql: block } of postgres.render({ verb: 'backfill', table: { schema: 'public', name: 'product' }, set, where: null, batchSize: 33, pauseMs: 1 })) await database.query(block);
    expect(await timesSet()).toEqual([{ n: 2, rows: 1000 }]);
  });

  it('does nothing to an empty table', async () => {
    await runRevisions(dataSource, lineOf({ table: sql('CREATE TABLE product (id int PRIMARY KEY, n int)'), fill: backfill({ set: { n: '1' }, where: 'n IS NULL' }) }));
    expect(await timesSet()).toEqual([]);
  });

  it('takes a condition that is unknown for no', async () => {
    await database.query('CREATE TABLE product AS SELECT i AS id, NULL::int AS n, i % 2 = 0 AS is_even FROM generate_series(1, 10) AS i');
    await database.query('ALTER TABLE product ADD PRIMARY KEY (id)');
    await runRevisions(dataSource, lineOf({ fill: backfill({ set: { n: '1' }, where: 'NULL' }), other: backfill({ set: { n: '2' }, where: 'CASE WHEN is_even THEN n IS NULL END' }) }));
    expect(await timesSet()).toEqual([{ n: 2, rows: 5 }, { n: null, rows: 5 }]);
  });

  it.each([
    ['no key', 'id int UNIQUE, n int', { n: '1' }, 'operation/no-key'],
    ['a key of some rows only', 'id int NOT NULL, n int', { n: '1' }, 'operation/no-key'],
    ['a key that is set', 'id int PRIMARY KEY, n int', { id: 'id + 1' }, 'operation/key-is-set'],
  ])('is refused with %s', async (_, columns, set, code) => {
    await database.query(`CREATE TABLE product (${columns})`);
    await database.query('CREATE UNIQUE INDEX ON product (id) WHERE n > 1');
    await expect(runRevisions(dataSource, lineOf({ fill: backfill({ set, where: null }) }))).rejects.toMatchObject({ code: 'run/revision-failed', cause: { code } });
  });

  it.each([
    [{ set: {}, where: null }, '`set` names no column'],
    [{ set: { n: '1' }, where: null, batchSize: 0 }, '`batchSize` must be a whole number, 1 or more'],
    [{ set: { n: '1' }, where: null, pauseMs: 1.5 }, '`pauseMs` must be a whole number, 0 or more'],
  ])('is refused with options that make no sense: %p', async (options, problem) => {
    const error = { code: 'run/revision-failed', cause: { code: 'operation/bad-backfill', details: { table: 'public.product', problem } } };
    await expect(runRevisions(dataSource, lineOf({ fill: backfill(options) }))).rejects.toMatchObject(error);
  });

  it('sets columns by SQL that names the table and reads others', async () => {
    await database.query('CREATE TABLE item (product_id int, price int); INSERT INTO item VALUES (1, 3), (1, 4), (2, 5)');
    await database.query('CREATE TABLE product (id int PRIMARY KEY, n int); INSERT INTO product VALUES (1), (2), (3)');
    const set = { n: '(SELECT sum(price) FROM item WHERE product_id = product.id)' };
    await runRevisions(dataSource, lineOf({ fill: backfill({ set, where: 'product.n IS NULL' }) }));
    expect(await database.query('SELECT id, n FROM product ORDER BY id')).toEqual([{ id: 1, n: 7 }, { id: 2, n: 5 }, { id: 3, n: null }]);
  });
});
