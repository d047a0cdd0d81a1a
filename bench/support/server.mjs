// @ts-check
import pg from 'pg';
import { startNativeServer } from '../../dist/server/native-server.js';

/** @typedef {{ url(database: string): string, port: number, version: string, create(database: string): Promise<string>, drop(database: string): Promise<void>, analyse(database: string): Promise<void>, stop(): Promise<void> }} BenchServer */

/**
 * The PostgreSQL server that the repository brings, for one part: `create` gives the URL of a new database. Its background jobs are off, so that
 * they disturb nobody; `analyse` does what they would have done for the catalog by the time that a schema is compared.
 *
 * @param {import('./part.mjs').ServerOptions} [options]
 * @returns {Promise<BenchServer>}
 */
export async function startServer(options = { settings: { autovacuum: 'off', max_wal_size: '1GB' } }) {
  const server = await startNativeServer(options);
  const ask = async (/** @type {string} */ database, /** @type {string} */ sql) => {
    const client = new pg.Client({ connectionString: server.url(database) });
    await client.connect();
    await client.query(sql).finally(() => client.end());
  };
  return {
    url: (database) => server.url(database),
    port: server.port,
    version: server.version,
    create: async (database) => {
      await ask('postgres', `CREATE DATABASE ${pg.escapeIdentifier(database)}`);
      return server.url(database);
    },
    drop: (database) => ask('postgres', `DROP DATABASE IF EXISTS ${pg.escapeIdentifier(database)} WITH (FORCE)`),
    analyse: (database) => ask(database, 'VACUUM (ANALYZE)'),
    stop: () => server.stop(),
  };
}
