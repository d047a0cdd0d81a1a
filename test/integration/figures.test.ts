import { DataSource } from 'typeorm';
import { postgres } from '../../src/dialect/postgres/dialect.js';
import type { ServerFigures } from '../../src/dialect/hazard.js';
import { nameKey } from '../../src/model/identity.js';
import { queryableOf } from '../../src/typeorm/queryable.js';
import { createDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
let dataSource: DataSource;

beforeEach(async () => {
  database = await createDatabase();
  dataSource = await new DataSource({ type: 'postgres', ...database.options }).initialize();
});

afterEach(async () => {
  await dataSource.destroy();
  await database.drop();
});

async function figures(): Promise<ServerFigures> {
  const queryRunner = dataSource.createQueryRunner();
  try {
    return await postgres.readFigures(queryableOf(queryRunner));
  } finally {
    await queryRunner.release();
  }
}

const keyOf = (name: string): string => nameKey({ schema: 'public', name });

it('tells the version that the server tells, and of an empty database that it is empty', async () => {
  const [{ version } = { version: '' }] = await database.query<{ version: string }>("SELECT split_part(current_setting('server_version'), ' ', 1) AS version");
  const [serverVersion, minorVersion] = version.split('.').map(Number);
  expect(await figures()).toEqual({ serverVersion, minorVersion, isEmpty: true, tables: new Map() });
});

it('tells the rows and bytes of what was counted, and nothing of what was not', async () => {
  await database.query('CREATE TABLE counted (id integer, note text)');
  await database.query('CREATE TABLE uncounted (id integer)');
  await database.query('CREATE TABLE bare (id integer, note text)');
  await database.query("INSERT INTO counted SELECT n, repeat('x', 100) FROM generate_series(1, 2000) AS n");
  await database.query('INSERT INTO uncounted VALUES (1)');
  await database.query('ANALYZE counted');
  const { tables, isEmpty } = await figures();
  const [{ bytes } = { bytes: 0 }] = await database.query<{ bytes: number }>("SELECT pg_table_size('counted')::integer AS bytes");
  expect(tables.get(keyOf('counted'))).toEqual({ rows: 2000, bytes });
  expect([...tables.keys()].sort()).toEqual([keyOf('bare'), keyOf('counted')]);
  expect(tables.get(keyOf('bare'))?.rows).toBe(0);
  expect(isEmpty).toBe(false);
});

it('takes tables without rows for empty, whatever columns they have', async () => {
  await database.query('CREATE TABLE bare (id serial PRIMARY KEY, note text)');
  await database.query('CREATE TABLE split (id integer) PARTITION BY RANGE (id)');
  expect((await figures()).isEmpty).toBe(true);
});

it('adds up the partitions of a partitioned table', async () => {
  await database.query('CREATE TABLE split (id integer) PARTITION BY RANGE (id)');
  await database.query('CREATE TABLE low PARTITION OF split FOR VALUES FROM (0) TO (100)');
  await database.query('CREATE TABLE high PARTITION OF split FOR VALUES FROM (100) TO (1000) PARTITION BY RANGE (id)');
  await database.query('CREATE TABLE higher PARTITION OF high FOR VALUES FROM (100) TO (1000)');
  await database.query('INSERT INTO split SELECT n FROM generate_series(0, 999) AS n');
  await database.query('ANALYZE');
  const { tables } = await figures();
  expect(['split', 'low', 'high', 'higher'].map((name) => tables.get(keyOf(name))?.rows)).toEqual([1000, 100, 900, 900]);
});

it('waits for no lock, and says nothing of what is locked', async () => {
  await database.query('CREATE TABLE locked (id integer)');
  await database.query('INSERT INTO locked VALUES (1)');
  await database.query('ANALYZE');
  const holder = dataSource.createQueryRunner();
  await holder.startTransaction();
  await holder.query('LOCK TABLE locked IN ACCESS EXCLUSIVE MODE');
  try {
    const { tables, isEmpty } = await figures();
    expect([tables.size, isEmpty]).toEqual([0, false]);
  } finally {
    await holder.rollbackTransaction();
    await holder.release();
  }
});
