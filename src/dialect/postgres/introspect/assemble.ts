import type {
  Canonical,
  Check,
  Column,
  Deferrable,
  EnumType,
  Exclusion,
  ForeignKey,
  Index,
  IndexKey,
  Key,
  QualifiedName,
  ReferentialAction,
  Schema,
  Table,
  Unmanaged,
  UnmanagedKind,
  View,
  ViewFacts,
} from '../../../model/schema.js';
import { compareNames, nameKey } from '../../../model/identity.js';
import { assembleColumns, type ColumnsByTable, type TableColumns } from './columns.js';
import { groupByTable } from './group-by-table.js';
import { numbersOf } from './numbers.js';
import { readingOnce } from './reading-once.js';
import type { CatalogRows, ConstraintBeyondWordsRow, ConstraintRow, EnumRow, IndexBeyondWordsRow, IndexRow, SequenceRow, TableRow, UnmanagedRow, ViewRow } from './rows.js';

/** What of the rows is taken, and what was made of them before. */
export interface Assembly {
  readonly selected: readonly TableRow[];
  readonly columns: ColumnsByTable;
}

/** The schema that the rows of the catalog describe, every list but columns and keys in the order of names; of the tables, those that are `selected`. */
export function assemble(rows: CatalogRows, { selected, columns }: Assembly = { selected: rows.tables, columns: assembleColumns(rows) }): Canonical<Schema> {
  const relations = new Map([...rows.tables, ...rows.views, ...rows.referenced].map(({ oid, schema, name }) => [oid, { schema, name }]));
  const constraints = groupByTable(rows.constraints);
  const indexes = groupByTable(rows.indexes);
  const viewIndexes = groupByTable(rows.viewIndexes);
  const others = new Map([...rows.views, ...rows.referenced].map((relation) => [relation.oid, relation.columns ?? []]));
  const columnOf = (oid: number, number: number): { readonly name: string } | undefined =>
    columnAt(columns.get(oid), number) ?? others.get(oid)?.find((column) => column.number === number);
  const numbers = readingOnce(numbersOf);
  const beyondWords = new Map(rows.indexesBeyondWords.map((row) => [row.oid, row]));
  const known: KnownRelations = {
    nameOf: (oid) => relations.get(oid),
    columnsOf: (oid, list) => numbers(list ?? '').map((number) => columnOf(oid, number)?.name ?? ''),
    beyondWords: (oid) => beyondWords.get(oid),
  };
  const toTable = (table: TableRow): Table => {
    const { oid } = table;
    return assembleTable(table, { columns: columns.get(oid)?.columns ?? [], constraints: constraints.get(oid) ?? [], indexes: indexes.get(oid) ?? [] }, known);
  };
  const schema: Schema = {
    extensions: [...rows.extensions].sort(compareNames),
    namespaces: [...rows.namespaces].sort(compareNames),
    enums: rows.enums.map(toEnum).sort(compareNames),
    tables: selected.map(toTable).sort(compareNames),
    views: rows.views.filter(({ materialized }) => !materialized).map(toView).sort(compareNames),
    materializedViews: rows.views.filter(({ materialized }) => materialized).map((view) => ({ ...toView(view), indexes: toIndexes(viewIndexes.get(view.oid), known) })).sort(compareNames),
    viewFacts: Object.fromEntries(rows.views.map((view) => [nameKey(view), toViewFacts(view)])),
    unmanaged: [...rows.unmanaged.map(toUnmanaged), ...membersBeyondWords(rows, relations), ...foreignDefaults(rows.borrowed, relations, columns)].sort(compareUnmanaged),
    ...(rows.server[0] === undefined ? {} : { serverVersion: rows.server[0].version }),
    typeNames: Object.fromEntries(rows.enums.map((type) => [type.spelling, { schema: type.schema, name: type.name }])),
  };
  return schema as Canonical<Schema>;
}

const toView = ({ schema, name, definition }: ViewRow): View => ({ schema, name, definition });

const toViewFacts = ({ columns, reads, types, options, attachments }: ViewRow): ViewFacts => ({
  columns: (columns ?? []).map(({ name, type }) => ({ name, type })),
  reads: reads ?? [],
  types: types ?? [],
  options,
  attachments,
});

const toUnmanaged = ({ kind, schema, table, name, definition, columns, remade, drop_sql: drop, create_sql: create }: UnmanagedRow): Unmanaged => ({
  kind,
  table: { schema, name: table },
  name,
  definition,
  columns,
  remade,
  sql: drop === null || create === null ? null : { drop, create },
});

/** Indexes and constraints that have more to them than entities may have words for. */
function membersBeyondWords({ constraintsBeyondWords, indexesBeyondWords }: CatalogRows, relations: Relations): Unmanaged[] {
  const toMember = (kind: UnmanagedKind, { table: oid, name, definition, columns, remade }: ConstraintBeyondWordsRow | IndexBeyondWordsRow): Unmanaged[] => {
    const table = relations.get(oid);
    return table === undefined ? [] : [{ kind, table, name, definition, columns, remade, sql: null }];
  };
  return [...constraintsBeyondWords.flatMap((row) => toMember(constraintKinds[row.type], row)), ...indexesBeyondWords.flatMap((row) => toMember('index', row))];
}

