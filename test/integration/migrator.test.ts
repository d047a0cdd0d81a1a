import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource, EntitySchema, type DataSourceOptions } from 'typeorm';
import { postgres } from '../../src/dialect/postgres/dialect.js';
import { LimbeckError, Migrator, type LimbeckEvent, type MigratorOptions } from '../../src/index.js';
import { queryableOf } from '../../src/typeorm/queryable.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { readContents } from '../support/database-contents.js';

const aNumber: unknown = expect.any(Number);
const aText: unknown = expect.any(String);
const aList: unknown = expect.any(Array);
const anId: unknown = expect.stringMatching(/^[0-9a-f]{12}$/);
const aLoss: unknown = expect.objectContaining({ code: 'data/lost' });

let database: TestDatabase;
let directory: string;
let open: DataSource[];

beforeEach(async () => {
  database = await createDatabase();
  directory = await mkdtemp(join(tmpdir(), 'limbeck-migrator-'));
  open = [];
});

afterEach(async () => {
  for (const dataSource of open) if (dataSource.isInitialized) await dataSource.destroy();
  await database.drop();
  await rm(directory, { recursive: true });
});

const productBefore = new EntitySchema<{ id: number; name: string }>({
  name: 'Product',
  columns: { id: { type: 'int', primary: true, generated: true }, name: { type: 'varchar', length: 80 } },
});

const productAfter = new EntitySchema<{ id: number; name: string; price: string }>({
  name: 'Product',
  columns: {
    id: { type: 'int', primary: true, generated: true },
    name: { type: 'varchar', length: 120 },
    price: { type: 'numeric', precision: 10, scale: 2, default: 0 },
  },
  checks: [{ name: 'price_is_not_negative', expression: 'price >= 0' }],
});

type Overrides = Partial<Extract<DataSourceOptions, { type: 'postgres' }>>;

function newDataSource(overrides: Overrides = {}): DataSource {
  const dataSource = new DataSource({ type: 'postgres', ...database.options, entities: [productBefore], ...overrides });
  open.push(dataSource);
  return dataSource;
}

const migratorOf = (overrides: Overrides = {}, options: MigratorOptions = {}): Migrator => new Migrator(newDataSource(overrides), { directory, ...options });

const after = { entities: [productAfter] };

/** A database with the table of `productBefore`, made by a revision of Limbeck's own. */
async function startWithProduct(): Promise<void> {
  const migrator = migratorOf();
  await migrator.revision({ message: 'add product', autogenerate: true });
  await migrator.upgrade();
  await migrator.close();
}

/** What is done, whatever the order: that is tried elsewhere. */
const kinds = (operations: readonly { verb: string; kind?: string }[]): string[] => operations.map(({ verb, kind }) => `${verb} ${kind ?? 'sql'}`).sort();

