// @ts-check
/** Limbeck's `diff()`. */
import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { Migrator } from '../../dist/index.js';
import { keptOpen } from '../support/kept-open.mjs';
import { entitiesOf } from './typeorm-entities.mjs';

/**
 * @param {import('./differ.mjs').DifferOptions} options
 * @returns {Promise<import('../support/worker.mjs').Measured<number>>}
 */
export async function start({ url, ...request }) {
  const dataSource = await new DataSource({ type: 'postgres', url, entities: entitiesOf(request), extra: keptOpen }).initialize();
  const migrator = new Migrator(dataSource);
  return {
    run: async () => (await migrator.diff()).length,
    stop: () => dataSource.destroy(),
  };
}
