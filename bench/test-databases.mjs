// @ts-check
/**
 * What a test database costs: a copy of a template in which 200 revisions ran, beside a bare CREATE DATABASE, running the 200
 * revisions again, and TypeORM's `synchronize()`; in turns, in one process, on one server, so that a busy machine is busy for all.
 * Then what a test waits for one while the next are made ahead. `node bench/test-databases.mjs [databases] [revisions]`, after `npm run build`.
 */
import 'reflect-metadata';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { Migrator } from '../dist/index.js';
import { createTestDatabase, endTestRun } from '../dist/testing/index.js';
import { startNativeServer } from '../dist/server/native-server.js';
import { entities, revisions } from './history.mjs';

const [databases = 200, count = 200] = process.argv.slice(2).map(Number);
const batchSize = 10;
const limbeck = fileURLToPath(new URL('../dist/index.js', import.meta.url));
/** What a short test of a service takes, with its set-up, and a long one. */
const testMs = [100, 250];

const directory = await mkdtemp(join(tmpdir(), 'limbeck-bench-'));
const server = await startNativeServer({ storage: 'memory', settings: { autovacuum: 'off', max_connections: '200', max_wal_size: '256MB' } });
/** One object for all, as an application has one. */
const shared = source('postgres');
const admin = new pg.Client({ connectionString: server.url('postgres') });
try {
  for (const { file, text } of revisions(count)) await writeFile(join(directory, file), text.replace("'limbeck'", JSON.stringify(limbeck)));
  await admin.connect();
  await admin.query("SET file_copy_method = 'clone'");
  console.log(`PostgreSQL ${server.version}, Node ${process.version}; ${count} revisions; medians`);
  await measureCopies();
  for (const duration of testMs) await measureWaits(duration);
} finally {
  await endTestRun();
  await admin.end();
  await server.stop();
  await rm(directory, { recursive: true });
}

async function measureCopies() {
  const database = await createTestDatabase(options());
  const template = await templateName();
  await database.migrator.check().then((left) => must(left.length === 0, `no difference, not ${JSON.stringify(left[0])}`));
  await database.drop();
  await endTestRun();
  /** @type {Record<string, number[]>} */
  const times = {};
  // In batches: copying files begins with a checkpoint, which would else write what another way of making databases left unwritten.
  for (let batch = 0; batch < databases / batchSize; batch += 1) {
    await makeBatch(times, 'bare', (name) => create(name, ''));
    await makeBatch(times, 'FILE_COPY', (name) => create(name, `TEMPLATE ${template} STRATEGY FILE_COPY`));
    await makeBatch(times, 'WAL_LOG', (name) => create(name, `TEMPLATE ${template} STRATEGY WAL_LOG`));
    await makeBatch(times, 'revisions', rerun, 1);
    await makeBatch(times, 'synchronize', synchronize, 1);
  }
  const { rows } = await admin.query("SELECT pg_size_pretty(pg_database_size($1)) AS template, pg_size_pretty(pg_database_size('template1')) AS bare", [template]);
  const ms = Object.fromEntries(Object.entries(times).map(([name, all]) => [name, median(all)]));
  const copy = ms['FILE_COPY'] ?? NaN;
  for (const [name, value] of Object.entries(ms)) console.log(`  ${name}: ${value.toFixed(1)} ms (${times[name]?.length} times)`);
  console.log(`  the template is ${rows[0].template}, an empty database ${rows[0].bare}`);
  console.log(`  a copy (FILE_COPY) takes ${(copy / (ms['bare'] ?? NaN)).toFixed(2)} times a bare CREATE DATABASE; ${((ms['revisions'] ?? NaN) / copy).toFixed(1)} times faster than the revisions, ${((ms['synchronize'] ?? NaN) / copy).toFixed(1)} times faster than synchronize()`);
}

/**
 * Makes databases and drops each when the one after the next was made, as tests do.
 *
 * @param {Record<string, number[]>} times
 * @param {string} what
 * @param {(name: string) => Promise<unknown>} make
 */
async function makeBatch(times, what, make, size = batchSize) {
  for (let number = 0; number < size; number += 1) {
    await time(times, what, () => make(`bench_${number}`));
    if (number > 0) await time(times, `${what}, drop`, () => admin.query(`DROP DATABASE bench_${number - 1}`));
  }
  await admin.query(`DROP DATABASE bench_${size - 1}`);
}

/** @param {number} duration */
async function measureWaits(duration) {
  const waits = [];
  for (let number = 0; number < databases; number += 1) {
    const startMs = performance.now();
    const database = await createTestDatabase(options());
    waits.push(performance.now() - startMs);
    await database.dataSource.query('SELECT 1');
    await sleep(duration);
    await database.drop();
  }
  const steady = waits.slice(2).sort((left, right) => left - right);
  console.log(`  tests of ${duration} ms: a wait of ${median(steady).toFixed(1)} ms, 95 % under ${(steady[Math.floor(steady.length * 0.95)] ?? NaN).toFixed(1)} ms (first: ${(waits[0] ?? NaN).toFixed(0)} ms)`);
}

function options() {
  return { dataSource: shared, migrator: { directory }, provider: /** @type {const} */ ({ url: server.url('postgres') }), ahead: 2 };
}

/** @param {string} database */
function source(database) {
  return new DataSource({ type: 'postgres', url: server.url(database), entities: entities(count) });
}

/** @param {string} name */
async function rerun(name) {
  await create(name, '');
  const migrator = new Migrator(source(name), { directory });
  await migrator.upgrade().finally(() => migrator.close());
}

/** @param {string} name */
async function synchronize(name) {
  await create(name, '');
  const dataSource = source(name);
  await dataSource.initialize();
  await dataSource.synchronize();
  await dataSource.destroy();
}

/**
 * @param {string} name
 * @param {string} how
 */
function create(name, how) {
  return admin.query(`CREATE DATABASE ${name} ${how}`);
}

async function templateName() {
  const { rows } = await admin.query("SELECT datname FROM pg_database WHERE datname LIKE 'limbeck\\_tpl\\_%'");
  return rows[0].datname;
}

/**
 * @param {Record<string, number[]>} times
 * @param {string} name
 * @param {() => Promise<unknown>} work
 */
async function time(times, name, work) {
  const startMs = performance.now();
  await work();
  (times[name] ??= []).push(performance.now() - startMs);
}

/** @param {number[]} all */
function median(all) {
  return [...all].sort((left, right) => left - right)[Math.floor(all.length / 2)] ?? NaN;
}

/**
 * @param {boolean} holds
 * @param {string} what
 */
function must(holds, what) {
  if (!holds) throw new Error(`Expected ${what}.`);
}