describe('the main job', () => {
  it('goes from entities to files and an upgraded database, keeps the rows of a changed one, and finds its way back', async () => {
    await using first = migratorOf();
    const base = await first.revision({ message: 'Add product', autogenerate: true });
    expect(base).toEqual({ path: aText, revision: anId, operations: aList, further: [] });
    expect(basename(base!.path)).toMatch(new RegExp(`^\\d{4}_\\d\\d_\\d\\d_\\d{4}-${base!.revision}_add_product\\.ts$`));
    expect(kinds(base!.operations)).toEqual(['create table']);
    expect((await first.upgrade()).map(({ id }) => id)).toEqual([base!.revision]);
    expect(await first.diff()).toEqual([]);
    expect(await first.check()).toEqual([]);
    expect(await first.revision({ message: 'nothing', autogenerate: true })).toBeNull();

    await database.query(`INSERT INTO product (name) VALUES ('chair'), ('table')`);
    await using second = migratorOf(after);
    const change = await second.revision({ message: 'price the products', autogenerate: true });
    expect(kinds(change!.operations)).toEqual(['alter column', 'create check', 'create column']);
    await second.upgrade();
    expect(await second.diff()).toEqual([]);
    expect(await database.query('SELECT * FROM product ORDER BY id')).toEqual([
      { id: 1, name: 'chair', price: '0.00' },
      { id: 2, name: 'table', price: '0.00' },
    ]);
    expect((await second.history()).map(({ id, parents, message }) => ({ id, parents, message }))).toEqual([
      { id: change!.revision, parents: [base!.revision], message: 'price the products' },
      { id: base!.revision, parents: [], message: 'Add product' },
    ]);
    expect((await second.heads()).map(({ id }) => id)).toEqual([change!.revision]);
    expect((await second.current()).map(({ id }) => id)).toEqual([change!.revision]);

    expect((await second.downgrade('-1')).map(({ id }) => id)).toEqual([change!.revision]);
    expect(await first.diff()).toEqual([]);
    expect(await database.query('SELECT * FROM product ORDER BY id')).toEqual([
      { id: 1, name: 'chair' },
      { id: 2, name: 'table' },
    ]);
    expect((await second.downgrade('base')).map(({ id }) => id)).toEqual([base!.revision]);
    expect(await database.query(`SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`)).toEqual([{ relname: 'migrations' }]);
    expect(await second.current()).toEqual([]);
  });

  it('writes a revision without steps on request, and asks no database for it', async () => {
    await database.drop();
    const written = await migratorOf().revision({ message: 'by hand' });
    expect(written!.operations).toEqual([]);
    expect(await readFile(written!.path, 'utf8')).toContain(`static readonly revision = "${written!.revision}"`);
    expect(await migratorOf().history()).toHaveLength(1);
  });

  it('sees that the last entity of the schema is gone', async () => {
    await startWithProduct();
    const other = new EntitySchema({ name: 'Other', columns: { id: { type: 'int', primary: true } } });
    expect(kinds(await migratorOf({ entities: [other] }).diff())).toEqual(['create table', 'drop table']);
  });

  it('does not make the namespace in which it keeps its books', async () => {
    const migrator = migratorOf({ schema: 'shop' });
    expect(kinds((await migrator.revision({ message: 'in shop', autogenerate: true }))!.operations)).toEqual(['create table']);
    await migrator.upgrade();
    expect(await migrator.diff()).toEqual([]);
    expect(await database.query(`SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'shop'::regnamespace ORDER BY 1`)).toEqual([
      { relname: 'migrations' },
      { relname: 'product' },
    ]);
    await migrator.downgrade('base');
    await migrator.upgrade();
  });

  it('applies each revision once when several start together', async () => {
    await startWithProduct();
    await migratorOf(after).revision({ message: 'price the products', autogenerate: true });
    await migratorOf().downgrade('base');
    const runs = await Promise.all(Array.from({ length: 6 }, () => migratorOf({ poolSize: 1 }).upgrade()));
    expect(runs.flat()).toHaveLength(2);
    expect(await database.query('SELECT id FROM migrations')).toHaveLength(2);
  });

  it.each(['each', 'all', 'none'] as const)('honours migrationsTransactionMode %s of the data source, and its own option before that', async (mode) => {
    await startWithProduct();
    await migratorOf(after).revision({ message: 'price the products', autogenerate: true });
    await migratorOf().downgrade('base');
    const transactions = async (migrator: Migrator): Promise<number> => {
      await migrator.upgrade();
      const rows = await database.query<{ xmin: string }>(`SELECT xmin::text FROM migrations UNION SELECT xmin::text FROM pg_class WHERE relname = 'product'`);
      await migrator.downgrade('base');
      return new Set(rows.map(({ xmin }) => xmin)).size;
    };
    expect(await transactions(migratorOf({ migrationsTransactionMode: mode }))).toBe({ each: 2, all: 1, none: 3 }[mode]);
    expect(await transactions(migratorOf({ migrationsTransactionMode: mode }, { transaction: 'all' }))).toBe(1);
  });
});

