// @ts-check
/**
 * What a database for a test costs: a copy of a template in which a history ran, beside a bare CREATE DATABASE, running the history again, and
 * TypeORM's `synchronize()`; and what a test waits for one while the next are made ahead.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { Migrator } from '../../dist/index.js';
import { createTestDatabase, endTestRun } from '../../dist/testing/index.js';
import { writeJavaScript } from '../runners/limbeck-files.mjs';
import { linkPackages } from '../runners/measure.mjs';
import { historyEntities } from '../support/history-entities.mjs';
import { median } from '../support/statistics.mjs';

/** What a short test of a service takes, with its set-up, and a long one. */
const testMs = [100, 250];
/** Copying files begins with a checkpoint, which would else write what another way of making databases left unwritten: so each has its turns in a row. */
const turnsInRow = 5;

/**
 * @typedef {import('../support/part.mjs').PartContext} PartContext
 * @typedef {{ admin: pg.Client, source: (database: string) => DataSource, directory: string, serverUrl: string, dataSource: DataSource }} Place `dataSource`: one for all tests, as an app has one.
 */

/** @type {import('../support/part.mjs').Part} */
export const testDatabases = {
  name: 'test-databases',
  sizes: { full: [200], quick: [20] },
  server: { storage: 'memory', settings: { autovacuum: 'off', max_connections: '200', max_wal_size: '256MB' } },
  async measure(context) {
    for (const revisions of context.sizes) {
      const place = await preparePlace(context, revisions);
      try {
        context.say(`${revisions} revisions: copies`);
        for (const row of await measureCopies(place, context)) context.record({ revisions, ...row });
        for (const ms of testMs) {
          context.say(`${revisions} revisions: waits, tests of ${ms} ms`);
          context.record({ revisions, what: `waiting for createTestDatabase(), while tests of ${ms} ms run`, ...(await measureWaits(place, { testMs: ms, context })) });
        }
      } finally {
        await endTestRun();
        await place.admin.end();
      }
    }
  },
};

/**
 * @param {PartContext} context
 * @param {number} revisions
 * @returns {Promise<Place>}
 */
async function preparePlace({ server, folder }, revisions) {
  linkPackages(folder);
  const directory = join(folder, `revisions-${revisions}`);
  mkdirSync(directory);
  writeJavaScript(directory, revisions);
  const admin = new pg.Client({ connectionString: server.url('postgres') });
  await admin.connect();
  await admin.query("SET file_copy_method = 'clone'");
  const source = (/** @type {string} */ database) => new DataSource({ type: 'postgres', url: server.url(database), entities: historyEntities(revisions) });
  return { admin, source, directory, serverUrl: server.url('postgres'), dataSource: source('postgres') };
}

/**
 * @param {Place} place
 * @param {PartContext} context
 */
async function measureCopies(place, { patience }) {
  const template = await makeTemplate(place);
  const make = (/** @type {string} */ name, /** @type {string} */ how) => place.admin.query(`CREATE DATABASE ${name} ${how}`);
  /** @type {Readonly<Record<string, (name: string) => Promise<unknown>>>} */
  const ways = {
    'CREATE DATABASE, empty': (name) => make(name, ''),
    'a copy of the template': (name) => make(name, `TEMPLATE ${template} STRATEGY FILE_COPY`),
    'a copy of the template, through the log': (name) => make(name, `TEMPLATE ${template} STRATEGY WAL_LOG`),
    'running the revisions': (name) => make(name, '').then(() => runRevisions(place, name)),
    'TypeORM synchronize()': (name) => make(name, '').then(() => synchronize(place, name)),
  };
  /** @type {Map<string, number[]>} */
  const times = new Map(Object.keys(ways).map((what) => [what, []]));
  for (let round = 0; round < patience.rounds; round += 1) {
    for (const [what, way] of Object.entries(ways)) times.get(what)?.push(...(await timeInRow(place, way)));
  }
  return [...times].map(([what, all]) => ({ what, ms: median(all), runs: all.length }));
}

/** The template that the first test database leaves. @param {Place} place */
async function makeTemplate(place) {
  const database = await createTestDatabase(testOptions(place));
  const differences = await database.migrator.check();
  if (differences.length > 0) throw new Error(`the history leads elsewhere than the entities: ${JSON.stringify(differences[0])}`);
  const { rows } = await place.admin.query("SELECT datname FROM pg_database WHERE datname LIKE 'limbeck\\_tpl\\_%'");
  await database.drop();
  await endTestRun();
  return rows[0].datname;
}

/** @param {Place} place */
function testOptions({ dataSource, directory, serverUrl }) {
  return { dataSource, migrator: { directory }, provider: /** @type {const} */ ({ url: serverUrl }), ahead: 2 };
}

/**
 * Makes databases and drops each when the next was made, as tests do; gives the times of making them.
 *
 * @param {Place} place
 * @param {(name: string) => Promise<unknown>} way
 */
async function timeInRow({ admin }, way) {
  const times = [];
  for (let number = 0; number < turnsInRow; number += 1) {
    const startMs = performance.now();
    await way(`bench_${number}`);
    times.push(performance.now() - startMs);
    if (number > 0) await admin.query(`DROP DATABASE bench_${number - 1}`);
  }
  await admin.query(`DROP DATABASE bench_${turnsInRow - 1}`);
  return times;
}

/**
 * @param {Place} place
 * @param {string} database
 */
async function runRevisions({ source, directory }, database) {
  const migrator = new Migrator(source(database), { directory });
  await migrator.upgrade().finally(() => migrator.close());
}

/**
 * @param {Place} place
 * @param {string} database
 */
async function synchronize({ source }, database) {
  const dataSource = await source(database).initialize();
  await dataSource.synchronize().finally(() => dataSource.destroy());
}

/**
 * @param {Place} place
 * @param {{ testMs: number, context: PartContext }} request
 */
async function measureWaits(place, { testMs: ms, context: { patience } }) {
  const waits = [];
  for (let number = 0; number < patience.rounds * turnsInRow; number += 1) {
    const startMs = performance.now();
    const database = await createTestDatabase(testOptions(place));
    waits.push(performance.now() - startMs);
    await database.dataSource.query('SELECT 1');
    await sleep(ms);
    await database.drop();
  }
  // The first wait for the first databases to be made at all.
  const steady = waits.slice(2);
  return { ms: median(steady), runs: steady.length, firstMs: waits[0] };
}
