// @ts-check
import { readdirSync } from 'node:fs';
import pg from 'pg';
import { historyOf, toSql } from '../support/history.mjs';

/** @typedef {{ statements: readonly string[], name: string, timestamp: number }} Pending A revision that has not run. */

/**
 * What every runner does before and after it runs something: connects, makes the table of what is applied, reads it and the names of the files,
 * and hands those that are not in it to `work`, one after another. Gives their number.
 *
 * @param {import('./runner.mjs').RunnerOptions} options
 * @param {(client: pg.Client, revision: Pending) => Promise<unknown>} work
 */
export async function runPending({ url, folder, count }, work) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('CREATE TABLE IF NOT EXISTS migrations (id serial PRIMARY KEY, "timestamp" bigint NOT NULL, name character varying NOT NULL)');
  const { rows } = await client.query('SELECT name FROM migrations');
  const applied = new Set(rows.map(({ name }) => name));
  const files = new Set(readdirSync(folder));
  const pending = historyOf(count).filter(({ name }) => files.has(`${name}.js`) && !applied.has(name));
  for (const { name, timestamp, up } of pending) await work(client, { name, timestamp, statements: up.map(toSql) });
  await client.end();
  return pending.length;
}
