// @ts-check
/** Limbeck's `upgrade()`, of files as `limbeck revision` writes them, in JavaScript. */
import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { Migrator } from '../../dist/index.js';

export { writeJavaScript as write } from './limbeck-files.mjs';

/**
 * @param {import('./runner.mjs').RunnerOptions} options
 * @returns {Promise<import('../support/worker.mjs').Measured<number>>}
 */
export async function start({ url, folder }) {
  const migrator = new Migrator(new DataSource({ type: 'postgres', url }), { directory: folder });
  return {
    run: async () => {
      const ran = await migrator.upgrade();
      await migrator.close();
      return ran.length;
    },
    stop: async () => undefined,
  };
}
