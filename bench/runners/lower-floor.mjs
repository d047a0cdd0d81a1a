// @ts-check
/** A lower floor, for one who need not know which statement failed: all that a revision sends, in one message. */
import { runPending } from './floor-books.mjs';

export { write } from './floor-files.mjs';

/**
 * @param {import('./runner.mjs').RunnerOptions} options
 * @returns {Promise<import('../support/worker.mjs').Measured<number>>}
 */
export async function start(options) {
  return {
    run: () =>
      runPending(options, (client, { statements, name, timestamp }) =>
        client.query(['BEGIN', ...statements, `INSERT INTO migrations ("timestamp", name) VALUES (${timestamp}, '${name}')`, 'COMMIT'].join(';\n')),
      ),
    stop: async () => undefined,
  };
}
