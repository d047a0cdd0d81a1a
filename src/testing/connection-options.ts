import type { DataSource } from 'typeorm';
import { dataSourceOn } from '../typeorm/data-source-at.js';
import type { TestServer } from './providers.js';

/** The parts of options that lead to a database. */
interface Connection {
  readonly url?: string;
  readonly host?: string;
  readonly port?: number | string;
  readonly username?: string;
  readonly password?: unknown;
  readonly database?: string;
  readonly replication?: { readonly master: Connection };
  readonly ssl?: unknown;
  readonly extra?: object;
}

/** The URL of the server that a data source names; `null` where it names none, or in a way that no URL can say. */
export function serverUrlOf({ options }: DataSource): string | null {
  const { replication, ...said } = options as Connection;
  const { url, host, port, username, password, database } = replication?.master ?? said;
  if (url !== undefined) return url;
  if (host === undefined || host.startsWith('/') || typeof password === 'function') return null;
  const built = new URL(`postgresql://${host.includes(':') ? `[${host}]` : host}:${port ?? 5432}/${encodeURIComponent(database ?? '')}`);
  return Object.assign(built, { username: encodeURIComponent(username ?? ''), password: encodeURIComponent(typeof password === 'string' ? password : '') }).href;
}

/** A data source with the same entities and settings that leads to a database of a test server. */
export function dataSourceAt(dataSource: DataSource, server: TestServer, name: string): DataSource {
  const { ssl, extra } = dataSource.options as Connection;
  return dataSourceOn(dataSource, server.url(name), {
    ...(server.provider === 'url' && ssl !== undefined ? { ssl } : {}),
    // A test process may end while the data source is open.
    extra: { ...extra, allowExitOnIdle: true },
  });
}
