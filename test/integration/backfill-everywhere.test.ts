import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as typeOrm from 'typeorm';
import * as typeOrm03 from 'typeorm-0.3';
import { type LimbeckEvent, Migrator, type MigratorOptions, type TransactionMode } from '../../src/index.js';
import type { Operation } from '../../src/operation/operation.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { writeByHand } from '../support/hand-written.js';
import { runScript } from '../support/run-script.js';

let database: TestDatabase;
let directory: string;
let dataSource: typeOrm.DataSource;
let events: LimbeckEvent[];

beforeEach(async () => {
  database = await createDatabase();
  directory = await mkdtemp(join(tmpdir(), 'limbeck-backfill-'));
  const item = new typeOrm.EntitySchema<object>({ name: 'item', columns: { id: { type: 'int', primary: true, primaryKeyConstraintName: 'item_pk' }, size: { type: 'int' } } });
  dataSource = new typeOrm.DataSource({ type: 'postgres', ...database.options, entities: [item] });
  events = [];
  await writeByHand(directory, { id: 'aaaa', down: null, up: create, undo: 'await op.dropTable("item");' });
  await writeByHand(directory, { id: 'bbbb', down: 'aaaa', up: 'await op.addColumn("item", { name: "size", type: "integer" });', undo: 'await op.dropColumn("item", "size");', phase: 'expand' });
  await writeByHand(directory, { id: 'cccc', down: 'bbbb', up: fill, undo: 'await op.execute("DELETE FROM item WHERE id IN (0, 1000)");', phase: 'migrate' });
  await writeByHand(directory, { id: 'dddd', down: 'cccc', up: requireSize('false', 'true'), undo: requireSize('true', 'false'), phase: 'contract' });
});

afterEach(async () => {
  if (dataSource.isInitialized) await dataSource.destroy();
  await database.drop();
  await rm(directory, { recursive: true });
});

const create = `await op.createTable({ name: "item", columns: [{ name: "id", type: "integer", nullable: false }], primaryKey: { name: "item_pk", columns: ["id"] } });
    await op.execute("INSERT INTO item SELECT generate_series(1, 100)");`;
/** Something before it in the same transaction, and something behind it that needs it done. */
const fill = `await op.execute("INSERT INTO item (id) VALUES (0)");
    await op.backfill("item", { set: { size: "id * 2" }, where: "size IS NULL", batchSize: 30 });
    await op.execute("INSERT INTO item SELECT 1000, count(size) FROM item");`;
const requireSize = (to: string, from: string): string => `await op.alterColumn("item", "size", { nullable: { from: ${from}, to: ${to} } });`;

const migratorWith = (options: MigratorOptions = {}): Migrator => new Migrator(dataSource, { directory, onEvent: (event) => void events.push(event), ...options });
const rows = async (): Promise<unknown> =>
  database.query('SELECT count(*)::int AS rows, count(*) FILTER (WHERE size = id * 2)::int AS doubled, max(size) FILTER (WHERE id = 1000) AS counted FROM item');
const whole = [{ rows: 102, doubled: 101, counted: 101 }];
const finished = (): LimbeckEvent[] => events.filter(({ type }) => type === 'backfill.finished');

describe('a history with a backfill', () => {
  it.each<TransactionMode>(['each', 'all', 'none'])('runs up, down and up with transaction: %s', async (transaction) => {
    await using migrator = migratorWith({ transaction });
    expect((await migrator.upgrade()).map(({ id }) => id)).toEqual(['aaaa', 'bbbb', 'cccc', 'dddd']);
    expect(await rows()).toEqual(whole);
    expect(finished()).toEqual([expect.objectContaining({ revision: 'cccc', table: 'public.item', set: 101, left: 0 })]);
    await migrator.downgrade('base');
    expect(await database.query("SELECT to_regclass('item') AS item")).toEqual([{ item: null }]);
    expect((await migrator.upgrade()).map(({ id }) => id)).toEqual(['aaaa', 'bbbb', 'cccc', 'dddd']);
    expect(await rows()).toEqual(whole);
  });

  it('is tried by a dry run, which says how many rows are set, and leaves nothing', async () => {
    await using migrator = migratorWith();
    await migrator.upgrade('aaaa');
    expect((await migrator.upgrade('head', { dryRun: true })).map(({ id }) => id)).toEqual(['bbbb', 'cccc', 'dddd']);
    expect(finished()).toEqual([expect.objectContaining({ revision: 'cccc', set: 101 })]);
    expect(await database.query('SELECT count(*)::int AS rows FROM item')).toEqual([{ rows: 100 }]);
    expect((await migrator.current()).map(({ id }) => id)).toEqual(['aaaa']);
  });

  it.each<TransactionMode>(['each', 'all', 'none'])('is a script, with transaction: %s', async (transaction) => {
    await using migrator = migratorWith({ transaction });
    const { sql } = await migrator.upgradeSql();
    await runScript(database, sql);
    expect(await rows()).toEqual(whole);
    expect((await migrator.current()).map(({ id }) => id)).toEqual(['dddd']);
    await runScript(database, (await migrator.downgradeSql('head:base')).sql);
    expect(await database.query("SELECT to_regclass('item') AS item")).toEqual([{ item: null }]);
  });

  it.each([
    ['1.x', 'each', (options: typeOrm.DataSourceOptions) => new typeOrm.DataSource(options)],
    ['1.x', 'all', (options: typeOrm.DataSourceOptions) => new typeOrm.DataSource(options)],
    ['0.3', 'each', (options: typeOrm.DataSourceOptions) => new typeOrm03.DataSource(options as typeOrm03.DataSourceOptions)],
  ] as const)('runs under the runner of TypeORM %s, transaction: %s', async (_, transaction, make) => {
    await using migrator = migratorWith();
    const classes = await Promise.all((await migrator.history()).toReversed().map(async (revision) => (await revision.instantiate()).constructor));
    const own = make({ type: 'postgres', ...database.options, migrations: classes as never });
    await own.initialize();
    await own.runMigrations({ transaction }).finally(() => own.destroy());
    expect(await rows()).toEqual(whole);
    expect((await migrator.current()).map(({ id }) => id)).toEqual(['dddd']);
  });

  it('is proven by verify', async () => {
    await using migrator = migratorWith();
    expect(await migrator.verify()).toMatchObject({ isProven: true, differences: [] });
  });

  it('stays a backfill when it is squashed, in the latest phase of the range', async () => {
    await using migrator = migratorWith();
    const { isCondensed } = await migrator.squash({ range: 'bbbb:dddd', message: 'sizes' });
    expect(isCondensed).toBe(false);
    const [squashed] = await migrator.heads();
    expect(squashed?.phase).toBe('contract');
    const { up } = await migrator.show();
    expect(up.operations).toContainEqual({ verb: 'backfill', table: { schema: 'public', name: 'item' }, set: { size: 'id * 2' }, where: 'size IS NULL', batchSize: 30, pauseMs: 0 });
    await migrator.upgrade();
    expect(await rows()).toEqual(whole);
  });

  it('is shown with the statement that a script would have', async () => {
    await using migrator = migratorWith();
    const { up, down } = await migrator.show('cccc');
    expect(up.operations.map(({ verb }) => verb)).toEqual(['execute', 'backfill', 'execute']);
    expect(up.statements[1]?.sql).toMatch(/^DO .*COMMIT/s);
    expect(down.operations.map(({ verb }) => verb)).toEqual(['execute']);
  });
});