/** PostgreSQL 18, 52.13 "pg_constraint": contype. */
const constraintKinds = { p: 'primaryKey', u: 'unique', c: 'check', f: 'foreignKey' } as const;

/** Defaults that take the next value of a sequence which is not the column's own. */
function foreignDefaults(borrowed: readonly SequenceRow[], relations: Relations, columns: ColumnsByTable): Unmanaged[] {
  return borrowed.flatMap(({ table: oid, number, next }): Unmanaged[] => {
    const [table, column] = [relations.get(oid), columnAt(columns.get(oid), number)];
    if (table === undefined || column?.default !== next) return [];
    return [{ kind: 'default', table, name: column.name, definition: next, columns: [column.name], remade: false, sql: null }];
  });
}

/** Tables and views, by oid. */
type Relations = ReadonlyMap<number, QualifiedName>;

const compareUnmanaged = (left: Unmanaged, right: Unmanaged): number => compareNames(left.table, right.table) || compareNames(left, right);

interface TableMembers {
  readonly columns: readonly Column[];
  readonly constraints: readonly ConstraintRow[];
  readonly indexes: readonly IndexRow[];
}

/** What keys and indexes may speak of. */
interface KnownRelations {
  nameOf(oid: number): QualifiedName | undefined;
  /** The names of columns, of a list of their numbers; empty for what is no column. */
  columnsOf(oid: number, list: string | null): readonly string[];
  /** What more there is to an index. */
  beyondWords(oid: number): IndexBeyondWordsRow | undefined;
}

const columnAt = (table: TableColumns | undefined, number: number): Column | undefined => table?.columns[table.numbers.indexOf(number)];

function assembleTable(table: TableRow, members: TableMembers, known: KnownRelations): Table {
  const constraints = members.constraints.toSorted(compareNames);
  const ofType = (type: ConstraintRow['type']): ConstraintRow[] => constraints.filter((constraint) => constraint.type === type);
  const toKey = (row: ConstraintRow): Key => ({ name: row.name, columns: known.columnsOf(table.oid, row.columns), deferrable: deferrableOf(row) });
  return {
    schema: table.schema,
    name: table.name,
    columns: members.columns,
    primaryKey: ofType('p').map(toKey)[0] ?? null,
    uniques: ofType('u').map(toKey),
    checks: ofType('c').map(toCheck),
    exclusions: ofType('x').map(toExclusion),
    foreignKeys: ofType('f').map((row) => toForeignKey(row, known)),
    indexes: toIndexes(members.indexes, known),
    comment: table.comment,
  };
}

const toEnum = ({ schema, name, values }: EnumRow): EnumType => ({ schema, name, values: values ?? [] });

const toCheck = (row: ConstraintRow): Check => ({ name: row.name, expression: row.definition ?? '' });

/** `pg_get_constraintdef` begins with the word itself. */
const toExclusion = (row: ConstraintRow): Exclusion => ({ name: row.name, definition: (row.definition ?? '').replace(/^EXCLUDE /, '') });

const toForeignKey = (row: ConstraintRow, known: KnownRelations): ForeignKey => ({
  name: row.name,
  columns: known.columnsOf(row.table, row.columns),
  references: { ...referencedTable(row, known), columns: known.columnsOf(row.referenced, row.referenced_columns) },
  onDelete: actionOf(row.on_delete),
  onUpdate: actionOf(row.on_update),
  deferrable: deferrableOf(row),
});

function referencedTable({ referenced }: ConstraintRow, known: KnownRelations): QualifiedName {
  const { schema = '', name = '' } = known.nameOf(referenced) ?? {};
  return { schema, name };
}

/** PostgreSQL 18, 52.13 "pg_constraint": confupdtype, confdeltype. */
function actionOf(letter: string): ReferentialAction {
  const actions: Readonly<Record<string, ReferentialAction>> = { r: 'restrict', c: 'cascade', n: 'set null', d: 'set default' };
  return actions[letter] ?? 'no action';
}

function deferrableOf({ deferrable, deferred }: ConstraintRow): Deferrable {
  if (deferred) return 'deferred';
  return deferrable ? 'deferrable' : 'no';
}

const toIndexes = (rows: readonly IndexRow[] = [], known: KnownRelations): Index[] => rows.map((row) => toIndex(row, known)).sort(compareNames);

function toIndex(row: IndexRow, known: KnownRelations): Index {
  const names = known.columnsOf(row.table, row.columns);
  const beyond = known.beyondWords(row.oid);
  const toKey = (name: string, position: number): IndexKey => {
    const text = beyond?.texts[position] ?? null;
    return text === null ? name : { sql: text };
  };
  return {
    name: row.name,
    method: row.method,
    unique: row.unique,
    keys: names.slice(0, row.key_count).map(toKey),
    include: names.slice(row.key_count),
    nullsNotDistinct: beyond?.nulls_not_distinct ?? false,
    where: row.predicate,
  };
}
