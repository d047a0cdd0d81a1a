// @ts-check
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import 'reflect-metadata';
import pg from 'pg';
import { DataSource, EntitySchema } from 'typeorm';
import { Migrator } from '../dist/index.js';
import { startServer } from './support/server.mjs';

/*
 * How long readers and writers of a large table wait while its entity changes: by the plan, and by the chain of `--online`.
 *
 *   npm run build && node bench/online-load.mjs [--change several|key] [--rows 1000000] [--url postgresql://…] [--json]
 *
 * `--change several` (the default): a column more, a unique constraint, a check, a foreign key, NOT NULL and another index; `key`: another type of a
 * primary key to which a table of half as many rows refers. `--url`: a server that runs, on which databases are made and dropped; else one is started.
 */

/** @typedef {[sql: string, values: unknown[]]} Asked */

/**
 * A change of entities, and what others do meanwhile.
 *
 * @typedef {{ before: EntitySchema[], after: EntitySchema[], fill: string[], read: (row: number) => Asked, update: (row: number) => Asked, insert: (row: number) => Asked }} Change
 */

/** @param {'int' | 'bigint'} type */
const idOf = (type) => /** @type {const} */ ({ type, primary: true, generated: 'increment' });
const id = idOf('int');
const shop = new EntitySchema({ name: 'shop', columns: { id } });

/** @type {Change} */
const several = {
  before: [
    new EntitySchema({
      name: 'item',
      columns: { id, name: { type: 'varchar', nullable: true }, price: { type: 'int' }, shop: { type: 'int' } },
      indices: [{ name: 'item_name', columns: ['name'] }],
    }),
    shop,
  ],
  after: [
    new EntitySchema({
      name: 'item',
      columns: {
        id,
        name: { type: 'varchar', default: 'unnamed' },
        price: { type: 'int' },
        shop: { type: 'int', foreignKey: { target: 'shop' } },
        token: { type: 'uuid', default: () => 'gen_random_uuid()' },
      },
      uniques: [{ columns: ['token'] }],
      checks: [{ expression: 'price >= 0' }],
      indices: [{ name: 'item_name', columns: ['name', 'price'] }],
    }),
    shop,
  ],
  fill: [
    'INSERT INTO shop SELECT FROM generate_series(1, 100) WHERE $1::int > 0',
    'INSERT INTO item (name, price, shop) SELECT nullif(n % 10, 0)::text, n % 100, 1 + n % 100 FROM generate_series(1, $1::int) n',
  ],
  read: (row) => ['SELECT name, price FROM item WHERE id = $1', [row]],
  update: (row) => ['UPDATE item SET price = price + 1 WHERE id = $1', [row]],
  insert: (row) => ['INSERT INTO item (price, shop) VALUES (1, $1)', [1 + (row % 100)]],
};

/** @param {'int' | 'bigint'} type */
const itemsAndSales = (type) => [
  new EntitySchema({ name: 'item', columns: { id: idOf(type), price: { type: 'int' } } }),
  new EntitySchema({ name: 'sale', columns: { id, item: { type, foreignKey: { target: 'item' } } }, indices: [{ name: 'sale_item', columns: ['item'] }] }),
];

/** @type {Change} */
const key = {
  before: itemsAndSales('int'),
  after: itemsAndSales('bigint'),
  fill: ['INSERT INTO item (price) SELECT n % 100 FROM generate_series(1, $1::int) n', 'INSERT INTO sale (item) SELECT n FROM generate_series(1, $1::int / 2) n'],
  read: (row) => ['SELECT price, (SELECT count(*) FROM sale WHERE item = $1) AS sales FROM item WHERE id = $1', [row]],
  update: (row) => ['UPDATE item SET price = price + 1 WHERE id = $1', [row]],
  insert: (row) => ['INSERT INTO sale (item) VALUES ($1)', [row]],
};

const changes = { several, key };

/** @typedef {{ plan: 'plain' | 'online', revisions: number, seconds: number, readerMs: number, writerMs: number, reads: number, writes: number, deadlocks: number }} Outcome */

/** SQLSTATE of a deadlock (PostgreSQL 18, Appendix A). */
const deadlock = '40P01';

/** One who reads or writes all the while, a row at a time, and how long the longest wait was. */
class Client {
  longestMs = 0;
  count = 0;
  /** How often it was cancelled, as it and the plan waited for each other. */
  deadlocks = 0;
  #isStopped = false;
  /** @type {Promise<void>} */
  #done = Promise.resolve();
  /** @type {pg.Client} */
  #client;

  /**
   * @param {string} url
   * @param {(turn: number) => Asked} statement
   */
  constructor(url, statement) {
    this.statement = statement;
    this.#client = new pg.Client({ connectionString: url });
  }

  async start() {
    await this.#client.connect();
    this.#done = this.#run();
  }

  async stop() {
    this.#isStopped = true;
    await this.#done.finally(() => this.#client.end());
  }

