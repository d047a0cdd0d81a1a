import type { Catalog, CatalogEntry } from '../../catalog.js';
import type { Queryable } from '../../dialect.js';
import { catalogQueries } from './queries.js';

/** Reads the whole catalog of a database in one round trip. The empty search path makes PostgreSQL write every name in full. */
export async function readCatalog(db: Queryable): Promise<Catalog> {
  const [, , ...results] = await db.script(['START TRANSACTION READ ONLY', "SET LOCAL search_path TO ''", ...catalogQueries, 'COMMIT'].join(';\n'));
  return results.flat().map(({ object, facts }) => ({ object: String(object), facts: facts as CatalogEntry['facts'] }));
}
