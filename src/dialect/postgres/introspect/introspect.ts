import { LimbeckError } from '../../../kernel/errors.js';
import { topLevelRef } from '../../../model/identity.js';
import type { Canonical, Schema } from '../../../model/schema.js';
import { selectObjects } from '../../../model/select.js';
import type { Queryable, Scope } from '../../dialect.js';
import { quoteLiteral } from '../quote.js';
import { assemble } from './assemble.js';
import { catalogQueries } from './queries.js';
import type { CatalogRows, TableRow } from './rows.js';

/**
 * Reads what is in the namespaces of `scope`, in one round trip.
 *
 * @throws {LimbeckError} `introspect/not-readable` for tables in the scope that the role may not select from.
 */
export async function introspect(db: Queryable, scope: Scope): Promise<Canonical<Schema>> {
  const names = scope.namespaces.map(quoteLiteral);
  const where = names.length === 0 ? 'false' : `n.nspname IN (${names.join(', ')})`;
  const results = await db.script(introspectionStatements(where).join(';\n'));
  return select(rowsOf(results), scope);
}

/** All the catalog queries, for the namespaces that fulfil `where`; {@link rowsOf} reads the answers. */
export const introspectionStatements = (where: string): string[] => Object.values<string>({ ...catalogQueries(where) });

/** The answers of {@link introspectionStatements}, by name. The queries are ours, so are their columns: this is where they get types. */
export function rowsOf(results: readonly (readonly unknown[])[]): CatalogRows {
  const names = Object.keys(catalogQueries('false'));
  return Object.fromEntries(names.map((name, position) => [name, results[position] ?? []])) as unknown as CatalogRows;
}

/** The schema without what `scope` excludes. Excluded tables need not be readable. */
function select(rows: CatalogRows, scope: Scope): Canonical<Schema> {
  const tables = rows.tables.filter((table) => {
    const ref = topLevelRef('table', table);
    return !scope.excludes(ref) && (!table.inherits || scope.claims(ref));
  });
  requireReadable(tables);
  const schema = assemble({ ...rows, tables });
  const { views, materializedViews } = schema;
  // Views are all read: one that is left alone may still stand on something that changes.
  return { ...schema, ...selectObjects(schema, (ref) => !scope.excludes(ref)), views, materializedViews };
}

function requireReadable(tables: readonly TableRow[]): void {
  const unreadable = tables.filter((table) => !table.readable);
  const first = unreadable[0];
  if (first === undefined) return;
  throw new LimbeckError('introspect/not-readable', {
    tables: unreadable.map((table) => `${table.schema}.${table.name}`),
    role: first.role,
  });
}
