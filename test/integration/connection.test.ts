import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { LimbeckError, type ErrorCode } from '../../src/kernel/errors.js';
import { connect } from '../../src/typeorm/connection.js';
import { initialise } from '../../src/typeorm/initialise.js';
import { createDatabase, type TestDatabase } from '../support/database.js';

const notFound: unknown = expect.stringMatching(/^(ENOTFOUND|EAI_AGAIN)$/);

let database: TestDatabase;

beforeAll(async () => {
  database = await createDatabase();
});

afterAll(() => database.drop());

const password = 'S3cret#Wort';

type Overrides = Partial<Extract<DataSourceOptions, { type: 'postgres' }>>;

/** The error of a data source that cannot be initialised, which must not show the password in any way of printing it. */
async function refusal<C extends ErrorCode>(code: C, overrides: Overrides): Promise<LimbeckError<C>> {
  const dataSource = new DataSource({ type: 'postgres', ...overrides });
  const error = await initialise(dataSource).then(() => 'it connected', (failure: unknown) => failure);
  if (!LimbeckError.is(error, code)) throw new Error(`expected ${code}`, { cause: error });
  const printed = `${error.message}\n${error.hint}\n${String(error.stack)}\n${inspect(error, { depth: 20 })}\n${JSON.stringify(error)}`;
  expect(printed).not.toContain(password);
  expect(printed).not.toContain(encodeURIComponent(password));
  expect(dataSource.isInitialized).toBe(false);
  return error;
}

const secret = encodeURIComponent(password);
const server = () => `${database.options.host}:${database.options.port}`;

async function freePort(): Promise<number> {
  const listener = createServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  listener.close();
  return port;
}

describe('a connection that cannot be made', () => {
  it('names the server that does not answer, given by options or by a URL', async () => {
    const port = await freePort();
    const expected = { server: `127.0.0.1:${port}`, reason: 'ECONNREFUSED' };
    expect((await refusal('config/server-unreachable', { host: '127.0.0.1', port, username: 'me', password, database: 'shop' })).details).toEqual(expected);
    expect((await refusal('config/server-unreachable', { url: `postgres://me:${secret}@127.0.0.1:${port}/shop` })).details).toEqual(expected);
    expect((await refusal('config/server-unreachable', { host: 'localhost', port, username: 'me', password, database: 'shop' })).details).toEqual({
      server: `localhost:${port}`,
      reason: 'ECONNREFUSED',
    });
  });

  it('names a host that nobody knows', async () => {
    const { details } = await refusal('config/server-unreachable', { host: 'no-such-host.invalid', username: 'me', password, database: 'shop' });
    expect(details).toEqual({ server: 'no-such-host.invalid:5432', reason: notFound });
  });

  it('names the role of a wrong password, and of none', async () => {
    const { details, message } = await refusal('config/login-failed', { ...database.options, password });
    expect(details).toEqual({ role: database.options.username, server: server(), reason: `password authentication failed for user "${database.options.username}"` });
    expect(message).toBe(
      `The server at ${server()} does not let the role "${database.options.username}" in: Password authentication failed for user "${database.options.username}".`,
    );
    const { password: _, ...without } = database.options;
    expect((await refusal('config/login-failed', without)).details.reason).toBe('it asks for a password, and the DataSource gives none');
    expect((await refusal('config/login-failed', { ...database.options, username: 'no such role', password })).details.role).toBe('no such role');
  });

  it('leaves no socket open, which would keep the process alive', async () => {
    const openSockets = () => process.getActiveResourcesInfo().filter((resource) => resource === 'TCPSocketWrap').length;
    const { password: _, ...without } = database.options;
    await database.query('SELECT 1');
    const before = openSockets();
    await refusal('config/login-failed', without);
    for (let round = 0; openSockets() > before; round += 1) {
      if (round > 100) throw new Error('a socket was left open');
      await sleep(20);
    }
  });

  it('names the database that is missing, given by options or by a URL', async () => {
    const expected = { database: 'no such one', server: server() };
    expect((await refusal('config/database-missing', { ...database.options, database: 'no such one' })).details).toEqual(expected);
    expect((await refusal('config/database-missing', { url: database.url.replace(/[^/]*$/, 'no%20such%20one') })).details).toEqual(expected);
  });

  it('passes on what else the server says', async () => {
    await database.query(`ALTER DATABASE ${database.name} CONNECTION LIMIT 0; CREATE ROLE r_${database.name} LOGIN PASSWORD 'x'`);
    try {
      const { details } = await refusal('config/cannot-connect', { ...database.options, username: `r_${database.name}`, password: 'x' });
      expect(details).toEqual({ server: server(), reason: `too many connections for database "${database.name}"` });
    } finally {
      await database.query(`ALTER DATABASE ${database.name} CONNECTION LIMIT -1; DROP ROLE r_${database.name}`);
    }
  });

  it('tells of a server that is no PostgreSQL and hangs up, and of one that does not answer in time', async () => {
    const sockets: Socket[] = [];
    let answer = (socket: Socket): unknown => socket.end();
    const listener = createServer((socket) => (sockets.push(socket), answer(socket))).listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const { port } = listener.address() as AddressInfo;
    const options = { host: '127.0.0.1', port, username: 'me', password, database: 'shop' };
    try {
      expect((await refusal('config/cannot-connect', options)).details.server).toBe(`127.0.0.1:${port}`);
      answer = (socket) => socket.once('data', () => socket.resetAndDestroy());
      expect((await refusal('config/cannot-connect', options)).details).toEqual({ server: `127.0.0.1:${port}`, reason: 'read ECONNRESET' });
      answer = () => undefined;
      expect((await refusal('config/cannot-connect', { ...options, connectTimeoutMS: 100 })).details.reason).toContain('timeout');
    } finally {
      sockets.forEach((socket) => socket.destroy());
      listener.close();
    }
  });

  it.each(['pa/S3cret#Wort', 'pa#S3cret#Wort', 'S3cret#Wort@x', '12/S3cret#Wort', 'a?S3cret#Wort'])(
    'names no part of a URL whose password is not escaped: %s',
    async (unescaped) => {
      const port = await freePort();
      const dataSource = new DataSource({ type: 'postgres', url: `postgres://me:${unescaped}@127.0.0.1:${port}/shop` });
      const error = await initialise(dataSource).then(() => 'it connected', (failure: unknown) => failure);
      expect(error).toBeInstanceOf(LimbeckError);
      expect(`${(error as LimbeckError).message} ${(error as LimbeckError).hint}`).not.toContain('S3cret');
    },
  );
});

describe('a data source with replicas', () => {
  it('is asked on its master, also while a replica does not answer, and keeps its options', async () => {
    const slave = { ...database.options, port: await freePort() };
    const dataSource = new DataSource({ type: 'postgres', replication: { master: database.options, slaves: [slave] } });
    const before = structuredClone(dataSource.options);
    await expect(dataSource.initialize()).rejects.toThrow('ECONNREFUSED');
    await initialise(dataSource);
    expect(await dataSource.query('SELECT inet_server_port() AS port')).toEqual([{ port: database.options.port }]);
    expect(dataSource.options).toEqual(before);
    await dataSource.destroy();
  });
});

describe('a data source whose server is gone since', () => {
  it('says so when a connection is asked for', async () => {
    const gone = await createDatabase();
    const dataSource = await new DataSource({ type: 'postgres', ...gone.options, poolErrorHandler: () => undefined }).initialize();
    await gone.drop();
    await expect(connect(dataSource)).rejects.toMatchObject({ code: 'config/database-missing', details: { database: gone.name } });
    await dataSource.destroy();
  });
});
