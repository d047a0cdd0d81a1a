import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { startLocalServer, stopLocalServer, type LocalServerOptions } from '../../src/testing/local-server.js';
import { findFreePort } from '../../src/server/native-ports.js';

jest.setTimeout(60_000);

let options: LocalServerOptions;
let folder: string;

beforeAll(async () => {
  const project = await mkdtemp(join(tmpdir(), 'limbeck-project-'));
  options = { project, host: 'localhost', port: await findFreePort(), user: 'shop', password: 'a secret', database: 'my "shop"' };
  ({ folder } = await stopLocalServer(options));
});
afterEach(async () => { await stopLocalServer(options); });
afterAll(async () => {
  for (const path of [folder, options.project]) await rm(path, { recursive: true, force: true });
});

async function ask(sql: string, { port, user, password, database }: LocalServerOptions = options): Promise<unknown> {
  const client = new Client({ host: '127.0.0.1', port, user, password, database });
  await client.connect();
  try {
    return (await client.query<{ answer: unknown }>(sql)).rows[0]?.answer;
  } finally {
    await client.end();
  }
}

test('starts what the options name, once, and keeps the data', async () => {
  expect(await startLocalServer(options)).toEqual({ started: true, created: true, folder });
  await ask('CREATE TABLE kept AS SELECT 7 AS answer');
  const startedAt = await ask('SELECT pg_postmaster_start_time() AS answer');
  expect(await startLocalServer(options)).toEqual({ started: false, created: false, folder });
  expect(await ask('SELECT pg_postmaster_start_time() AS answer')).toEqual(startedAt);
  expect(await stopLocalServer(options)).toEqual({ stopped: true, folder });
  await expect(ask('SELECT 1 AS answer')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  expect(await stopLocalServer(options)).toEqual({ stopped: false, folder });
  expect(await startLocalServer(options)).toEqual({ started: true, created: false, folder });
  expect(await ask('SELECT answer FROM kept')).toBe(7);
});

test('moves a running server to another port and makes another database', async () => {
  await startLocalServer(options);
  const changed = { ...options, port: await findFreePort(), database: 'another' };
  expect(await startLocalServer(changed)).toEqual({ started: true, created: true, folder });
  expect(await ask('SELECT current_database() AS answer', changed)).toBe('another');
  await expect(ask('SELECT 1 AS answer')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

test('keeps servers of two projects apart', async () => {
  const other = { ...options, project: `${options.project}-2`, port: await findFreePort(), password: 'another' };
  try {
    await Promise.all([startLocalServer(options), startLocalServer(other)]);
    expect(await ask('SELECT 1 AS answer')).toBe(1);
    expect(await ask('SELECT 2 AS answer', other)).toBe(2);
  } finally {
    await rm((await stopLocalServer(other)).folder, { recursive: true, force: true });
  }
});

test('refuses another password or user, running or not, and leaves the server as it was', async () => {
  for (const changed of [{ ...options, password: 'wrong' }, { ...options, user: 'other' }]) {
    await expect(startLocalServer(changed)).rejects.toMatchObject({ code: 'testing/account-refused', details: { user: changed.user, folder } });
    expect(await stopLocalServer(options)).toMatchObject({ stopped: false });
    await startLocalServer(options);
    await expect(startLocalServer(changed)).rejects.toMatchObject({ code: 'testing/account-refused' });
    expect(await stopLocalServer(options)).toMatchObject({ stopped: true });
  }
});

test('says so when another program has the port', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(options.port, '127.0.0.1', resolve));
  await expect(startLocalServer(options)).rejects.toMatchObject({ code: 'testing/port-taken', details: { host: 'localhost', port: options.port } });
  other.close();
});

test('starts nothing on another machine', async () => {
  await expect(startLocalServer({ ...options, host: 'db.example.com' })).rejects.toMatchObject({ code: 'testing/host-not-local' });
});

test('does not stop a process that only has the number of a server that died', async () => {
  await startLocalServer(options);
  await stopLocalServer(options);
  await writeFile(join(folder, 'data/postmaster.pid'), `${process.pid}\n${join(folder, 'data')}\n0\n${options.port}\n`);
  expect(await stopLocalServer(options)).toEqual({ stopped: false, folder });
  await rm(join(folder, 'data/postmaster.pid'));
});

test('refuses the data of another major version', async () => {
  await startLocalServer(options);
  await stopLocalServer(options);
  const file = join(folder, 'data/PG_VERSION');
  const version = await readFile(file, 'utf8');
  await writeFile(file, '9\n');
  await expect(startLocalServer(options)).rejects.toMatchObject({ code: 'testing/data-of-other-version', details: { found: '9' } });
  await writeFile(file, version);
});

test('makes new data after a first start that was interrupted', async () => {
  await rm(folder, { recursive: true });
  await startLocalServer(options);
  await stopLocalServer(options);
  await rename(join(folder, 'data'), join(folder, 'data.new'));
  expect(await startLocalServer(options)).toMatchObject({ started: true, created: true });
  expect(existsSync(join(folder, 'data.new'))).toBe(false);
});
