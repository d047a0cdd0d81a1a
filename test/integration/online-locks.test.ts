import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { DataSource, EntitySchema } from 'typeorm';
import { Migrator, type MigratorOptions } from '../../src/index.js';
import { createDatabase, type TestDatabase } from '../support/database.js';

/** Sales refer to items; the key of these changes its type. */
const shop = (type: 'int' | 'bigint'): readonly EntitySchema[] => [
  new EntitySchema<object>({ name: 'item', columns: { id: { type, primary: true, generated: 'increment' } } }),
  new EntitySchema<object>({ name: 'sale', columns: { id: { type: 'int', primary: true, generated: 'increment' }, item: { type, foreignKey: { target: 'item' } } } }),
];

let database: TestDatabase;
let directory: string;
const open: (() => Promise<void>)[] = [];

beforeEach(async () => {
  database = await createDatabase();
  directory = await mkdtemp(join(tmpdir(), 'limbeck-locks-'));
});

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
  await database.drop();
  await rm(directory, { recursive: true });
});

async function migratorOf(entities: readonly EntitySchema[], options: MigratorOptions = {}): Promise<Migrator> {
  const dataSource = await new DataSource({ type: 'postgres', ...database.options, applicationName: 'chain', entities: [...entities] }).initialize();
  open.push(() => dataSource.destroy());
  return new Migrator(dataSource, { directory, ...options });
}

async function connect(): Promise<Client> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  open.push(() => client.end());
  return client;
}

/** Until a session of this name waits for the lock of this table. */
async function untilWaiting(application: string, table: string): Promise<void> {
  const question = `SELECT FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE NOT granted AND application_name = $1 AND relation = $2::regclass`;
  while ((await database.query(question, [application, `public.${table}`])).length === 0) await sleep(5);
}

/** A shop with a chain that is yet to run as far as its last revision, in which the columns change places. */
async function aboutToSwitch(options: MigratorOptions = {}): Promise<Migrator> {
  const first = await migratorOf(shop('int'));
  await first.revision({ message: 'begin', autogenerate: true });
  await first.upgrade();
  await database.query('INSERT INTO item SELECT FROM generate_series(1, 100); INSERT INTO sale (item) SELECT n FROM generate_series(1, 100) n');
  const migrator = await migratorOf(shop('bigint'), options);
  await migrator.revision({ message: 'count on', autogenerate: true, online: true });
  await migrator.upgrade('+2');
  return migrator;
}

describe('a transaction of a chain that needs the locks of two tables', () => {
  /*
   * The app holds one of the tables. A third session holds the other for a moment: behind it waits the chain, and behind that the app. So the app is the first to
   * look for a deadlock, a second later, and PostgreSQL cancels who finds one (PostgreSQL 18, 19.12 "Lock Management", deadlock_timeout).
   */
  it.each([
    ['item', 'sale'],
    ['sale', 'item'],
  ])('gives way to an app that holds %s and waits for %s', async (held, wanted) => {
    const migrator = await aboutToSwitch();
    const [app, third] = [await connect(), await connect()];
    await third.query(`BEGIN; SELECT FROM ${wanted}`);
    await app.query(`SET application_name = 'app'; BEGIN; SELECT FROM ${held}`);
    const upgraded = migrator.upgrade();
    await untilWaiting('chain', wanted);
    const [, read] = await Promise.all([untilWaiting('app', wanted).then(() => third.query('COMMIT')), app.query(`SELECT count(*)::int AS rows FROM ${wanted}`)]);
    expect(read.rows).toEqual([{ rows: 100 }]);
    await app.query('COMMIT');
    await upgraded;
    expect(await migrator.diff()).toEqual([]);
  }, 60_000);

  it.each(['item', 'sale'])('says that it did not get them where somebody keeps %s, and leaves the other to those who use it', async (kept) => {
    const migrator = await aboutToSwitch({ lockRetries: 0 });
    const [keeper, app] = [await connect(), await connect()];
    await keeper.query(`BEGIN; SELECT FROM ${kept}`);
    const upgraded = migrator.upgrade();
    const refused = expect(upgraded).rejects.toMatchObject({ code: 'run/lock-timeout' });
    let longestMs = 0;
    for (let isOver = false; !isOver; isOver = await Promise.race([upgraded.then(() => true, () => true), sleep(5, false)])) {
      const startMs = performance.now();
      await app.query(`SELECT count(*) FROM ${kept === 'item' ? 'sale' : 'item'}`);
      longestMs = Math.max(longestMs, performance.now() - startMs);
    }
    await refused;
    expect(longestMs).toBeLessThan(2_000);
    await keeper.query('COMMIT');
    await migrator.upgrade();
    expect(await migrator.diff()).toEqual([]);
  }, 60_000);
});
