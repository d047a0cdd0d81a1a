import type { DataSource, DataSourceOptions } from 'typeorm';
import { shareMigrations } from './named-migrations.js';

/** The parts of options that name a database. */
interface Connection {
  readonly url?: string;
  readonly database?: string;
  readonly replication?: { readonly master: Connection };
}

/** A data source with the same entities and settings that leads to another database of the same server, and calls no subscribers. */
export function dataSourceAt(dataSource: DataSource, database: string): DataSource {
  const { replication, ...said } = dataSource.options as Connection;
  return copyDataSource(dataSource, { ...said, ...inDatabase(replication?.master ?? said, database), subscribers: [] });
}

/**
 * A data source with other options. It is made by the class of the given one, so that the application's copy of TypeORM is used.
 * It changes nothing by itself, and loads no migrations: Limbeck runs them.
 */
export function copyDataSource(dataSource: DataSource, options: object): DataSource {
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
