// @ts-check
/** TypeORM's schema builder, as `migration:generate` and `schema:log` use it; Limbeck and the floor compare the same tables, which TypeORM makes. */
import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { keptOpen } from '../support/kept-open.mjs';
import { entitiesOf } from './typeorm-entities.mjs';

const statementsAtOnce = 500;

/**
 * @param {import('./differ.mjs').DifferOptions} options
 * @returns {Promise<import('../support/worker.mjs').Measured<number>>}
 */
export async function start(options) {
  const dataSource = await connect(options);
  return {
    run: async () => (await dataSource.driver.createSchemaBuilder().log()).upQueries.length,
    stop: () => dataSource.destroy(),
  };
}

/**
 * Makes the tables, in portions, as one transaction can hold no more locks than the server has room for.
 *
 * @param {import('./differ.mjs').DifferOptions} options
 */
export async function create(options) {
  const dataSource = await connect(options);
  const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
  const statements = upQueries.map(({ query }) => query);
  for (let at = 0; at < statements.length; at += statementsAtOnce) await dataSource.query(statements.slice(at, at + statementsAtOnce).join(';\n'));
  await dataSource.destroy();
}

/** @param {import('./differ.mjs').DifferOptions} options */
function connect({ url, ...request }) {
  return new DataSource({ type: 'postgres', url, entities: entitiesOf(request), extra: keptOpen }).initialize();
}
