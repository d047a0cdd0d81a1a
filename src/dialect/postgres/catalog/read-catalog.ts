import type { ObjectRef } from '../../../model/identity.js';
import type { Catalog, CatalogEntry } from '../../catalog.js';
import type { Row, Snapshot } from '../../dialect.js';
import { catalogQueries } from './queries.js';

/** Reads the whole catalog of a database in one round trip. The empty search path makes PostgreSQL write every name in full. */
export async function readCatalog(snapshot: Snapshot): Promise<Catalog> {
  const [, ...results] = await snapshot.attempt(["SET LOCAL search_path TO ''", ...catalogQueries]);
  return results.flat().map(entryOf);
}

/** The queries are ours, so are their columns: this is where they get types. */
const entryOf = ({ object, facts, schema, relation, ref }: Row): CatalogEntry => ({
  object: String(object),
  facts: facts as CatalogEntry['facts'],
  schema: schema as string | null,
  relation: referenceOf(relation),
  ref: referenceOf(ref),
});

function referenceOf(found: unknown): ObjectRef | null {
  const ref = found as ObjectRef | { readonly kind: null } | null;
  return ref === null || ref.kind === null ? null : ref;
}
