// @ts-check
/** All that Limbeck reads of the catalog, by its own queries, with `pg` alone; nothing is made of the rows. */
import pg from 'pg';
import { outlineQueries, restQueries, tablesOf } from '../../dist/dialect/postgres/introspect/queries.js';

const inPublic = "n.nspname = 'public'";

/**
 * @param {import('./differ.mjs').DifferOptions} options
 * @returns {Promise<import('../support/worker.mjs').Measured<null>>}
 */
export async function start({ url }) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const outline = outlineQueries(inPublic);
  const place = Object.keys(outline).indexOf('tables') + 1;
  const first = ['START TRANSACTION ISOLATION LEVEL REPEATABLE READ', ...Object.values(outline)].join(';\n');
  return {
    run: async () => {
      const results = /** @type {{ rows: { oid: number }[] }[]} */ (/** @type {unknown} */ (await client.query(first)));
      const oids = results[place]?.rows.map(({ oid }) => oid) ?? [];
      await client.query(Object.values(restQueries(inPublic, tablesOf(oids))).join(';\n'));
      await client.query('ROLLBACK');
      return null;
    },
    stop: () => client.end(),
  };
}
