import { setTimeout } from 'node:timers/promises';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { LimbeckError } from '../../src/kernel/errors.js';
import type { LimbeckEvent } from '../../src/runtime/events.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { lineOf, sql } from '../support/revisions.js';
import { runRevisions } from '../support/run-revisions.js';

const build = 'CREATE INDEX CONCURRENTLY product_name ON product (name)';
const indexing = lineOf({ index: { ...sql(build), transaction: false } });

let database: TestDatabase;
let dataSource: DataSource;
/** Keeps a row locked, so that an index of its table is not done before it ends its transaction. */
let writer: Client;

beforeEach(async () => {
  database = await createDatabase();
  await database.query('CREATE TABLE product (name text)');
  dataSource = await new DataSource({ type: 'postgres', ...database.options }).initialize();
  writer = await connect();
  await writer.query("BEGIN; INSERT INTO product VALUES ('chair')");
});

afterEach(async () => {
  await writer.end();
  await dataSource.destroy();
  await database.drop();
});

async function connect(): Promise<Client> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  return client;
}

interface Index {
  readonly oid: string;
  readonly valid: boolean;
}

const indexes = (): Promise<readonly Index[]> => database.query<{ oid: string; valid: boolean }>("SELECT indexrelid::text AS oid, indisvalid AS valid FROM pg_index WHERE indrelid = 'product'::regclass");

async function whenBegun(): Promise<Index> {
  for (;;) {
    const [index] = await indexes();
    if (index !== undefined) return index;
    await setTimeout(10);
  }
}

it('leaves the index alone that another session is building, however often it does not get the lock', async () => {
  const other = await connect();
  const built = other.query(build);
  const { oid } = await whenBegun();
  const runAgain = (): Promise<unknown> => runRevisions(dataSource, indexing, { limits: { lockTimeoutMs: 100, statementTimeoutMs: 0 }, lockRetries: 1 }).catch((reason: unknown) => reason);
  for (let run = 0; run < 2; run += 1) expect(LimbeckError.is(await runAgain(), 'run/lock-timeout')).toBe(true);
  expect(await indexes()).toEqual([{ oid, valid: false }]);
  await writer.query('COMMIT');
  await built;
  const error = await runAgain();
  expect(LimbeckError.is(error, 'run/statement-failed') && error.details.sqlState).toBe('42P07');
  expect(await indexes()).toEqual([{ oid, valid: true }]);
  await other.end();
});

it('waits for the build of a client that was cut off, and takes over what it made', async () => {
  const cut = await new DataSource({ type: 'postgres', ...database.options, poolSize: 1 }).initialize();
  const runner = cut.createQueryRunner();
  const { connection } = (await runner.connect()) as { readonly connection: { readonly stream: { destroy(): void } } };
  await runner.release();
  const first = runRevisions(cut, indexing).catch((reason: unknown) => reason);
  const { oid } = await whenBegun();
  connection.stream.destroy();
  expect(LimbeckError.is(await first, 'run/connection-lost')).toBe(true);
  // The session of the server that builds goes on, as nothing tells it that nobody is there any more, and keeps the lock of its run.
  const told: LimbeckEvent[] = [];
  const second = runRevisions(dataSource, indexing, { lock: { key: 'another', waitMs: 0 }, emit: (event) => told.push(event) });
  while (!told.some(({ type }) => type === 'run.blocked')) await setTimeout(10);
  expect(told).toContainEqual(expect.objectContaining({ type: 'run.blocked', revision: 'index', sql: build, blockers: [expect.objectContaining({ query: build })] }));
  await writer.query('COMMIT');
  expect(await second).toEqual(['index']);
  expect(await indexes()).toEqual([{ oid, valid: true }]);
  await cut.destroy();
});

it('clears away what a build of its own left, and builds it anew', async () => {
  await writer.query('ROLLBACK');
  await database.query("INSERT INTO product VALUES ('chair'), ('chair')");
  const unique = lineOf({ index: { ...sql(build.replace('INDEX', 'UNIQUE INDEX')), transaction: false } });
  const error: unknown = await runRevisions(dataSource, unique).catch((reason: unknown) => reason);
  expect(LimbeckError.is(error, 'run/statement-failed') && error.details.sqlState).toBe('23505');
  expect(await indexes()).toEqual([]);
});

it('tells the first failure where it cannot be written down, and the second beside it', async () => {
  await writer.query('ROLLBACK');
  await database.query("INSERT INTO product VALUES ('chair'), ('chair')");
  await runRevisions(dataSource, lineOf({ first: { ...sql('VACUUM product'), transaction: false } }));
  await database.query(`
    CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN IF NEW.state = ''failed'' THEN RAISE EXCEPTION ''the disk is full''; END IF; RETURN NEW; END';
    CREATE TRIGGER refusing BEFORE INSERT OR UPDATE ON migrations_journal FOR EACH ROW EXECUTE FUNCTION refuse()`);
  const unique = lineOf({ first: {}, index: { ...sql(build.replace('INDEX', 'UNIQUE INDEX')), transaction: false } });
  const error: unknown = await runRevisions(dataSource, unique).catch((reason: unknown) => reason);
  expect(LimbeckError.is(error, 'run/statement-failed') && error.details).toMatchObject({ sqlState: '23505', standing: expect.stringMatching(/After it, this failed too: .*the disk is full/s) as unknown });
});
