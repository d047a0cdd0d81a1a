import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import type { DataSourceOptions, MigrationInterface } from 'typeorm';
import { checkOwnRunner, checkOwnTransactions } from '../../src/doctor/check-own-runner.js';
import { RevisionGraph } from '../../src/revision/graph.js';
import { loadRevisions } from '../../src/revision/load.js';
import { namedMigrations } from '../../src/typeorm/named-migrations.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { orm } from '../support/entities.js';

let database: TestDatabase;
let folder: string;

const first = 'First1700000000001';
const second = 'Second1700000000002';

/** As a compiler leaves it, so that TypeORM can load it here. */
const migrationText = (name: string, members: string): string =>
  `class ${name} {\n  constructor() { this.name = '${name}'; ${members} }\n  async up() {}\n  async down() {}\n}\nmodule.exports.${name} = ${name};\n`;

beforeAll(async () => {
  database = await createDatabase();
});

afterAll(() => database.drop());

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'limbeck-own-runner-')));
  await write('migrations/1-first.js', migrationText(first, ''));
  await write('migrations/2-second.js', migrationText(second, ''));
});

afterEach(() => rm(folder, { recursive: true }));

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
}

type Named = DataSourceOptions['migrations'];

const classOf = (name: string): new () => MigrationInterface => ({ [name]: class implements MigrationInterface { readonly name = name; up = () => Promise.resolve(); down = () => Promise.resolve(); } })[name] as new () => MigrationInterface;

/** What the check says of these migrations, and what TypeORM itself finds. */
async function look(migrations: Named): Promise<{ readonly level: string; readonly text: string; readonly advice: string | null; readonly found: readonly string[] }> {
  const dataSource = new orm.DataSource({ type: 'postgres', ...database.options, entities: [], ...(migrations === undefined ? {} : { migrations }) });
  const graph = RevisionGraph.of(loadRevisions([join(folder, 'migrations')], namedMigrations(dataSource)));
  const { level, text, advice } = checkOwnRunner(graph, { file: join(folder, 'data-source.js'), dataSource, limbeck: {} } as unknown as Parameters<typeof checkOwnRunner>[1]);
  await dataSource.initialize();
  const found = dataSource.migrations.map((each) => each.name ?? each.constructor.name).toSorted();
  await dataSource.destroy();
  return { level, text, advice, found };
}

describe("TypeORM's own runner", () => {
  it.each<[string, () => Named]>([
    ['a glob', () => [join(folder, 'migrations/*.js')]],
    ['a glob of two extensions', () => [join(folder, 'migrations/*{.ts,.js}')]],
    ['a glob of folders', () => [join(folder, '**/migrations/*.js')]],
    ['a relative path', () => [relative('.', join(folder, 'migrations/*.js'))]],
    ['classes', () => [classOf(first), classOf(second)]],
    ['an object of classes', () => ({ first: classOf(first), second: classOf(second) })],
    ['a class and a file', () => [classOf(first), join(folder, 'migrations/2-second.js')]],
  ])('sees all: %s', async (_, named) => {
    expect(await look(named())).toEqual({ level: 'good', text: 'sees every revision', advice: null, found: expect.arrayContaining([first, second]) });
  });

  it.each<[string, () => Named, string, readonly string[]]>([
    ['a glob of another extension', () => [join(folder, 'migrations/*.ts')], 'the revisions', []],
    ['a glob of another folder', () => [join(folder, 'dist/*.js')], 'the revisions', []],
    ['one of two files', () => [join(folder, 'migrations/1-*.js')], '1 revision of 2', [first]],
    ['one of two classes', () => [classOf(second)], '1 revision of 2', [second]],
  ])('does not see all: %s', async (_, named, missing, seen) => {
    const { level, text, advice, found } = await look(named());
    expect([level, text.replace(/, as .*/, '')]).toEqual(['warning', `does not see ${missing}`]);
    expect(advice).toContain("`join(__dirname, 'migrations/*{.ts,.js}')`");
    expect(found).toEqual(seen);
  });

  it('sees what a compiler made of a file elsewhere, and has nothing to see where nothing is named', async () => {
    await symlink(join(folder, 'migrations'), join(folder, 'dist'));
    await write('built/1-first.js', migrationText(first, ''));
    await write('built/2-second.js', migrationText(second, ''));
    expect(await look([join(folder, 'built/*.js')])).toMatchObject({ level: 'good', found: [first, second] });
    expect(await look([join(folder, 'dist/*.js')])).toMatchObject({ level: 'good', found: [first, second] });
    expect(await look(undefined)).toMatchObject({ level: 'good', text: 'the DataSource names no migrations, so only Limbeck runs them', found: [] });
  });

  it.each(['all', 'each', 'none', undefined] as const)('runs what is outside a transaction, or refuses it, in the mode %s', async (mode) => {
    await write('migrations/2-second.js', migrationText(second, 'this.transaction = false;'));
    const dataSource = await new orm.DataSource({ type: 'postgres', ...database.options, entities: [], logging: false, migrations: [join(folder, 'migrations/*.js')], ...(mode === undefined ? {} : { migrationsTransactionMode: mode }) }).initialize();
    try {
      await database.query('DROP TABLE IF EXISTS migrations');
      const pending = await Promise.all(loadRevisions([join(folder, 'migrations')]).map(async (revision) => ({ revision, migration: await revision.instantiate() })));
      const ran = await dataSource.runMigrations().then(() => 'good', () => 'warning');
      expect(checkOwnTransactions(pending, dataSource).level).toBe(ran);
      expect(ran).toBe(mode === 'each' || mode === 'none' ? 'good' : 'warning');
      expect(checkOwnTransactions(pending.slice(0, 1), dataSource).level).toBe('good');
    } finally {
      await dataSource.destroy();
    }
  });
});
