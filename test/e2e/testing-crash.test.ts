import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { type NativeServer, startNativeServer } from '../../src/server/native-server.js';

const repository = resolve(__dirname, '../..');
/** One of our own, as all databases are looked at. */
let server: NativeServer;
let url: string;
let admin: Client;
const children: ChildProcess[] = [];

beforeAll(async () => {
  server = await startNativeServer({ storage: 'memory' });
  url = server.url('postgres');
  admin = new Client({ connectionString: url });
  await admin.connect();
});

afterAll(async () => {
  for (const child of children) child.kill();
  await admin.end();
  await server.stop();
});

/** What a worker does until it is killed: it makes databases, marks each, looks for marks of others, and drops some. */
const program = (rounds: number): string => `
require('reflect-metadata');
const { DataSource, EntitySchema } = require('typeorm');
const { createTestDatabase, endTestRun } = require('${repository}/dist/testing/index.js');
const mark = new EntitySchema({ name: 'mark', columns: { id: { type: 'integer', primary: true }, run: { type: 'text' } } });
const dataSource = new DataSource({ type: 'postgres', url: process.env.LIMBECK_TEST_URL, entities: [mark] });
const seed = { key: 'marks of ' + process.env.LIMBECK_ROUND, run: (dataSource) => dataSource.synchronize() };
(async () => {
  for (let round = 0; round < ${rounds}; round += 1) {
    const database = await createTestDatabase({ dataSource, upgradeTo: 'base', provider: 'url', seed, templateKey: process.env.LIMBECK_ROUND });
    if (await database.dataSource.getRepository(mark).count() > 0) throw new Error('a collision in ' + database.name);
    await database.dataSource.getRepository(mark).insert({ id: 1, run: database.name });
    console.log(database.name);
    if (round % 3 === 1) await database.reset();
    if (round % 3 !== 2) await database.drop();
  }
  if (process.env.LIMBECK_ROUND === 'keep') process.stdin.on('data', () => endTestRun().then(() => process.exit())).resume();
  else await endTestRun();
})().catch((error) => { console.error(error); process.exit(1); });
`;

interface Worker {
  readonly child: ChildProcess;
  stdout(): string;
  stderr(): string;
  readonly closed: Promise<readonly [number | null, string | null]>;
}

function startWorker(round: string, rounds = 1_000): Worker {
  const child = spawn(process.execPath, ['-e', program(rounds)], { cwd: repository, env: { ...process.env, LIMBECK_TEST_URL: url, LIMBECK_ROUND: round } });
  children.push(child);
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return { child, stdout: () => stdout, stderr: () => stderr, closed: once(child, 'close') as Promise<[number | null, string | null]> };
}

const names = async (): Promise<readonly string[]> =>
  (await admin.query<{ name: string }>("SELECT datname AS name FROM pg_database WHERE datname LIKE 'limbeck\\_t\\_%' ORDER BY 1")).rows.map(({ name }) => name);

/**
 * The server ends the sessions of a killed process as soon as it sees that their connections are closed: after the query that it is at, or after it has begun.
 * Until then somebody works in the database, which the next run leaves alone.
 */
async function untilKilledAreGone(prefix: string): Promise<void> {
  const sessions = `
    SELECT (SELECT count(*)::integer FROM pg_locks WHERE locktype = 'advisory' AND classid::bigint = x'6c696d62'::bigint) AS owners,
      (SELECT count(*)::integer FROM pg_stat_activity WHERE datname LIKE 'limbeck\\_t\\_%' AND NOT starts_with(datname, $1)) AS guests`;
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const [left] = (await admin.query<{ owners: number; guests: number }>(sessions, [prefix])).rows;
    if (left?.owners === 1 && left.guests === 0) return;
    await sleep(50);
  }
  throw new Error('The sessions of killed processes did not end.');
}

const linesOf = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '');

test('eight workers at once, killed at random, three times over: no collision, and the next run leaves nothing behind', async () => {
  const keeper = startWorker('keep', 3);
  while (linesOf(keeper.stdout()).length < 3 && keeper.child.exitCode === null) await sleep(50);
  expect(keeper.stderr()).toBe('');
  const kept = linesOf(keeper.stdout())[2] ?? '';
  expect(await names()).toContain(kept);

  // One of its run in which nobody is: what protects it is the lock of the run alone.
  const prefix = kept.slice(0, 32);
  await admin.query(`CREATE DATABASE ${prefix}_999`);

  for (const round of ['one', 'two', 'three']) {
    const workers = Array.from({ length: 8 }, () => startWorker(round));
    // Some die while the template is made, some later.
    await Promise.all(workers.map(async ({ child }) => {
      await sleep(500 + Math.random() * 4_000);
      child.kill('SIGKILL');
    }));
    expect((await Promise.all(workers.map(({ closed }) => closed))).map(([, signal]) => signal)).toEqual(Array(8).fill('SIGKILL'));
    expect(workers.map((worker) => worker.stderr()).join('')).toBe('');
    const made = workers.flatMap((worker) => linesOf(worker.stdout()));
    expect(new Set(made).size).toBe(made.length);
    await untilKilledAreGone(prefix);
    const left = (await names()).filter((name) => !name.startsWith(prefix));

    const next = startWorker(round, 2);
    expect(await next.closed).toEqual([0, null]);
    // Those of the killed are gone, and those of the run that lives are not.
    const now = await names();
    expect(now).toEqual(now.filter((name) => name.startsWith(prefix)));
    expect(now).toEqual(expect.arrayContaining([kept, `${prefix}_999`]));
    process.stdout.write(`      round ${round}: ${made.length} databases, ${left.length} left by the killed, 0 after the next run\n`);
  }

  keeper.child.stdin?.write('end\n');
  expect(await keeper.closed).toEqual([0, null]);
  expect(await names()).toEqual([]);
}, 120_000);
