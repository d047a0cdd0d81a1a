import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { DataSource, EntitySchema } from 'typeorm';
import { DataSource as DataSource03 } from 'typeorm-0.3';
import { LimbeckError, Migrator, type MigratorOptions, type Revision } from '../../src/index.js';
import { createDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
let directory: string;
let dataSource: DataSource;

beforeEach(async () => {
  database = await createDatabase();
  directory = await mkdtemp(join(tmpdir(), 'limbeck-branches-'));
  dataSource = await new DataSource({ type: 'postgres', ...database.options, entities: [] }).initialize();
});

afterEach(async () => {
  await dataSource.destroy();
  await database.drop();
  await rm(directory, { recursive: true });
});

/** Each revision makes a table that has its message as its name. */
const migratorOf = (options: MigratorOptions = {}): Migrator =>
  new Migrator(dataSource, {
    directory: join(directory, 'main'),
    processRevision: ({ message }) => ({ message, operations: [{ verb: 'execute', up: `CREATE TABLE ${message} (id integer)`, down: `DROP TABLE ${message}` }] }),
    ...options,
  });

const tables = async (): Promise<string> => {
  const rows = await database.query<{ name: string }>("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'migrations' ORDER BY 1");
  return rows.map(({ name }) => name).join(' ');
};

const messages = (revisions: readonly Revision[]): string => revisions.map(({ message }) => message).join(' ');

const refusal = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'not refused',
    (error: unknown) => (error instanceof LimbeckError ? (error as LimbeckError).code : String(error)),
  );

/** account ← cart ← order; account ← invoice (billing); search ← results, which depends on invoice. */
async function writeBranches(migrator: Migrator): Promise<void> {
  await migrator.revision({ message: 'account', revisionId: 'account1' });
  await migrator.revision({ message: 'cart', revisionId: 'cart1' });
  await migrator.revision({ message: 'orders', revisionId: 'order1' });
  await migrator.revision({ message: 'invoice', head: 'account1', splice: true, branchLabels: ['billing'] });
  await migrator.revision({ message: 'search', head: 'base', branchLabels: ['search'] });
  await migrator.revision({ message: 'results', head: 'search@head', dependsOn: ['billing'] });
}

describe('branches', () => {
  it('are upgraded and undone each for itself, with what they need', async () => {
    const migrator = migratorOf();
    await writeBranches(migrator);
    expect(messages(await migrator.heads())).toBe('orders invoice results');
    expect(await refusal(migrator.upgrade())).toBe('revision/multiple-heads');
    expect(await tables()).toBe('');

    expect(messages(await migrator.upgrade('search@head'))).toBe('account invoice search results');
    expect(messages(await migrator.current())).toBe('invoice results');
    expect(messages(await migrator.pending())).toBe('cart orders');
    expect(messages(await migrator.upgrade('cart1'))).toBe('cart');
    expect(messages(await migrator.upgrade('order1@+1'))).toBe('orders');
    expect(await migrator.upgrade('heads')).toEqual([]);
    expect(await migrator.pending()).toEqual([]);

    expect(await refusal(migrator.downgrade('-1'))).toBe('revision/ambiguous-walk');
    expect(messages(await migrator.downgrade('order1@-1'))).toBe('orders');
    // What depends on the invoice goes with it, though it stands elsewhere.
    expect(messages(await migrator.downgrade('billing@account1'))).toBe('results invoice');
    expect(await tables()).toBe('account cart search');
    expect(messages(await migrator.downgrade('search@base'))).toBe('search');
    expect(messages(await migrator.downgrade('base'))).toBe('cart account');
    expect(await database.query('SELECT * FROM migrations')).toEqual([]);
  });

  it('are joined by a merge, and come apart again', async () => {
    const migrator = migratorOf();
    await writeBranches(migrator);
    expect(await refusal(migrator.merge(['order1']))).toBe('revision/nothing-to-merge');
    expect(await refusal(migrator.merge(['cart1', 'billing']))).toBe('revision/not-a-head');
    expect(await refusal(migrator.merge(['order1', 'cart1'], { splice: true }))).toBe('revision/overlapping');
    const { path, revision } = await migrator.merge(['order1', 'billing'], { revisionId: 'merge1', branchLabels: ['all'] });
    expect(await readFile(path, 'utf8')).toContain('static readonly branchLabels = "all"');
    expect((await migrator.find(revision)).parents).toEqual(['order1', (await migrator.find('billing')).id]);
    expect(messages(await migrator.heads())).toBe(`results ${(await migrator.find('merge1')).message}`);

    await migrator.upgrade('all@head');
    expect(await tables()).toBe('account cart invoice orders');
    expect((await migrator.downgrade('billing')).map(({ id }) => id)).toEqual(['merge1']);
    expect(messages(await migrator.current())).toBe('orders invoice');
    await migrator.upgrade('merge1');
    expect((await migrator.downgrade('cart1@-1')).length).toBe(1);
    expect(await refusal(migrator.downgrade('all@-1'))).toBe('revision/ambiguous-walk');
  });

  it('run under the runner of TypeORM, which knows nothing of them', async () => {
    const migrator = migratorOf();
    await writeBranches(migrator);
    await migrator.merge(['heads'], { message: 'all' });
    await migrator.upgrade('cart1');
    const entries = await readdir(join(directory, 'main'));
    const modules = await Promise.all([...(await migrator.graph()).revisions.values()].map((revision) => revision.instantiate()));
    expect(entries).toHaveLength(modules.length);
    const classes = modules.map((migration) => migration.constructor as new () => object);
    const native = await new DataSource03({ type: 'postgres', ...database.options, migrations: classes }).initialize();
    try {
      expect((await native.runMigrations()).map(({ name }) => name.replace(/\d+$/, ''))).toEqual(['Orders', 'Invoice', 'Search', 'Results', 'All']);
    } finally {
      await native.destroy();
    }
    expect(messages(await migrator.current())).toBe('all');
    expect(messages(await migrator.downgrade('base'))).toBe('all results search invoice orders cart account');
  });
});

