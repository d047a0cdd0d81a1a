// @ts-check
/**
 * The floor of a first revision that has proved itself: its statements sent with `pg` alone, all at once, there and back in one transaction that is rolled
 * back. Nothing is read, judged, written or compared.
 */
import 'reflect-metadata';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { postgres } from '../../dist/dialect/postgres/dialect.js';
import { Migrator } from '../../dist/index.js';
import { wayBack } from '../../dist/plan/plan.js';
import { entitiesOf } from './typeorm-entities.mjs';

/**
 * @param {import('./differ.mjs').DifferOptions} options
 * @returns {Promise<import('../support/worker.mjs').Measured<number>>}
 */
export async function start({ url, ...request }) {
  const dataSource = await new DataSource({ type: 'postgres', url, entities: entitiesOf(request) }).initialize();
  const operations = await new Migrator(dataSource).diff();
  await dataSource.destroy();
  const statements = [operations, wayBack(operations)].map((steps) => steps.flatMap((step) => postgres.render(step)).map(({ sql }) => sql));
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return {
    run: async () => {
      await client.query('START TRANSACTION');
      for (const direction of statements) await client.query(direction.join(';\n'));
      await client.query('ROLLBACK');
      return statements.flat().length;
    },
    stop: () => client.end(),
  };
}
