import { compareNames, nameKey } from '../../../model/identity.js';
import type { Canonical, EnumType, Index, IndexKey, Schema, Table, Unmanaged, UnmanagedKind, View, ViewFacts } from '../../../model/schema.js';
import type { Constraints } from '../../../model/share.js';
import { assembleColumns, type ColumnsByTable } from './columns.js';
import { assembleConstraints, type ConstraintsByTable } from './constraints.js';
import { groupByTable } from './group-by-table.js';
import { columnAt, type Relations, relationsOf } from './relations.js';
import { type CatalogRows, type ConstraintBeyondWordsRow, type EnumRow, type IndexBeyondWordsRow, type IndexRow, noRows, type OutlineRows, type SequenceRow, type TableRow, type UnmanagedRow, type ViewRow } from './rows.js';

/** What was made of the tables before, and of which it is taken. */
export interface Assembly extends TableParts {
  readonly selected: readonly TableRow[];
}

/** What tables have beside indexes. */
export interface TableParts {
  readonly columns: ColumnsByTable;
  readonly constraints: ConstraintsByTable;
}

/** What tables have beside indexes; what of it is the same in the table of that name in `like` is taken from there. */
export function assembleParts(rows: Omit<OutlineRows, 'server'> & Partial<Pick<CatalogRows, 'views' | 'referenced'>>, like: readonly Table[] = []): TableParts {
  const columns = assembleColumns(rows, like);
  return { columns, constraints: assembleConstraints(rows, relationsOf({ ...noRows, ...rows }, columns), like) };
}

const noConstraints: Constraints = { primaryKey: null, uniques: [], checks: [], exclusions: [], foreignKeys: [] };

/** The schema that the rows of the catalog describe, every list but columns and keys in the order of names; of the tables, those that are `selected`. */
export function assemble(rows: CatalogRows, { selected, columns, constraints }: Assembly = { selected: rows.tables, ...assembleParts(rows) }): Canonical<Schema> {
  const relations = relationsOf(rows, columns);
  const around = { relations, beyondWords: new Map(rows.indexesBeyondWords.map((row) => [row.oid, row])) };
  const indexes = groupByTable(rows.indexes);
  const viewIndexes = groupByTable(rows.viewIndexes);
  const toTable = ({ oid, schema, name, comment }: TableRow): Table => ({
    schema,
    name,
    columns: columns.get(oid)?.columns ?? [],
    ...(constraints.get(oid) ?? noConstraints),
    indexes: toIndexes(indexes.get(oid), around),
    comment,
  });
  const schema: Schema = {
    extensions: [...rows.extensions].sort(compareNames),
    namespaces: [...rows.namespaces].sort(compareNames),
    enums: rows.enums.map(toEnum).sort(compareNames),
    tables: selected.map(toTable).sort(compareNames),
    views: rows.views.filter(({ materialized }) => !materialized).map(toView).sort(compareNames),
    materializedViews: rows.views.filter(({ materialized }) => materialized).map((view) => ({ ...toView(view), indexes: toIndexes(viewIndexes.get(view.oid), around) })).sort(compareNames),
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
    const table = relations.nameOf(oid);
    return table === undefined ? [] : [{ kind, table, name, definition, columns, remade, sql: null }];
  };
  return [...constraintsBeyondWords.flatMap((row) => toMember(constraintKinds[row.type], row)), ...indexesBeyondWords.flatMap((row) => toMember('index', row))];
}

/** PostgreSQL 18, 52.13 "pg_constraint": contype. */
const constraintKinds = { p: 'primaryKey', u: 'unique', c: 'check', f: 'foreignKey' } as const;

/** Defaults that take the next value of a sequence which is not the column's own. */
function foreignDefaults(borrowed: readonly SequenceRow[], relations: Relations, columns: ColumnsByTable): Unmanaged[] {
  return borrowed.flatMap(({ table: oid, number, next }): Unmanaged[] => {
    const [table, column] = [relations.nameOf(oid), columnAt(columns.get(oid), number)];
    if (table === undefined || column?.default !== next) return [];
    return [{ kind: 'default', table, name: column.name, definition: next, columns: [column.name], remade: false, sql: null }];
  });
}

const compareUnmanaged = (left: Unmanaged, right: Unmanaged): number => compareNames(left.table, right.table) || compareNames(left, right);

const toEnum = ({ schema, name, values }: EnumRow): EnumType => ({ schema, name, values: values ?? [] });

/** What indexes may speak of, and what more there is to some of them. */
interface AroundIndexes {
  readonly relations: Relations;
  /** By the oid of the index. */
  readonly beyondWords: ReadonlyMap<number, IndexBeyondWordsRow>;
}

const toIndexes = (rows: readonly IndexRow[] = [], around: AroundIndexes): Index[] => rows.map((row) => toIndex(row, around)).sort(compareNames);

function toIndex(row: IndexRow, { relations, beyondWords }: AroundIndexes): Index {
  const names = relations.columnsOf(row.table, row.columns);
  const beyond = beyondWords.get(row.oid);
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
