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
  const runs = await Promise.all(Array.from({ length: 20 }, upgrade));
  expect(runs.flatMap(({ ran }) => ran).sort()).toEqual(['aaaa', 'bbbb']);
  expect(await applied()).toEqual(['aaaa', 'bbbb']);
});

/** Revisions of both kinds, whose lines say how many there were before: one too many or too few is seen. */
const steps = Object.fromEntries(
  Array.from({ length: 10 }, (_, number) => {
    const id = `step${number}`;
    const text = revisionText({
      id,
      down: number === 0 ? null : `step${number - 1}`,
      message: id,
      timestampMs: 1_700_000_001_000 + number,
      up: number === 0 ? 'CREATE TABLE log (what text, before int)' : `INSERT INTO log SELECT '${id}', count(*) FROM log`,
    });
    const outside = `  readonly transaction = false;\n\n  async up(queryRunner: QueryRunner): Promise<void> {\n    await queryRunner.query("CREATE INDEX CONCURRENTLY log_${number} ON log (before)");`;
    return [`steps/${number}.ts`, number % 3 === 2 ? text.replace('  async up(queryRunner: QueryRunner): Promise<void> {', outside) : text];
  }),
);

/** As the other script, but it kills itself as it sends its statement number `KILL_AT`, or when the answer is there. */
const killScript = upgradeScript
  .replace("__dirname + '/migrations'", "__dirname + '/steps'")
  .replace(
    "const { DataSource }",
    `const { Client } = require('pg');
const query = Client.prototype.query;
let sent = 0;
Client.prototype.query = function (...args) {
  sent += 1;
  const answer = query.apply(this, args);
  if (sent === Number(process.env.KILL_AT) && process.env.WHEN === 'sent') this.connection.stream.write('', () => process.kill(process.pid, 'SIGKILL'));
  return sent === Number(process.env.KILL_AT) ? Promise.resolve(answer).finally(() => process.kill(process.pid, 'SIGKILL')) : answer;
};
process.on('exit', () => process.stderr.write('sent ' + sent + '\\n'));
const { DataSource }`,
  );

it('goes on where it was killed, at every statement: never twice, and nothing lost', async () => {
  await project.write({ 'kill.cjs': killScript, ...steps });
  const kill = (at: number, when: string): Promise<{ readonly stderr: string }> =>
    promisify(execFile)(process.execPath, ['kill.cjs'], { ...processOptions(), env: { ...processOptions().env, KILL_AT: String(at), WHEN: when } });
  const contents = async () => ({
    log: await database.query('SELECT * FROM log ORDER BY before'),
    applied: await applied(),
    journal: await database.query('SELECT * FROM migrations_journal'),
    indexes: await database.query(`SELECT relname, indisvalid FROM pg_index JOIN pg_class ON oid = indexrelid WHERE indrelid = 'log'::regclass ORDER BY 1`),
  });
  const clear = () => database.query('DROP TABLE IF EXISTS log, migrations, migrations_journal');
  const { stderr } = await kill(0, 'never');
  const statements = Number(/sent (\d+)/.exec(stderr)?.[1]);
  const expected = await contents();
  expect(expected.applied).toHaveLength(10);
  const oneIn = process.env['LIMBECK_FULL_FAULTS'] === undefined ? 23 : 1;
  for (let at = oneIn; at <= statements; at += oneIn) {
    for (const when of ['sent', 'answered']) {
      await clear();
      await expect(kill(at, when)).rejects.toMatchObject({ signal: 'SIGKILL' });
      await kill(0, 'never');
      expect({ at, when, contents: await contents() }).toEqual({ at, when, contents: expected });
    }
  }
}, 1_200_000);

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