describe('looking', () => {
  it('changes nothing, whether there are books or not', async () => {
    for (const prepare of [() => Promise.resolve(), startWithProduct]) {
      await prepare();
      const before = await readContents(database);
      const migrator = migratorOf(after);
      await migrator.diff();
      await migrator.check().catch(() => undefined);
      await migrator.current();
      await migrator.history();
      await migrator.heads();
      expect(await readContents(database)).toEqual(before);
    }
  });

  it('tells how often it asked the database, and how long that took', async () => {
    await startWithProduct();
    const events: LimbeckEvent[] = [];
    await migratorOf(after, { onEvent: (event) => events.push(event) }).diff();
    expect(events.slice(0, 2)).toEqual([
      { type: 'introspected', tables: 1, roundTrips: 2, durationMs: aNumber },
      { type: 'canonicalised', roundTrips: aNumber, durationMs: aNumber },
    ]);
  });

  it('tells the hazards of what it found, and writes them into the file', async () => {
    await startWithProduct();
    const bare = new EntitySchema({ name: 'Product', columns: { id: { type: 'int', primary: true, generated: true } } });
    const events: LimbeckEvent[] = [];
    const written = await migratorOf({ entities: [bare] }, { onEvent: (event) => events.push(event) }).revision({ message: 'no names', autogenerate: true });
    const hazards = events.filter((event) => event.type === 'hazard');
    expect(hazards).toEqual([{ type: 'hazard', operation: written!.operations[0], hazard: aLoss }]);
    expect(await readFile(written!.path, 'utf8')).toContain('// data/lost: ');
  });

  it('leaves alone what includeObject refuses, on whichever side it is asked', async () => {
    await startWithProduct();
    await database.query('CREATE TABLE legacy (id int)');
    const asked: string[] = [];
    const without = (side: 'database' | 'entities', name: string): MigratorOptions => ({
      includeObject: ({ ref, side: askedSide }) => {
        asked.push(`${askedSide} ${ref.kind} ${ref.table === null ? '' : `${ref.table}.`}${ref.name}`);
        return !(askedSide === side && ref.name === name);
      },
    });
    expect(kinds(await migratorOf(after).diff())).toEqual(['alter column', 'create check', 'create column', 'drop table']);
    expect(kinds(await migratorOf(after, without('database', 'legacy')).diff())).toEqual(['alter column', 'create check', 'create column']);
    expect(asked).toEqual(expect.arrayContaining(['database table legacy', 'database column product.name', 'entities column product.price']));
    expect(asked.filter((question) => question.includes('legacy.'))).toEqual([]);
    expect(new Set(asked).size).toBe(asked.length);
    expect(kinds(await migratorOf(after, without('entities', 'product')).diff())).toEqual(['drop table']);
    expect(kinds(await migratorOf(after, without('database', 'product')).diff())).toEqual(['drop table']);
    expect(kinds(await migratorOf(after, without('entities', 'price_is_not_negative')).diff())).toEqual(['alter column', 'create column', 'drop table']);
  });

  it('compares types and defaults unless it is told not to, or how', async () => {
    await startWithProduct();
    const changed = new EntitySchema({
      name: 'Product',
      columns: { id: { type: 'int', primary: true, generated: true }, name: { type: 'text', default: 'none' } },
    });
    const facets = async (options: MigratorOptions): Promise<string[]> =>
      (await migratorOf({ entities: [changed] }, options).diff()).flatMap((operation) => ('changes' in operation ? Object.keys(operation.changes).sort() : operation.verb));
    expect(await facets({})).toEqual(['default', 'type']);
    expect(await facets({ compareType: false })).toEqual(['default']);
    expect(await facets({ compareDefault: false })).toEqual(['type']);
    expect(await facets({ compareType: false, compareDefault: false })).toEqual([]);
    const seen: unknown[] = [];
    expect(await facets({ compareType: ({ table, column }) => (seen.push([table.name, column.from.name, column.from.type, column.to.type]), null) })).toEqual(['default', 'type']);
    expect(seen).toContainEqual(['product', 'name', 'character varying(80)', 'text']);
    expect(await facets({ compareType: () => false, compareDefault: () => false })).toEqual([]);
  });
});

