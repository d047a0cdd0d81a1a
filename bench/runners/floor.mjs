// @ts-check
/** The floor: what every runner has to send, with `pg` alone: each revision in a transaction with its row, statement by statement. */
import { runPending } from './floor-books.mjs';

export { write } from './floor-files.mjs';

/**
 * @param {import('./runner.mjs').RunnerOptions} options
 * @returns {Promise<import('../support/worker.mjs').Measured<number>>}
 */
export async function start(options) {
  return {
    run: () =>
      runPending(options, async (client, { statements, name, timestamp }) => {
        await client.query('BEGIN');
        for (const statement of statements) await client.query(statement);
        await client.query('INSERT INTO migrations ("timestamp", name) VALUES ($1, $2)', [timestamp, name]);
        await client.query('COMMIT');
      }),
    stop: async () => undefined,
  };
}
