import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { type LimbeckEvent, Migrator } from '../../src/index.js';
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

/** Works over a data source that connects after the settings of the database were changed. */
async function over(work: (other: DataSource) => Promise<unknown>): Promise<void> {
  const other = await new DataSource({ type: 'postgres', ...database.options }).initialize();
  await work(other).finally(() => other.destroy());
}

/** The rows of a table by how often they were set. */
const timesSet = async (): Promise<unknown> => database.query('SELECT n, count(*)::int AS rows FROM product GROUP BY n ORDER BY n');

/** A revision's entry in the journal. */
const journal = (): Promise<unknown> => database.query('SELECT revision, position, state, sql, progress FROM migrations_journal ORDER BY position');

/** Lets a batch fail when it comes to the row with this number. */
const refuse = (id: number): Promise<unknown> =>
  database.query(`ALTER TABLE product ADD CONSTRAINT no_${id} CHECK (id <> ${id} OR n = 0)`);

async function makeProducts(rows: number): Promise<void> {
  await database.query('CREATE TABLE product (id int PRIMARY KEY, n int NOT NULL DEFAULT 0, name text)');
  await database.query(`INSERT INTO product SELECT i FROM generate_series(1, ${rows}) AS i`);
  await database.query('ANALYZE product');
}

describe('a backfill that is interrupted', () => {
  it('goes on behind the last batch that was committed, with another size of batches too', async () => {
    await makeProducts(100);
    await refuse(55);
    const before = { a: sql('CREATE TABLE a ()') };
    const set = { n: 'n + 1' };
    await expect(runRevisions(dataSource, lineOf({ ...before, fill: backfill({ set, where: null, batchSize: 10 }) }))).rejects.toMatchObject({ code: 'run/statement-failed' });
    const progress = { pass: 1, after: ['50'], seen: 50, setInPass: 50, set: 50, left: 0, isDone: false };
    expect(await journal()).toEqual([{ revision: 'fill', position: 0, state: 'underway', sql: 'UPDATE "public"."product" SET "n" = n + 1', progress }]);
    expect(await timesSet()).toEqual([{ n: 0, rows: 50 }, { n: 1, rows: 50 }]);

    await database.query('ALTER TABLE product DROP CONSTRAINT no_55');
    const events: LimbeckEvent[] = [];
    await runRevisions(dataSource, lineOf({ ...before, fill: backfill({ set, where: null, batchSize: 7, pauseMs: 1 }) }), { emit: (event) => void events.push(event) });
    expect(await timesSet()).toEqual([{ n: 1, rows: 100 }]);
    expect(await journal()).toEqual([]);
    const advances = events.filter(({ type }) => type === 'backfill.advanced');
    expect(advances).toHaveLength(8);
    expect(advances[0]).toMatchObject({ revision: 'fill', table: 'public.product', pass: 1, seen: 57, set: 57, estimatedRows: 100 });
    expect(events).toContainEqual(expect.objectContaining({ type: 'backfill.finished', revision: 'fill', table: 'public.product', set: 100, left: 0 }));
  });

  it('is not gone on with where it sets something else now', async () => {
    await makeProducts(10);
    await refuse(7);
    const options = { set: { n: 'n + 1' }, where: null, batchSize: 5 };
    await expect(runRevisions(dataSource, lineOf({ fill: backfill(options) }))).rejects.toMatchObject({ code: 'run/statement-failed' });
    const other = lineOf({ fill: backfill({ ...options, set: { n: 'n + 2' } }) });
    await expect(runRevisions(dataSource, other)).rejects.toMatchObject({ code: 'run/journal-mismatch' });
    expect(await timesSet()).toEqual([{ n: 0, rows: 5 }, { n: 1, rows: 5 }]);
  });

  it('remembers places by times that no setting reads otherwise', async () => {
    await database.query(`CREATE TABLE product (at timestamptz PRIMARY KEY, day date UNIQUE NOT NULL, n int NOT NULL DEFAULT 0)`);
    await database.query(`INSERT INTO product SELECT timestamptz '2026-03-04 05:06:07.000001Z' + i * interval '1 day', date '2026-03-04' + i FROM generate_series(1, 40) AS i`);
    await database.query(`ALTER TABLE product ADD CONSTRAINT stop CHECK (day <> '2026-03-31' OR n = 0)`);
    const revisions = lineOf({ fill: backfill({ set: { n: 'n + 1' }, where: null, batchSize: 3 }) });
    await database.query(`ALTER DATABASE "${database.name}" SET DateStyle TO 'German'`);
    await database.query(`ALTER DATABASE "${database.name}" SET TimeZone TO 'Asia/Kolkata'`);
    await over(async (german) => expect(runRevisions(german, revisions)).rejects.toMatchObject({ code: 'run/statement-failed' }));
    await database.query('ALTER TABLE product DROP CONSTRAINT stop');
    await database.query(`ALTER DATABASE "${database.name}" SET DateStyle TO 'SQL, MDY'`);
    await database.query(`ALTER DATABASE "${database.name}" SET TimeZone TO 'America/New_York'`);
    await over((american) => runRevisions(american, revisions));
    expect(await timesSet()).toEqual([{ n: 1, rows: 40 }]);
  });

  it('is shown by what is half applied', async () => {
    await makeProducts(10);
    await refuse(7);
    await expect(runRevisions(dataSource, lineOf({ fill: backfill({ set: { n: '1' }, where: 'n = 0', batchSize: 5 }) }))).rejects.toMatchObject({ code: 'run/statement-failed' });
    await using migrator = new Migrator(dataSource, { directory: join(tmpdir(), 'limbeck-without-files') });
    const last = { sql: 'UPDATE "public"."product" SET "n" = 1 WHERE n = 0', state: 'underway', set: 5 };
    expect(await migrator.halfApplied()).toEqual([{ revision: 'fill', direction: 'up', statements: 0, last }]);
  });
});

