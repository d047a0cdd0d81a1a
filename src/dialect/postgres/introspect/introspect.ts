import { setImmediate } from 'node:timers/promises';
import { LimbeckError } from '../../../kernel/errors.js';
import { nameKey, topLevelRef } from '../../../model/identity.js';
import type { Canonical, Schema, Table } from '../../../model/schema.js';
import { selectObjects } from '../../../model/select.js';
import type { Queryable, Scope } from '../../dialect.js';
import { selectionOf } from '../../selection.js';
import { assemble, assembleParts } from './assemble.js';
import { mayBorrow } from './columns.js';
import { beyondWordsQueries, borrowedQuery, isNamed, outlineQueries, type QueriesOf, rareQueries, referencedQuery, restQueries, statementsOf, tableNamesQuery, tablesOf } from './queries.js';
import { type BeyondWordsRows, type CatalogRows, noRows, type OutlineRows, type RareRows, type ReferencedRows, type RestRows, type TableRow } from './rows.js';

/**
 * Reads what is in the namespaces of `scope`, in two round trips; in one more where tables are chosen by their names, and where a default takes values
 * from a sequence that is not the column's own. Columns and constraints become those of `like` where they are the same.
 *
 * @throws {LimbeckError} `introspect/not-readable` for tables in the scope that the role may not select from.
 */
export async function introspect(db: Queryable, scope: Scope, like: readonly Table[] = []): Promise<Canonical<Schema>> {
  const where = isNamed(scope.namespaces);
  const among = scope.excludesName === undefined ? 'true' : await chosenTables(db, where, scope);
  const outline = await read(db, outlineQueries(where, among));
  const selected = selectTables(outline.tables, scope);
  requireReadable(selected);
  const tables = tablesOf(outline.tables.map(({ oid }) => oid));
  const referenced = referencedElsewhere(outline);
  const [rest, early] = await Promise.all([readRest(db, { outline, where, tables, referenced }), onceSent(() => assembleParts(outline, like))]);
  // A foreign key has the names of what it refers to.
  const parts = referenced.length === 0 ? early : assembleParts({ ...outline, ...rest }, like);
  const borrowed = mayBorrow(parts.columns) ? await read(db, { borrowed: borrowedQuery(tables) }) : {};
  return select(assemble({ ...noRows, ...outline, ...rest, ...borrowed }, { ...parts, selected }), scope);
}

/** The oids of the tables that foreign keys refer to and that were not read. */
function referencedElsewhere({ tables, constraints }: OutlineRows): readonly number[] {
  const read = new Set(tables.map(({ oid }) => oid));
  return [...new Set(constraints.flatMap((row) => (row.type === 'f' && !read.has(row.referenced) ? [row.referenced] : [])))];
}

/** Does some work while the server does its own. */
async function onceSent<T>(work: () => T): Promise<T> {
  await setImmediate();
  return work();
}

interface Outline {
  readonly outline: OutlineRows;
  readonly where: string;
  /** A query of their oids. */
  readonly tables: string;
  /** The oids of tables that were not read. */
  readonly referenced: readonly number[];
}

type Rest = RestRows & Partial<RareRows & BeyondWordsRows & ReferencedRows>;

function readRest(db: Queryable, { outline: { server }, where, tables, referenced }: Outline): Promise<Rest> {
  const rare = server.some(({ has_rare: hasRare }) => hasRare) ? rareQueries(where, tables) : {};
  const beyondWords = server.some(({ may_have_beyond_words: mayHave }) => mayHave) ? beyondWordsQueries(where, tables) : {};
  const elsewhere = referenced.length === 0 ? {} : { referenced: referencedQuery(tablesOf(referenced)) };
  return read<Rest>(db, { ...restQueries(where, tables), ...rare, ...beyondWords, ...elsewhere });
}

/** Asks queries in one round trip. */
const read = async <Rows extends Partial<CatalogRows>>(db: Queryable, queries: QueriesOf<Rows>): Promise<Rows> =>
  rowsOf(queries, await db.script(statementsOf(queries).join(';\n')));

/** The answers by the names of their queries. The queries are ours, so are their columns: this is where they get types. */
export const rowsOf = <Rows extends Partial<CatalogRows>>(queries: QueriesOf<Rows>, results: readonly (readonly unknown[])[]): Rows =>
  Object.fromEntries(Object.keys(queries).map((name, position) => [name, results[position] ?? []])) as unknown as Rows;

/** A condition that the tables fulfil whose names are not excluded. */
async function chosenTables(db: Queryable, where: string, scope: Scope): Promise<string> {
  const [rows = []] = await db.script(tableNamesQuery(where));
  const tables = rows as unknown as readonly Pick<TableRow, 'oid' | 'schema' | 'name'>[];
  const oids = tables.filter((table) => scope.excludesName?.(topLevelRef('table', table)) !== true).map(({ oid }) => oid);
  return oids.length === 0 ? 'false' : `c.oid IN (${oids.join(', ')})`;
}

/** Those that `scope` does not exclude, which need not be readable. */
const selectTables = (tables: readonly TableRow[], scope: Scope): readonly TableRow[] =>
  tables.filter((table) => {
    const ref = topLevelRef('table', table);
    return !scope.excludes(ref) && (!table.inherits || scope.claims(ref));
  });

/** The schema without what `scope` excludes. */
function select(schema: Canonical<Schema>, scope: Scope): Canonical<Schema> {
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
