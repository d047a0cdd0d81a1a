import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Client } from 'pg';
import { createProject, type Project } from '../support/command.js';
import { createDatabase, type TestDatabase } from '../support/database.js';

/** A million rows and ten kills, which takes minutes, or few of both. */
const isLoad = process.env['LIMBECK_LOAD'] !== undefined;
const rows = isLoad ? 1_000_000 : 20_000;
const kills = isLoad ? 10 : 3;
const batchSize = rows / 100;
/** Begin, look for the end of the span, set, enter, commit. */
const statementsOfBatch = 5;

/** Sets each row once, whatever it holds: a row that is set twice counts two, and one that is missed none. */
const revision = `
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { operations } from 'limbeck';

export class Fill1700000000000 implements MigrationInterface {
  static readonly revision = 'f111';
  static readonly downRevision = null;
  readonly name = 'Fill1700000000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    const op = operations(queryRunner);
    await op.execute('CREATE TABLE before_it ()');
    await op.backfill('product', { set: { n: 'n + 1' }, where: 'number >= 0', batchSize: ${batchSize} });
    await op.execute('CREATE TABLE after_it ()');
  }

  async down(): Promise<void> {}
}
`;

/** Upgrades to head, but kills itself as it sends its statement number \`KILL_AT\`, or when the answer is there. */
const script = `
const { Client } = require('pg');
const query = Client.prototype.query;
const [at, when] = [Number(process.env.KILL_AT), process.env.WHEN];
let sent = 0;
Client.prototype.query = function (...args) {
  sent += 1;
  const isLast = sent === at;
  const answer = query.apply(this, args);
  if (isLast && when === 'sent') this.connection.stream.write('', () => process.kill(process.pid, 'SIGKILL'));
  return isLast ? Promise.resolve(answer).finally(() => process.kill(process.pid, 'SIGKILL')) : answer;
};
const { Migrator } = require('limbeck');
const { DataSource } = require('typeorm');
const migrator = new Migrator(new DataSource({ type: 'postgres', ...JSON.parse(process.env.CONNECTION) }), { directory: __dirname + '/migrations' });
migrator.upgrade().finally(() => migrator.close());
`;

let database: TestDatabase;
let project: Project;
beforeAll(async () => {
  database = await createDatabase();
  project = await createProject({ files: { 'upgrade.cjs': script, 'migrations/fill.ts': revision } });
  await database.query('CREATE TABLE product (id uuid PRIMARY KEY, number int NOT NULL, n int NOT NULL DEFAULT 0, touched int NOT NULL DEFAULT 0)');
});
afterAll(async () => {
  await project[Symbol.asyncDispose]();
  await database.drop();
});

/** Upgrades in a process of its own; gives what ended it. */
async function upgrade(kill: { readonly at: number; readonly when: 'sent' | 'answered' } | null): Promise<string | number | null> {
  const env = { ...process.env, CONNECTION: JSON.stringify(database.options), ...(kill === null ? {} : { KILL_AT: String(kill.at), WHEN: kill.when }) };
  const [exitCode, signal] = (await once(spawn(process.execPath, ['upgrade.cjs'], { cwd: project.folder, env, stdio: 'inherit' }), 'exit')) as [number | null, string | null];
  return signal ?? exitCode;
}

/** Changes rows all the while, as an app does; gives how many it changed. */
async function writeAllTheWhile(work: () => Promise<void>): Promise<number> {
  const { username: user, ...options } = database.options;
  const client = new Client({ ...options, user });
  await client.connect();
  let isOver = false;
  const writing = (async () => {
    let changed = 0;
    while (!isOver) changed += (await client.query('UPDATE product SET touched = touched + 1 WHERE number = $1', [Math.floor(Math.random() * rows)])).rowCount ?? 0;
    return changed;
  })();
  try {
    await work();
  } finally {
    isOver = true;
    await writing.finally(() => client.end());
  }
  return writing;
}

it(
  `sets each of ${rows} rows once, though it is killed ${kills} times and others write`,
  async () => {
    // Keys without any order, so that rows of a batch are all over the table.
    await database.query(`INSERT INTO product (id, number) SELECT md5(i::text)::uuid, i FROM generate_series(1, ${rows}) AS i`);
    await database.query('CREATE INDEX ON product (number)');
    const progress: number[] = [];
    const startMs = performance.now();
    const changed = await writeAllTheWhile(async () => {
      for (let kill = 0; kill < kills; kill += 1) {
        // Each kill is at another statement of a batch, some way behind where the last one was.
        const at = Math.floor(100 / (kills + 1)) * statementsOfBatch + kill;
        expect(await upgrade({ at, when: kill % 2 === 0 ? 'sent' : 'answered' })).toBe('SIGKILL');
        const [entry] = await database.query<{ seen: number; state: string }>(`SELECT (progress->>'seen')::int AS seen, state FROM migrations_journal ORDER BY position DESC LIMIT 1`);
        expect(entry?.state).toBe('underway');
        progress.push(entry?.seen ?? 0);
      }
      expect(await upgrade(null)).toBe(0);
    });
    if (isLoad) process.stderr.write(`${JSON.stringify({ rows, kills, progress, changed, seconds: (performance.now() - startMs) / 1000 })}\n`);
    expect(progress).toEqual([...new Set(progress)].sort((left, right) => left - right));
    expect(changed).toBeGreaterThan(0);
    expect(await database.query('SELECT n, count(*)::int AS rows FROM product GROUP BY n')).toEqual([{ n: 1, rows }]);
    expect(await database.query('SELECT sum(touched)::int AS touched FROM product')).toEqual([{ touched: changed }]);
    expect(await database.query(`SELECT limbeck_revision, to_regclass('before_it') IS NOT NULL AND to_regclass('after_it') IS NOT NULL AS whole FROM migrations`)).toEqual([{ limbeck_revision: 'f111', whole: true }]);
    expect(await database.query('SELECT * FROM migrations_journal')).toEqual([]);
  },
  isLoad ? 600_000 : 60_000,
);