describe('what a new revision stands on', () => {
  it('is what was asked for, or nothing is written', async () => {
    const migrator = migratorOf();
    await writeBranches(migrator);
    const write = (request: Omit<Parameters<Migrator['revision']>[0], 'message'>): Promise<string> => refusal(migrator.revision({ message: 'another', ...request }));
    expect(await write({})).toBe('revision/multiple-heads');
    expect(await write({ head: 'cart1' })).toBe('revision/not-a-head');
    expect(await write({ head: 'nothing' })).toBe('revision/unknown');
    expect(await write({ head: 'order1', branchLabels: ['billing'] })).toBe('revision/name-taken');
    expect(await write({ head: 'order1', branchLabels: ['cart1'] })).toBe('revision/name-taken');
    expect(await write({ head: 'order1', branchLabels: ['a b'] })).toBe('revision/bad-label');
    expect(await write({ head: 'order1', revisionId: 'cart1' })).toBe('revision/name-taken');
    expect(await write({ head: 'order1', revisionId: '../x' })).toBe('revision/bad-id');
    expect(await write({ head: 'order1', dependsOn: ['nothing'] })).toBe('revision/unknown');
    expect(await write({ head: 'order1', versionPath: directory })).toBe('revision/unknown-location');
    expect(await readdir(join(directory, 'main'))).toHaveLength(6);
  });

  it('may be all heads at once, and is written as it is read again', async () => {
    const migrator = migratorOf();
    await writeBranches(migrator);
    const written = await migrator.revision({ message: 'another', head: 'heads', dependsOn: ['acco', 'billing'] });
    const revision = await migrator.find(written?.revision ?? '');
    expect(revision.parents).toHaveLength(3);
    expect(revision.dependsOn).toEqual(['account1', 'billing']);
    const newest = Math.max(...[...(await migrator.graph()).revisions.values()].map(({ timestampMs }) => timestampMs));
    expect(revision.timestampMs).toBe(newest);
  });

  it('is known by what is applied, too', async () => {
    const migrator = migratorOf();
    await writeBranches(migrator);
    await migrator.upgrade('cart1');
    expect((await migrator.find('current')).id).toBe('cart1');
    expect((await migrator.find('current-1')).id).toBe('account1');
    expect(messages(await migrator.history('-1:current'))).toBe('cart account');
    expect(messages(await migrator.history('current:'))).toBe('orders cart');
    expect(messages(await migrator.history('search@base:'))).toBe('results search invoice account');
    expect(messages(await migrator.history())).toBe('results search invoice orders cart account');
    expect(await refusal(migrator.history('cart1:billing'))).toBe('revision/not-an-ancestor');
    expect((await migrator.show('current')).revision.id).toBe('cart1');
  });
});

describe('several folders', () => {
  const places = async (migrator: Migrator): Promise<readonly string[]> =>
    [...(await migrator.graph()).revisions.values()].map(({ file, message }) => `${relative(directory, dirname(file))}/${message}`);

  it('are read, and a new file goes where those it stands on are', async () => {
    const migrator = migratorOf({ versionLocations: [join(directory, 'plugin')] });
    await migrator.revision({ message: 'account' });
    await migrator.revision({ message: 'search', head: 'base', branchLabels: ['search'], versionPath: join(directory, 'plugin') });
    await migrator.revision({ message: 'results', head: 'search@head' });
    await migrator.merge(['heads'], { message: 'all' });
    expect(await places(migrator)).toEqual(['main/account', 'plugin/search', 'plugin/results', 'main/all']);
    await migrator.upgrade();
    expect(await tables()).toBe('account results search');
    expect(await refusal(migratorOf().current())).toBe('revision/missing-parent');
  });

  it('have folders below where that is asked', async () => {
    const options = { recursiveVersionLocations: true, fileTemplate: '%(year)d/%(month).2d/%(rev)s' };
    const migrator = migratorOf(options);
    const written = await migrator.revision({ message: 'account', revisionId: 'account1' });
    expect(relative(directory, written?.path ?? '')).toMatch(/^main\/\d{4}\/\d\d\/account1\.ts$/);
    await mkdir(join(directory, 'main/node_modules'), { recursive: true });
    await migrator.revision({ message: 'cart' });
    expect((await migrator.upgrade()).length).toBe(2);
    expect(await refusal(migratorOf().upgrade())).toBe('revision/missing-file');
  });

  it('hold generated files that prove themselves', async () => {
    const entity = new EntitySchema<{ id: number }>({ name: 'product', columns: { id: { type: 'int', primary: true } } });
    await dataSource.destroy();
    dataSource = await new DataSource({ type: 'postgres', ...database.options, entities: [entity] }).initialize();
    const migrator = migratorOf({ recursiveVersionLocations: true, fileTemplate: '%(year)d/%(rev)s', processRevision: (proposed) => proposed });
    const written = await migrator.revision({ message: 'product', autogenerate: true });
    expect(written?.operations).toHaveLength(1);
    await migrator.upgrade();
    expect(await migrator.check()).toEqual([]);
  });
});