describe('an upgrade for one phase', () => {
  const heldBack = (): LimbeckEvent[] => events.filter(({ type }) => type === 'run.held-back');
  const ids = (revisions: readonly { readonly id: string }[]): string[] => revisions.map(({ id }) => id);

  it('stops before what belongs to a later one, and goes on there', async () => {
    await using migrator = migratorWith();
    expect(ids(await migrator.upgrade('head', { phase: 'expand' }))).toEqual(['aaaa', 'bbbb']);
    expect(heldBack()).toEqual([{ type: 'run.held-back', phase: 'expand', revisions: ['cccc', 'dddd'] }]);
    expect(ids(await migrator.upgrade('head', { phase: 'expand' }))).toEqual([]);
    await expect(migrator.check()).rejects.toMatchObject({ code: 'revision/not-at-head' });
    expect(ids(await migrator.upgrade('heads', { phase: 'migrate' }))).toEqual(['cccc']);
    expect(ids(await migrator.upgrade('+1', { phase: 'contract' }))).toEqual(['dddd']);
    expect(await migrator.check()).toEqual([]);
    expect(await rows()).toEqual(whole);
  });

  it('holds back a second chain behind the first, and not one that stands elsewhere', async () => {
    await writeByHand(directory, { id: 'eeee', down: 'dddd', up: 'void op;', undo: 'void op;', phase: 'expand' });
    await writeByHand(directory, { id: 'ffff', down: 'aaaa', up: 'void op;', undo: 'void op;', phase: 'expand' });
    await using migrator = migratorWith();
    expect(ids(await migrator.upgrade('heads', { phase: 'expand' }))).toEqual(['aaaa', 'bbbb', 'ffff']);
    expect(heldBack()).toEqual([{ type: 'run.held-back', phase: 'expand', revisions: ['cccc', 'dddd', 'eeee'] }]);
    expect(ids(await migrator.upgrade('heads'))).toEqual(['cccc', 'dddd', 'eeee']);
  });

  it('is a script as well', async () => {
    await using migrator = migratorWith();
    expect(ids((await migrator.upgradeSql('head', { phase: 'migrate' })).revisions)).toEqual(['aaaa', 'bbbb', 'cccc']);
  });

  it('is refused for a phase that there is none', async () => {
    await using migrator = migratorWith();
    await expect(migrator.upgrade('head', { phase: 'cleanup' as never })).rejects.toMatchObject({ code: 'config/bad-option', details: { option: 'phase' } });
    await expect(migrator.upgradeSql('head', { phase: 'cleanup' as never })).rejects.toMatchObject({ code: 'config/bad-option' });
  });
});

it('a revision that is made of a phase and runs outside says so in its file', async () => {
  const operation: Operation = { verb: 'backfill', table: { schema: 'public', name: 'item' }, set: { size: '1' }, where: null, batchSize: 100, pauseMs: 0 };
  await using migrator = migratorWith({ processRevision: ({ message }) => [{ message, operations: [operation], phase: 'migrate', transaction: false }] });
  await migrator.upgrade();
  const written = await migrator.revision({ message: 'ones' });
  const [head] = await migrator.heads();
  expect(head).toMatchObject({ id: written?.revision, phase: 'migrate' });
  expect((await head?.instantiate())?.transaction).toBe(false);
  await migrator.upgrade();
  expect(await database.query('SELECT DISTINCT size FROM item')).toEqual([{ size: 1 }]);
});
