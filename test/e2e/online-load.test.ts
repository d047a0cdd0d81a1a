import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { testServer } from '../support/database.js';

interface Outcome {
  readonly plan: 'plain' | 'online';
  readonly revisions: number;
  readonly readerMs: number;
  readonly writerMs: number;
  readonly reads: number;
  readonly writes: number;
  readonly deadlocks: number;
}

const repository = resolve(__dirname, '../..');
const isFull = process.env['LIMBECK_LOAD'] !== undefined;
const rows = isFull ? 1_000_000 : 20_000;

/** What a statement of a chain waits for its lock, and others behind it; and the moment for which it then holds it, on a busy machine. */
const longestMs = 2_000 + 500;

it.each([
  ['several changes of a table', 'several', 5],
  ['another type of its key', 'key', 2],
])(`--online: readers and writers of ${rows.toLocaleString('en')} rows never wait longer than the lock timeout${isFull ? ', and less than under the plan' : ''}: %s`, async (_, change, revisions) => {
  const { host, port, user, password } = await testServer();
  const url = `postgresql://${user}:${password}@${host}:${port}/postgres`;
  const { stdout } = await promisify(execFile)(process.execPath, ['bench/online-load.mjs', '--change', change, '--rows', String(rows), '--url', url, '--json'], { cwd: repository });
  const outcomes = JSON.parse(stdout) as readonly Outcome[];
  const [plain, online] = (['plain', 'online'] as const).map((plan) => outcomes.find((outcome) => outcome.plan === plan));
  if (plain === undefined || online === undefined) throw new Error(`Not both were measured: ${stdout}`);
  expect(plain.revisions).toBe(1);
  expect(online.revisions).toBeGreaterThan(revisions);
  expect(Math.min(online.reads, online.writes)).toBeGreaterThan(100);
  expect(online.deadlocks).toBe(0);
  expect(Math.max(online.readerMs, online.writerMs)).toBeLessThan(longestMs);
  // On a small table the plan is done in a moment, too.
  if (isFull) expect(Math.max(online.readerMs, online.writerMs)).toBeLessThan(Math.max(plain.readerMs, plain.writerMs));
}, isFull ? 900_000 : 120_000);
