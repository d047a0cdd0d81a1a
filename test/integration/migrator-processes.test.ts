import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { createProject, type Project } from '../support/command.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { revisionText } from '../support/revision-text.js';

let database: TestDatabase;
let project: Project;

/** Upgrades to head and prints which revisions ran and which modules were loaded. */
const upgradeScript = `
const { Migrator } = require('limbeck');
const { DataSource } = require('typeorm');
const options = JSON.parse(process.env.CONNECTION);
const migrator = new Migrator(new DataSource({ type: 'postgres', ...options }), {
  directory: __dirname + '/migrations',
  onEvent: (event) => process.stderr.write(event.type + ' ' + event.revision + '\\n'),
});
migrator.upgrade().finally(() => migrator.close()).then((ran) => {
  const packages = Object.keys(require.cache).map((path) => path.split('/node_modules/').at(-1).split('/').slice(0, path.includes('/@') ? 2 : 1).join('/'));
  process.stdout.write(JSON.stringify({ ran: ran.map(({ id }) => id), packages: [...new Set(packages)] }));
});
`;

const revisions = {
  'migrations/a.ts': revisionText({ id: 'aaaa', down: null, message: 'first', timestampMs: 1_700_000_000_000, up: 'CREATE TABLE a ()' }),
  'migrations/b.ts': revisionText({ id: 'bbbb', down: 'aaaa', message: 'second', timestampMs: 1_700_000_000_001, up: 'CREATE TABLE b ()' }),
};

/** A revision of many short statements, the last of which never comes. */
const endless = `
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Endless1700000000002 implements MigrationInterface {
  static readonly revision = 'cccc';
  static readonly downRevision = 'bbbb';
  readonly name = 'Endless1700000000002';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('CREATE TABLE c ()');
    for (;;) await queryRunner.query('SELECT pg_sleep(0.01)');
  }

  async down(): Promise<void> {}
}
`;

beforeEach(async () => {
  database = await createDatabase();
  project = await createProject({ files: { 'upgrade.cjs': upgradeScript, ...revisions } });
});

afterEach(async () => {
  await project[Symbol.asyncDispose]();
  await database.drop();
});

const processOptions = () => ({
  cwd: project.folder,
  env: { ...process.env, CONNECTION: JSON.stringify({ ...database.options, poolSize: 1 }) },
});

interface Upgrade {
  readonly ran: readonly string[];
  readonly packages: readonly string[];
}

async function upgrade(): Promise<Upgrade> {
  const { stdout } = await promisify(execFile)(process.execPath, ['upgrade.cjs'], processOptions());
  return JSON.parse(stdout) as Upgrade;
}

const applied = async () => (await database.query<{ limbeck_revision: string }>('SELECT limbeck_revision FROM migrations ORDER BY id')).map((row) => row.limbeck_revision);
const tables = async () => (await database.query<{ relname: string }>(`SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1`)).map((row) => row.relname);
const locks = () => database.query(`SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`);

it('loads no compiler but that of the files, and that only when there is one to run', async () => {
  const first = await upgrade();
  expect(first.ran).toEqual(['aaaa', 'bbbb']);
  expect(first.packages).toEqual(expect.arrayContaining(['typeorm', 'pg', '@swc/core']));
  expect(first.packages).not.toContain('ts-morph');
  expect(first.packages).not.toContain('@ts-morph/common');
  expect(first.packages).not.toContain('typescript');

  const second = await upgrade();
  expect(second.ran).toEqual([]);
  expect(second.packages).not.toContain('@swc/core');
});

it('applies each revision once, however many processes start together', async () => {
  const runs = await Promise.all(Array.from({ length: 4 }, upgrade));
  expect(runs.flatMap(({ ran }) => ran).sort()).toEqual(['aaaa', 'bbbb']);
  expect(await applied()).toEqual(['aaaa', 'bbbb']);
});

describe('a process that is killed in the middle of a revision', () => {
  let child: ChildProcess | undefined;

  afterEach(() => child?.kill('SIGKILL'));

  it.each(['SIGKILL', 'SIGINT', 'SIGTERM'] as const)('leaves the database at a revision boundary and the lock free: %s', async (signal) => {
    await project.write({ 'migrations/c.ts': endless });
    child = spawn(process.execPath, ['upgrade.cjs'], { ...processOptions(), stdio: ['ignore', 'ignore', 'pipe'] });
    let told = '';
    child.stderr?.on('data', (chunk: Buffer) => (told += chunk.toString()));
    for (let round = 0; !told.includes('revision.started cccc'); round += 1) {
      if (round > 500) throw new Error(`it did not start: ${told}`);
      await sleep(20);
    }
    expect(await locks()).toHaveLength(1);
    child.kill(signal);
    await once(child, 'exit');
    for (let round = 0; (await locks()).length > 0; round += 1) {
      if (round > 100) throw new Error('the lock is still held');
      await sleep(20);
    }
    expect(await applied()).toEqual(['aaaa', 'bbbb']);
    expect(await tables()).toEqual(['a', 'b', 'migrations']);

    await project.write({ 'migrations/c.ts': endless.replace('for (;;)', '') });
    expect((await upgrade()).ran).toEqual(['cccc']);
  });
});
