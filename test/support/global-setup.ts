import './typescript-resolution';
import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { startNativeServer, type NativeServer } from '../../src/server/native-server.js';
import type { ServerAddress } from './database.js';
import { serverPackage } from './server-package.js';

let desk: Server | undefined;
let server: Promise<UsedServer> | undefined;

/** A server that this run started, or found. */
type UsedServer = ServerAddress & Pick<NativeServer, 'stop'>;

/**
 * Opens the desk at which the test files ask for the PostgreSQL server of this run.
 *
 * The first to ask has it started, so unit tests do not pay for it; it belongs to jest's main process,
 * as workers come and go.
 */
export default async function openDesk(): Promise<void> {
  // The reply holds the password of a superuser, so the address is one that nobody can guess.
  const path = `/${randomUUID()}`;
  desk = createServer((request, response) => {
    if (request.url !== path) {
      response.writeHead(404).end();
      return;
    }
    server ??= startServer();
    server.then(
      ({ host, port, user, password }) => response.end(JSON.stringify({ host, port, user, password } satisfies ServerAddress)),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => desk?.listen(0, '127.0.0.1', resolve));
  const address = desk.address();
  if (typeof address !== 'object' || address === null) throw new Error('The desk has no port.');
  process.env['LIMBECK_TEST_SERVER'] = `http://127.0.0.1:${address.port}${path}`;
}

/** The server that the repository brings, one of the version that `LIMBECK_PG` names, or the one that `LIMBECK_PG_URL` leads to. */
async function startServer(): Promise<UsedServer> {
  const url = process.env['LIMBECK_PG_URL'];
  if (url !== undefined) return foundServer(new URL(url));
  const version = process.env['LIMBECK_PG'];
  if (version === undefined) return startNativeServer({ storage: 'memory' });
  const started = await startNativeServer({ storage: 'memory', package: await serverPackage(version) });
  if (started.version.startsWith(`${version}.`)) return started;
  await started.stop();
  throw new Error(`LIMBECK_PG is ${version}, but PostgreSQL ${started.version} started.`);
}

const foundServer = ({ hostname, port, username, password }: URL): UsedServer => ({
  host: hostname,
  port: Number(port || 5432),
  user: decodeURIComponent(username),
  password: decodeURIComponent(password),
  stop: () => Promise.resolve(),
});

/** Closes the desk and stops the server, if one was asked for. */
export async function closeDesk(): Promise<void> {
  desk?.close();
  desk?.closeAllConnections();
  await (await server)?.stop();
}
