// @ts-check
/**
 * What a comparison costs when nothing changed: Limbeck's `diff()` beside TypeORM's own schema builder, in one process, on one
 * server, with entity metadata built and the connection open. `node bench/no-change-diff.mjs [tables …]`, after `npm run build`.
 */
import 'reflect-metadata';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { Migrator } from '../dist/index.js';
import { startNativeServer } from '../dist/server/native-server.js';
import { entities } from './schema.mjs';

const sizes = process.argv.slice(2).map(Number);
const runs = 5;

const server = await startNativeServer();
try {
  console.log(`PostgreSQL ${server.version}, Node ${process.version}; medians of ${runs} runs (TypeORM at 1,000 tables and more: 3)`);
  for (const size of sizes.length === 0 ? [100, 1000] : sizes) await measureSize(size);
} finally {
  await server.stop();
}

/** @param {number} size */
async function measureSize(size) {
  const dataSource = await prepare(size);
  const migrator = new Migrator(dataSource);
  const limbeck = await median(runs, async () => {
    const operations = await migrator.diff();
    if (operations.length > 0) throw new Error(`Limbeck sees a difference where there is none: ${JSON.stringify(operations[0])}`);
  });
  const typeorm = await median(size < 1000 ? runs : 3, () => dataSource.driver.createSchemaBuilder().log());
  await dataSource.destroy();
  console.log(
    `${size} tables: Limbeck ${show(limbeck)}; TypeORM ${show(typeorm)}; ${(typeorm.ms / limbeck.ms).toFixed(1)} times as fast`,
  );
}

/**
 * A database with the tables.
 *
 * @param {number} size
 */
async function prepare(size) {
  const admin = new pg.Client({ connectionString: server.url('postgres') });
  await admin.connect();
  await admin.query(`CREATE DATABASE bench_${size}`);
  await admin.end();
  const dataSource = new DataSource({ type: 'postgres', url: server.url(`bench_${size}`), entities: entities(size) });
  await dataSource.initialize();
  await makeTables(dataSource);
  return dataSource;
}

/**
 * Limbeck makes them, which is faster; that TypeORM agrees is what its tests show.
 *
 * @param {DataSource} dataSource
 */
async function makeTables(dataSource) {
  const { postgres } = await import('../dist/dialect/postgres/dialect.js');
  const operations = await new Migrator(dataSource).diff();
  await dataSource.query(operations.flatMap((operation) => postgres.render(operation).map(({ sql }) => sql)).join(';\n'));
  const left = await dataSource.driver.createSchemaBuilder().log();
  if (left.upQueries.length > 0) throw new Error(`TypeORM would still do: ${left.upQueries[0]?.query}`);
}

/**
 * The median time of `count` runs of `work`, after one to warm up, with the round trips of a run.
 *
 * @param {number} count
 * @param {() => Promise<unknown>} work
 */
async function median(count, work) {
  await work();
  const times = [];
  let trips = 0;
  const { query } = pg.Client.prototype;
  /** @this {pg.Client} */
  pg.Client.prototype.query = function (...args) {
    trips += 1;
    return query.apply(this, /** @type {Parameters<typeof query>} */ (args));
  };
  for (let run = 0; run < count; run += 1) {
    const startMs = performance.now();
    await work();
    times.push(performance.now() - startMs);
  }
  pg.Client.prototype.query = query;
  times.sort((left, right) => left - right);
  return { ms: times[Math.floor(count / 2)] ?? Number.NaN, trips: trips / count };
}

/** @param {{ ms: number, trips: number }} figures */
function show({ ms, trips }) {
  return `${Math.round(ms)} ms, ${trips} round trips`;
}
