import type { DataSource, DataSourceOptions } from 'typeorm';
import { shareMigrations } from './named-migrations.js';

/** The parts of options that name a database. */
interface Connection {
  readonly url?: string;
  readonly database?: string;
  readonly replication?: { readonly master: Connection };
}

/** Everything in options that says where to connect to, and how. */
interface Address extends Connection {
  readonly host?: string;
  readonly port?: number | string;
  readonly username?: string;
  readonly password?: unknown;
  readonly ssl?: unknown;
  readonly extra?: object;
}

/** A data source with the same entities and settings that leads to another database of the same server, and calls no subscribers. */
export function dataSourceAt(dataSource: DataSource, database: string): DataSource {
  const { replication, ...said } = dataSource.options as Connection;
  return copyDataSource(dataSource, { ...said, ...inDatabase(replication?.master ?? said, database), subscribers: [] });
}

/**
 * A data source with the same entities and settings that leads to a database of another server.
 *
 * @param url With the password in it.
 * @param changes Options that take the place of those of `dataSource`.
 */
export function dataSourceOn(dataSource: DataSource, url: string, changes: object = {}): DataSource {
  const { url: former, host, port, username, password, database, replication, ssl, extra, ...rest } = dataSource.options as Address;
  void [former, host, port, username, password, database, replication, ssl];
  const address = new URL(url);
  return copyDataSource(dataSource, {
    ...rest,
    host: address.hostname.replace(/^\[|\]$/g, ''),
    port: Number(address.port || 5432),
    username: decodeURIComponent(address.username),
    password: decodeURIComponent(address.password),
    database: decodeURIComponent(address.pathname.slice(1)),
    extra: withoutAddress(extra),
    ...changes,
  });
}

/** What TypeORM hands to `pg` besides, where an address wins over that of the options. Source: pg 8.23, ConnectionParameters. */
function withoutAddress(extra: object = {}): object {
  const names = ['connectionString', 'host', 'port', 'user', 'password', 'database', 'ssl'];
  return Object.fromEntries(Object.entries(extra).filter(([name]) => !names.includes(name)));
}

/**
 * A data source with other options. It is made by the class of the given one, so that the application's copy of TypeORM is used.
 * It changes nothing by itself, and loads no migrations: Limbeck runs them.
 */
function copyDataSource(dataSource: DataSource, options: object): DataSource {
  const Constructor = dataSource.constructor as new (options: DataSourceOptions) => DataSource;
  const passive = { ...options, synchronize: false, dropSchema: false, migrationsRun: false, migrations: [] };
  return shareMigrations(new Constructor(passive as unknown as DataSourceOptions), dataSource);
}

/** A URL wins over the other options. Source: typeorm 0.3.31 and 1.1.1, DriverUtils.buildDriverOptions. */
function inDatabase(connection: Connection, database: string): Connection {
  if (connection.url === undefined) return { ...connection, database };
  const url = new URL(connection.url);
  url.pathname = `/${encodeURIComponent(database)}`;
  return { ...connection, database, url: url.href };
}
