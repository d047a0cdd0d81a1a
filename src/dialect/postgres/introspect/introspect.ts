import { LimbeckError } from '../../../kernel/errors.js';
import { nameKey, topLevelRef } from '../../../model/identity.js';
import type { Canonical, Schema } from '../../../model/schema.js';
import { selectObjects } from '../../../model/select.js';
import type { Queryable, Scope } from '../../dialect.js';
import { selectionOf } from '../../selection.js';
import { quoteLiteral } from '../quote.js';
import { assemble } from './assemble.js';
import { catalogQueries, tableNamesQuery } from './queries.js';
import type { CatalogRows, TableRow } from './rows.js';

/**
 * Reads what is in the namespaces of `scope`, in one round trip; in two where tables are chosen by their names.
 *
 * @throws {LimbeckError} `introspect/not-readable` for tables in the scope that the role may not select from.
 */
export async function introspect(db: Queryable, scope: Scope): Promise<Canonical<Schema>> {
  const names = scope.namespaces.map(quoteLiteral);
  const where = names.length === 0 ? 'false' : `n.nspname IN (${names.join(', ')})`;
  const among = scope.excludesName === undefined ? 'true' : await chosenTables(db, where, scope);
  const results = await db.script(introspectionStatements(where, among).join(';\n'));
  return select(rowsOf(results), scope);
}

/** A condition that the tables fulfil whose names are not excluded. */
async function chosenTables(db: Queryable, where: string, scope: Scope): Promise<string> {
  const [rows = []] = await db.script(tableNamesQuery(where));
  const tables = rows as unknown as readonly Pick<TableRow, 'oid' | 'schema' | 'name'>[];
  const oids = tables.filter((table) => scope.excludesName?.(topLevelRef('table', table)) !== true).map(({ oid }) => oid);
  return oids.length === 0 ? 'false' : `c.oid IN (${oids.join(', ')})`;
}

/** All the catalog queries, for the namespaces that fulfil `where` and their tables that fulfil `among`; {@link rowsOf} reads the answers. */
export const introspectionStatements = (where: string, among = 'true'): string[] => Object.values<string>({ ...catalogQueries(where, among) });

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
  const schema = assemble(rows, tables);
  const { views, materializedViews } = schema;
  const there = new Set([...schema.tables, ...materializedViews].map(nameKey));
  const unmanaged = schema.unmanaged.filter(({ table }) => there.has(nameKey(table)));
  // Views are all read: one that is left alone may still stand on something that changes.
  return { ...schema, ...selectObjects(schema, selectionOf(scope)), views, materializedViews, unmanaged };
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
