import { appendFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LimbeckError } from '../kernel/errors.js';
import { programPath } from './native-binaries.js';
import { serverLog, type Command, type Identity, type Run } from './native-command.js';
import { give } from './native-place.js';
import { findFreePort, isPortTaken } from './native-ports.js';

/** What it takes to run one PostgreSQL server. */
export interface Cluster {
  /** The folder of the binaries. */
  readonly binaries: string;
  readonly data: string;
  /** Holds the logs, and for a moment the password. */
  readonly folder: string;
  readonly identity: Identity;
  readonly run: Run;
}

/** Settings of postgresql.conf by name; the values need no quoting. */
export type Settings = Readonly<Record<string, string>>;

export interface Account {
  readonly user: string;
  readonly password: string;
}

/** Our part of the configuration, written anew at each start; postgresql.conf itself stays the user's. */
const settingsFile = 'limbeck.conf';

/**
 * Makes the data folder.
 *
 * Text is UTF-8, sorted by bytes, whatever the machine is set to: `C` is the one locale that every version and
 * platform has and none changes (PostgreSQL 18, 23.1 "Locale Support"). Passwords are asked for as on a real server.
 *
 * @throws {LimbeckError} `testing/command-failed`
 */
export async function createData({ binaries, data, folder, identity, run }: Cluster, { user, password }: Account): Promise<void> {
  const passwordFile = join(folder, 'password');
  await mkdir(data, { recursive: true, mode: 0o700 });
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  for (const path of [data, passwordFile]) give(path, identity);
  const args = [`--pgdata=${data}`, `--username=${user}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', '--no-sync'];
  try {
    await run({ file: programPath(binaries, 'initdb'), args });
  } finally {
    await rm(passwordFile, { force: true });
  }
  await appendFile(join(data, 'postgresql.conf'), `\ninclude_if_exists '${settingsFile}'\n`);
}

/**
 * Starts the server on a free port of 127.0.0.1 and returns the port.
 *
 * Between the search for a port and the start somebody else can take it, so a few are tried.
 *
 * @throws {LimbeckError} `testing/port-taken`, `testing/command-failed`
 */
export async function startOnFreePort(cluster: Cluster, settings: Settings): Promise<number> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOnPort(cluster, { host: '127.0.0.1', port: await findFreePort(), settings });
    } catch (error) {
      if (attempt === 10 || !LimbeckError.is(error, 'testing/port-taken')) throw error;
    }
  }
}

export interface StartOptions {
  readonly host: string;
  readonly port: number;
  readonly settings: Settings;
}

/**
 * Starts the server on the port, and returns it when the server accepts connections.
 *
 * @throws {LimbeckError} `testing/port-taken`, `testing/command-failed`
 */
export async function startOnPort({ binaries, data, folder, run }: Cluster, { host, port, settings }: StartOptions): Promise<number> {
  if (await isPortTaken(host, port)) throw new LimbeckError('testing/port-taken', { host, port });
  // TCP only: the path of a socket has no more than 107 bytes, and temporary folders can have long names.
  const place: Settings = { port: String(port), listen_addresses: host, unix_socket_directories: '' };
  await writeFile(join(data, settingsFile), settingsText({ timezone: 'UTC', log_timezone: 'UTC', ...settings, ...place }));
  const log = serverLog(folder);
  await rm(log, { force: true });
  try {
    await run({ file: programPath(binaries, 'pg_ctl'), args: ['start', '--wait', `--pgdata=${data}`, `--log=${log}`] });
  } catch (cause) {
    const said = await readFile(log, 'utf8').catch(() => '');
    const isTaken = /could not bind .*(already in use|only one usage)/is.test(said) || (await isPortTaken(host, port));
    if (isTaken) throw new LimbeckError('testing/port-taken', { host, port }, { cause });
    throw cause;
  }
  return port;
}

/** The command that stops the server at once, without a checkpoint, or in good order. */
export function stopCommand({ binaries, data }: Pick<Cluster, 'binaries' | 'data'>, mode: 'immediate' | 'fast'): Command {
  return { file: programPath(binaries, 'pg_ctl'), args: ['stop', '--wait', `--mode=${mode}`, `--pgdata=${data}`] };
}

/** Source of the quoting: PostgreSQL 18, 19.1 "Setting Parameters", and GUC_scanstr in guc-file.l for the backslash. */
function settingsText(settings: Settings): string {
  const rows = Object.entries(settings).map(([name, value]) => `${name} = '${value.replace(/\\/g, '\\\\').replace(/'/g, "''")}'\n`);
  return rows.join('');
}
