import { setImmediate } from 'node:timers/promises';
import { LimbeckError } from '../../../kernel/errors.js';
import { nameKey, topLevelRef } from '../../../model/identity.js';
import type { Canonical, Schema, Table } from '../../../model/schema.js';
import { selectObjects } from '../../../model/select.js';
import type { Queryable, Scope } from '../../dialect.js';
import { selectionOf } from '../../selection.js';
import { assemble } from './assemble.js';
import { assembleColumns, mayBorrow } from './columns.js';
import { beyondWordsQueries, borrowedQuery, isNamed, memberQueries, outlineQueries, type QueriesOf, rareQueries, referencedQuery, statementsOf, tableNamesQuery, tablesOf } from './queries.js';
import { type BeyondWordsRows, type CatalogRows, type MemberRows, noRows, type OutlineRows, type RareRows, type TableRow } from './rows.js';

/**
 * Reads what is in the namespaces of `scope`, in two round trips; in one more where tables are chosen by their names, and where a default takes values
 * from a sequence that is not the column's own, or a foreign key refers to a table that is not read. Columns become those of `like` where they are the same.
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
  const [members, columns] = await Promise.all([readMembers(db, { outline, where, tables }), onceSent(() => assembleColumns(outline, like))]);
  const elsewhere = await readElsewhere(db, {
    ...(mayBorrow(columns) ? { borrowed: borrowedQuery(tables) } : {}),
    ...referencedQueries(outline, members),
  });
  return select(assemble({ ...noRows, ...outline, ...members, ...elsewhere }, { columns, selected }), scope);
}

/** What there is beside the tables that are read. */
type Elsewhere = Partial<Pick<CatalogRows, 'borrowed' | 'referenced'>>;

const readElsewhere = async (db: Queryable, queries: QueriesOf<Elsewhere>): Promise<Elsewhere> => (Object.keys(queries).length === 0 ? {} : read<Elsewhere>(db, queries));

/** A query of the tables that foreign keys refer to and that were not read, where there are any. */
function referencedQueries({ tables }: OutlineRows, { constraints }: MemberRows): QueriesOf<Elsewhere> {
  const read = new Set(tables.map(({ oid }) => oid));
  const referenced = new Set(constraints.flatMap((row) => (row.type === 'f' && !read.has(row.referenced) ? [row.referenced] : [])));
  return referenced.size === 0 ? {} : { referenced: referencedQuery(tablesOf([...referenced])) };
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
}

type Members = MemberRows & Partial<RareRows & BeyondWordsRows>;

function readMembers(db: Queryable, { outline: { server }, where, tables }: Outline): Promise<Members> {
  const rare = server.some(({ has_rare: hasRare }) => hasRare) ? rareQueries(where, tables) : {};
  const beyondWords = server.some(({ may_have_beyond_words: mayHave }) => mayHave) ? beyondWordsQueries(where, tables) : {};
  return read<Members>(db, { ...memberQueries(tables), ...rare, ...beyondWords });
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