describe('the data source', () => {
  it('is initialised when it is needed and destroyed by close()', async () => {
    const dataSource = newDataSource();
    const migrator = new Migrator(dataSource, { directory });
    await migrator.history();
    expect(dataSource.isInitialized).toBe(false);
    await Promise.all([migrator.diff(), migrator.current(), migrator.diff()]);
    expect(dataSource.isInitialized).toBe(true);
    await migrator.close();
    expect(dataSource.isInitialized).toBe(false);
    await migrator.close();
    await migrator.diff();
    await migrator[Symbol.asyncDispose]();
    expect(dataSource.isInitialized).toBe(false);
  });

  it('stays as it is when it is initialised already', async () => {
    const dataSource = await newDataSource().initialize();
    await using migrator = new Migrator(dataSource, { directory });
    await migrator.diff();
    await migrator.close();
    expect(dataSource.isInitialized).toBe(true);
  });

  it('gives its connections back', async () => {
    const dataSource = newDataSource({ poolSize: 1, extra: { connectionTimeoutMillis: 2_000 } });
    const migrator = new Migrator(dataSource, { directory });
    for (let round = 0; round < 3; round += 1) await migrator.diff();
    await expect(migrator.upgrade('nothing')).rejects.toMatchObject({ code: 'revision/unknown' });
    expect(await dataSource.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('changes nothing by itself while it is initialised, loads no migrations, and has its options back then', async () => {
    const options = { synchronize: true, migrationsRun: true, dropSchema: true, migrations: [`${__dirname}/no-such-folder/*.js`], subscribers: [] };
    await database.query('CREATE TABLE kept ()');
    const before = await readContents(database);
    const dataSource = newDataSource(options);
    const own = { ...dataSource.options };
    await new Migrator(dataSource, { directory }).diff();
    expect(await readContents(database)).toEqual(before);
    expect(dataSource.options).toEqual(own);
    expect(Object.keys(dataSource.options).sort()).toEqual(Object.keys(own).sort());
  });

  it('names its sessions', async () => {
    const dataSource = newDataSource();
    await new Migrator(dataSource, { directory }).diff();
    expect(await dataSource.query('SHOW application_name')).toEqual([{ application_name: 'limbeck' }]);
  });
});

describe('what is refused', () => {
  const failureOf = async (work: Promise<unknown>): Promise<LimbeckError> => {
    const outcome = await work.then(() => 'it did not fail', (error: unknown) => error);
    if (!(outcome instanceof LimbeckError)) throw new Error('no LimbeckError', { cause: outcome });
    return outcome;
  };

  it('autogenerating when the database is not at head', async () => {
    const written = await migratorOf().revision({ message: 'add product', autogenerate: true });
    for (const work of [migratorOf().revision({ message: 'again', autogenerate: true }), migratorOf().check()]) {
      const error = await failureOf(work);
      expect(error).toMatchObject({ code: 'revision/not-at-head', details: { pending: [written!.revision] } });
      expect(error.hint).toContain('`limbeck upgrade`');
    }
    expect(await readdir(directory)).toHaveLength(1);
  });

  it('a row whose file is gone', async () => {
    await startWithProduct();
    const id = (await migratorOf().current())[0]?.id;
    for (const file of await readdir(directory)) await rm(join(directory, file));
    const before = await readContents(database);
    const migrator = migratorOf();
    const attempts = [() => migrator.current(), () => migrator.check(), () => migrator.upgrade(), () => migrator.downgrade('base'), () => migrator.revision({ message: 'x', autogenerate: true })];
    for (const attempt of attempts) {
      const error = await failureOf(attempt());
      expect(error).toMatchObject({ code: 'revision/missing-file', details: { revision: id, table: 'public.migrations', directory } });
      expect(error.message).toContain(`Can't locate revision "${id}"`);
    }
    expect(await readContents(database)).toEqual(before);
  });

  it('a message that gives no name, before anything is asked', async () => {
    await database.drop();
    expect(await failureOf(migratorOf().revision({ message: '...', autogenerate: true }))).toMatchObject({ code: 'revision/empty-message' });
  });

  it('a data source without entities', async () => {
    expect(await failureOf(migratorOf({ entities: [] }).diff())).toMatchObject({ code: 'entities/no-metadata' });
  });

  it('entities that TypeORM does not accept', async () => {
    const keyless = new EntitySchema({ name: 'Keyless', columns: { name: { type: 'text' } } });
    const error = await failureOf(migratorOf({ entities: [keyless] }).diff());
    expect(error).toMatchObject({ code: 'entities/invalid' });
    expect(error.message).toContain('Keyless');
  });

  it('a connection that breaks between the revisions', async () => {
    await startWithProduct();
    await migratorOf(after).revision({ message: 'price the products', autogenerate: true });
    const holder = await newDataSource().initialize();
    const lock = { key: 'public.migrations', waitMs: 0 };
    await postgres.withLock(queryableOf(holder.createQueryRunner()), lock, async () => {
      const waiting = failureOf(migratorOf().upgrade());
      const polls = `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%pg_try_advisory_lock%' AND application_name = 'limbeck'`;
      for (let round = 0; (await database.query(polls)).length === 0; round += 1) {
        if (round > 500) throw new Error('nobody waits for the lock');
        await sleep(10);
      }
      await database.query(`SELECT pg_terminate_backend(pid) FROM (${polls}) AS waiting`);
      const { host, port, database: name } = database.options;
      expect(await waiting).toMatchObject({ code: 'run/connection-lost', details: { server: `${host}:${port}/${name}`, standing: 'No revision was under way.' } });
    });
  });

  it('a driver that is not supported yet', () => {
    const dataSource = new DataSource({ type: 'cockroachdb', timeTravelQueries: false, entities: [] });
    expect(() => new Migrator(dataSource)).toThrow(LimbeckError);
    expect(() => new Migrator(dataSource)).toThrow('cockroachdb');
  });
});

describe('what the server refuses outside of a revision', () => {
  it('is told as it is, and not taken for a difference', async () => {
    const checked = new EntitySchema({
      name: 'Product',
      columns: { id: { type: 'int', primary: true, generated: true }, price: { type: 'int' } },
      checks: [{ name: 'CHK_price', expression: 'price>=0' }],
    });
    await newDataSource({ entities: [checked], synchronize: true }).initialize();
    const waiting = migratorOf({ entities: [checked], extra: { options: '-c lock_timeout=50' } });
    await database.query('BEGIN; LOCK TABLE "product" IN ACCESS EXCLUSIVE MODE');
    await expect(waiting.diff()).rejects.toMatchObject({ code: 'run/refused', details: { sqlState: '55P03' } });
    await database.query('ROLLBACK');
    expect(await waiting.diff()).toEqual([]);
  });
});