  async #run() {
    while (!this.#isStopped) {
      const startMs = performance.now();
      await this.#client.query(...this.statement(this.count)).catch((/** @type {Error & { code?: string }} */ error) => {
        if (error.code !== deadlock) throw error;
        this.deadlocks += 1;
      });
      this.longestMs = Math.max(this.longestMs, performance.now() - startMs);
      this.count += 1;
    }
  }
}

/** @typedef {{ url: string, rows: number, change: Change }} Database */

/** @param {Database} database */
async function fill({ url, rows, change }) {
  const dataSource = await new DataSource({ type: 'postgres', url, entities: change.before, synchronize: true }).initialize();
  for (const statement of change.fill) await dataSource.query(statement, [rows]);
  await dataSource.query('ANALYZE');
  await dataSource.destroy();
}

/**
 * @param {Outcome['plan']} plan
 * @param {Database} database
 * @returns {Promise<Outcome>}
 */
async function measure(plan, database) {
  const { url, rows, change } = database;
  await fill(database);
  const dataSource = await new DataSource({ type: 'postgres', url, entities: change.after }).initialize();
  const directory = await mkdtemp(join(tmpdir(), 'limbeck-load-'));
  const migrator = new Migrator(dataSource, { directory, verify: 'off', lockRetries: 20 });
  const written = await migrator.revision({ message: 'sell items', autogenerate: true, online: plan === 'online' });
  const row = () => 1 + Math.floor(Math.random() * rows);
  const readers = [1, 2].map(() => new Client(url, () => change.read(row())));
  const writers = [1, 2].map(() => new Client(url, (turn) => (turn % 2 === 0 ? change.update(row()) : change.insert(row()))));
  const clients = [...readers, ...writers];
  await Promise.all(clients.map((client) => client.start()));
  const startMs = performance.now();
  await migrator.upgrade();
  const seconds = (performance.now() - startMs) / 1000;
  await Promise.all(clients.map((client) => client.stop()));
  const left = await migrator.diff();
  if (left.length > 0) throw new Error(`The ${plan} way leaves ${left.length} differences.`);
  await dataSource.destroy();
  await rm(directory, { recursive: true });
  const longest = (/** @type {Client[]} */ some) => Math.max(...some.map(({ longestMs }) => longestMs));
  const sum = (/** @type {Client[]} */ some) => some.reduce((total, { count }) => total + count, 0);
  return { plan, revisions: 1 + (written?.further.length ?? 0), seconds, readerMs: longest(readers), writerMs: longest(writers), reads: sum(readers), writes: sum(writers), deadlocks: clients.reduce((total, { deadlocks }) => total + deadlocks, 0) };
}

const number = (/** @type {number} */ value, digits = 0) => value.toLocaleString('en', { maximumFractionDigits: digits });

const line = (/** @type {Outcome} */ { plan, revisions, seconds, readerMs, writerMs, reads, writes, deadlocks }) =>
  `| ${plan === 'online' ? '`--online`' : 'the plan'} | ${revisions} | ${number(seconds, 1)} s | ${number(readerMs)} ms | ${number(writerMs)} ms | ${number(reads)} | ${number(writes)} | ${number(deadlocks)} |`;

const { values } = parseArgs({ options: { change: { type: 'string', default: 'several' }, rows: { type: 'string', default: '1000000' }, url: { type: 'string' }, json: { type: 'boolean', default: false } } });
const rows = Number(values.rows);
const change = changes[/** @type {keyof typeof changes} */ (values.change)];
if (change === undefined) throw new Error(`There is no change "${values.change}".`);

/** @param {string} database */
async function serverAt(database) {
  const admin = new pg.Client({ connectionString: database });
  await admin.connect();
  const url = (/** @type {string} */ name) => Object.assign(new URL(database), { pathname: `/${name}` }).href;
  return {
    create: async (/** @type {string} */ name) => (await admin.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`), url(name)),
    drop: async (/** @type {string} */ name) => void (await admin.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`)),
    stop: () => admin.end(),
  };
}

const server = values.url === undefined ? await startServer() : await serverAt(values.url);
try {
  /** @type {Outcome[]} */
  const outcomes = [];
  for (const plan of /** @type {const} */ (['plain', 'online'])) {
    const name = `limbeck_load_${plan}_${process.pid}`;
    try {
      outcomes.push(await measure(plan, { url: await server.create(name), rows, change }));
    } finally {
      await server.drop(name);
    }
  }
  if (values.json) console.log(JSON.stringify(outcomes));
  else {
    console.log(`${number(rows)} rows, two readers and two writers.\n`);
    console.log('| | revisions | took | longest wait of a reader | of a writer | reads | writes | deadlocks |\n|---|---:|---:|---:|---:|---:|---:|---:|');
    outcomes.forEach((outcome) => console.log(line(outcome)));
  }
} finally {
  await server.stop();
}
