import { userInfo } from 'node:os';
import type { DataSource, QueryRunner } from 'typeorm';
import { isError } from '../kernel/error-text.js';
import { type ErrorCode, LimbeckError } from '../kernel/errors.js';
import { driverErrorOf, isSocketGone, sqlStateOf } from './server-error.js';

/** A connection as people name it; never with a password, nor as the URL that may hold one. */
interface ConnectionNames {
  readonly server: string;
  readonly database: string;
  readonly role: string;
}

/** Where a data source says what to connect to; a part that is left out comes from the environment, as `pg` has it. */
interface Credentials {
  readonly url?: string;
  readonly host?: string;
  readonly port?: number | string;
  readonly username?: string;
  readonly database?: string;
}

/**
 * A QueryRunner with a connection.
 *
 * @throws {LimbeckError} `config/…` when there is none to be had.
 */
export async function connect(dataSource: DataSource): Promise<QueryRunner> {
  const queryRunner = dataSource.createQueryRunner();
  try {
    await queryRunner.connect();
    return queryRunner;
  } catch (error) {
    await queryRunner.release();
    throw connectionError(error, dataSource) ?? error;
  }
}

/** `host:port/database`. */
export function serverName(dataSource: DataSource): string {
  const { server, database } = namesOf(dataSource);
  return `${server}/${database}`;
}

/** The role that a data source logs in as. */
export const roleName = (dataSource: DataSource): string => namesOf(dataSource).role;

/** Node's codes for a server that is not there, or not on this way. */
const unreachableCodes = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOENT', 'EACCES']);

/** What `pg` says when the connection comes to nothing in another way. */
const otherTroubles = /^Connection terminated|^timeout |SSL|certificate|^Invalid URL$/;

/** The error of a connection that could not be made; `null` where `error` is of another sort. */
export function connectionError(error: unknown, dataSource: DataSource): LimbeckError | null {
  const inner = driverErrorOf(error);
  if (!isError(inner)) return null;
  const { server, database, role } = namesOf(dataSource);
  const options = { cause: error };
  const code = 'code' in inner ? String(inner.code) : '';
  const state = sqlStateOf(inner);
  if (state === '3D000') return new LimbeckError('config/database-missing', { database, server }, options);
  if (state?.startsWith('28') === true) return new LimbeckError('config/login-failed', { role, server, reason: inner.message }, options);
  if (/client password must be a/.test(inner.message)) {
    return new LimbeckError('config/login-failed', { role, server, reason: 'it asks for a password, and the DataSource gives none' }, options);
  }
  if (state === null && unreachableCodes.has(code) && 'syscall' in (firstOf(inner) ?? inner)) {
    return new LimbeckError('config/server-unreachable', { server, reason: code }, options);
  }
  if (state !== null || isSocketGone(inner) || otherTroubles.test(inner.message)) {
    return new LimbeckError('config/cannot-connect', { server, reason: inner.message }, options);
  }
  return null;
}

/** Node tries every address of a host, and gives the failures of all. */
const firstOf = (error: Error): object | null => {
  const first: unknown = 'errors' in error && Array.isArray(error.errors) ? error.errors[0] : null;
  return typeof first === 'object' ? first : null;
};

const connectionErrors: ReadonlySet<string> = new Set<ErrorCode>(['config/database-missing', 'config/login-failed', 'config/server-unreachable', 'config/cannot-connect', 'run/connection-lost']);

/** Whether `error` says that the database cannot be asked. */
export const isNoConnection = (error: unknown): error is LimbeckError => error instanceof LimbeckError && connectionErrors.has(String(error.code));

function namesOf({ options }: DataSource): ConnectionNames {
  const { replication, extra } = options as { readonly replication?: { readonly master: Credentials }; readonly extra?: Credentials };
  const said: Credentials = replication?.master ?? (options as Credentials);
  const parts = partsOf(said.url);
  if (parts === null) return unnamed;
  const { host, port, database, username } = { ...said, ...parts, ...extra };
  const role = username ?? process.env['PGUSER'] ?? userInfo().username;
  return {
    server: `${host ?? process.env['PGHOST'] ?? 'localhost'}:${port ?? process.env['PGPORT'] ?? 5432}`,
    database: database ?? process.env['PGDATABASE'] ?? role,
    role,
  };
}

/** For a URL that cannot be taken apart. */
const unnamed: ConnectionNames = {
  server: 'the server of the URL (are the special characters in its password percent-encoded?)',
  database: 'of the URL',
  role: 'of the URL',
};

/** The parts of a URL; `null` when its password was not escaped and so pieces of it are in the other parts. */
function partsOf(url: string | undefined): Credentials | null {
  if (url === undefined) return {};
  try {
    const { hostname, port, pathname, search, hash, username } = new URL(url);
    if (`${pathname}${search}${hash}`.includes('@')) return null;
    return {
      ...(hostname === '' ? {} : { host: hostname }),
      ...(port === '' ? {} : { port }),
      ...(pathname.length > 1 ? { database: decodeURIComponent(pathname.slice(1)) } : {}),
      ...(username === '' ? {} : { username: decodeURIComponent(username) }),
    };
  } catch {
    return null;
  }
}