describe('a backfill beside others who write', () => {
  it('ends only when no row is left: what is inserted behind it is found by another pass', async () => {
    await makeProducts(100);
    await database.query('ALTER TABLE product ALTER n DROP NOT NULL, ALTER n DROP DEFAULT; UPDATE product SET n = NULL, id = id + 1000');
    const events: LimbeckEvent[] = [];
    let inserted = 0;
    const emit = (event: LimbeckEvent): void => void events.push(event);
    const revisions = lineOf({
      fill: {
        up: async (queryRunner) => {
          const insert = setInterval(() => {
            inserted += 1;
            void (inserted <= 3 && database.query('INSERT INTO product (id) VALUES ($1)', [inserted]));
          }, 20);
          await operations(queryRunner)
            .backfill('product', { set: { n: '1' }, where: 'n IS NULL', batchSize: 5, pauseMs: 10 })
            .finally(() => clearInterval(insert));
        },
      },
    });
    await runRevisions(dataSource, revisions, { emit });
    expect(await database.query('SELECT count(*)::int AS rows FROM product WHERE n IS NULL')).toEqual([{ rows: 0 }]);
    expect(await timesSet()).toEqual([{ n: 1, rows: 103 }]);
    expect(Math.max(...events.map((event) => (event.type === 'backfill.advanced' ? event.pass : 0)))).toBeGreaterThan(1);
  });

  it('goes through the table once where rows that are set match still, and says so', async () => {
    await makeProducts(20);
    const events: LimbeckEvent[] = [];
    await runRevisions(dataSource, lineOf({ fill: backfill({ set: { n: 'n + 1' }, where: 'id > 5', batchSize: 4 }) }), { emit: (event) => void events.push(event) });
    expect(await timesSet()).toEqual([{ n: 0, rows: 5 }, { n: 1, rows: 15 }]);
    expect(events).toContainEqual(expect.objectContaining({ type: 'backfill.finished', set: 15, left: 15 }));
  });

  it('gives up where something goes on making rows that lack it', async () => {
    await makeProducts(20);
    // Each row that is set brings a new one.
    await database.query(`CREATE FUNCTION more() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO product (id) SELECT min(id) - 1 FROM product; RETURN NULL; END $$`);
    await database.query('CREATE TRIGGER more AFTER UPDATE ON product FOR EACH STATEMENT EXECUTE FUNCTION more()');
    const error = { code: 'run/revision-failed', cause: { code: 'operation/backfill-endless' } };
    await expect(runRevisions(dataSource, lineOf({ fill: backfill({ set: { n: '1' }, where: 'n = 0', batchSize: 50 }) }))).rejects.toMatchObject(error);
  });

  it('waits for no lock longer than it may, tries the batch again, and has only that batch locked', async () => {
    await makeProducts(100);
    const other = await new DataSource({ type: 'postgres', ...database.options }).initialize();
    const holder = other.createQueryRunner();
    await holder.startTransaction();
    await holder.query('SELECT FROM product WHERE id = 55 FOR UPDATE');
    const events: LimbeckEvent[] = [];
    const emit = (event: LimbeckEvent): void => {
      events.push(event);
      if (event.type === 'run.retried') void free().then(() => (holder.isTransactionActive ? holder.rollbackTransaction() : undefined));
    };
    // While a batch waits, every row of the others can be changed.
    const free = () => database.query("SET lock_timeout = '500ms'; UPDATE product SET name = 'x' WHERE id NOT BETWEEN 51 AND 60");
    const limits = { lockTimeoutMs: 100, statementTimeoutMs: 0 };
    await runRevisions(dataSource, lineOf({ fill: backfill({ set: { n: 'n + 1' }, where: null, batchSize: 10 }) }), { limits, lockRetries: 5, emit });
    await holder.release();
    await other.destroy();
    expect(events.some(({ type }) => type === 'run.retried')).toBe(true);
    expect(await timesSet()).toEqual([{ n: 1, rows: 100 }]);
    expect(await database.query("SELECT count(*)::int AS rows FROM product WHERE name = 'x'")).toEqual([{ rows: 90 }]);
  });

  it('begins a batch anew that was the victim of a deadlock', async () => {
    await makeProducts(100);
    await database.query(`ALTER DATABASE "${database.name}" SET deadlock_timeout TO '50ms'`);
    const other = await new DataSource({ type: 'postgres', ...database.options, extra: { options: '-c deadlock_timeout=10s' } }).initialize();
    const holder = other.createQueryRunner();
    await holder.startTransaction();
    await holder.query('UPDATE product SET name = $1 WHERE id = 60', ['held']);
    const retried: LimbeckEvent[] = [];
    await over(async (source) => {
      const running = runRevisions(source, lineOf({ fill: backfill({ set: { n: 'n + 1' }, where: null, batchSize: 10 }) }), {
        lockRetries: 5,
        emit: (event) => void (event.type === 'run.retried' && retried.push(event)),
      });
      while ((await database.query(`SELECT FROM pg_locks WHERE NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) OR NOT granted AND locktype = 'transactionid'`)).length === 0) await sleep(5);
      await holder.query('UPDATE product SET name = $1 WHERE id = 51', ['held']);
      await holder.commitTransaction();
      await running;
    });
    await holder.release();
    await other.destroy();
    expect(retried.length).toBeGreaterThan(0);
    expect(await timesSet()).toEqual([{ n: 1, rows: 100 }]);
  });
});

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

  it.each([
    ['a column that is not there', { size: '1' }, 'n IS NULL'],
    ['a value of another type', { n: 'true' }, 'n IS NULL'],
    ['a condition that is none', { n: '1' }, 'n'],
    ['a generated column', { twice: '1' }, 'n IS NULL'],
  ])('is refused in an empty table, too: %s', async (_, set, where) => {
    await database.query('CREATE TABLE product (id int PRIMARY KEY, n int, twice int GENERATED ALWAYS AS (n * 2) STORED)');
    const error = { code: 'run/statement-failed', details: { standing: 'It was rolled back; nothing was changed.' } };
    await expect(runRevisions(dataSource, lineOf({ fill: backfill({ set, where }) }))).rejects.toMatchObject(error);
  });

  it('goes through the partitions of a table', async () => {
    await database.query('CREATE TABLE product (id int, n int NOT NULL DEFAULT 0, PRIMARY KEY (id)) PARTITION BY HASH (id)');
    for (const remainder of [0, 1, 2]) await database.query(`CREATE TABLE product_${remainder} PARTITION OF product FOR VALUES WITH (MODULUS 3, REMAINDER ${remainder})`);
    await database.query('INSERT INTO product SELECT generate_series(1, 100); ANALYZE product');
    const events: LimbeckEvent[] = [];
    await runRevisions(dataSource, lineOf({ fill: backfill({ set: { n: 'n + 1' }, where: null, batchSize: 30 }) }), { emit: (event) => void events.push(event) });
    expect(await timesSet()).toEqual([{ n: 1, rows: 100 }]);
    expect(events).toContainEqual(expect.objectContaining({ type: 'backfill.advanced', estimatedRows: 100 }));
  });

  it('sets columns by SQL that names the table and reads others', async () => {
    await database.query('CREATE TABLE item (product_id int, price int); INSERT INTO item VALUES (1, 3), (1, 4), (2, 5)');
    await database.query('CREATE TABLE product (id int PRIMARY KEY, n int); INSERT INTO product VALUES (1), (2), (3)');
    const set = { n: '(SELECT sum(price) FROM item WHERE product_id = product.id)' };
    await runRevisions(dataSource, lineOf({ fill: backfill({ set, where: 'product.n IS NULL' }) }));
    expect(await database.query('SELECT id, n FROM product ORDER BY id')).toEqual([{ id: 1, n: 7 }, { id: 2, n: 5 }, { id: 3, n: null }]);
  });
});
