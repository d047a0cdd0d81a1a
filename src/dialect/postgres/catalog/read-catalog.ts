import type { Catalog, CatalogEntry } from '../../catalog.js';
import type { Snapshot } from '../../dialect.js';
import { catalogQueries } from './queries.js';

/** Reads the whole catalog of a database in one round trip. The empty search path makes PostgreSQL write every name in full. */
export async function readCatalog(snapshot: Snapshot): Promise<Catalog> {
  const [, ...results] = await snapshot.attempt(["SET LOCAL search_path TO ''", ...catalogQueries]);
  return results.flat().map(({ object, facts }) => ({ object: String(object), facts: facts as CatalogEntry['facts'] }));
}
