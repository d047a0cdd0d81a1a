import type {
  Canonical,
  Check,
  Column,
  Deferrable,
  EnumType,
  Exclusion,
  ForeignKey,
  Generation,
  Index,
  IndexKey,
  Key,
  MaterializedView,
  ReferentialAction,
  Schema,
  Table,
  Unmanaged,
  View,
  ViewFacts,
} from '../../../model/schema.js';
import { compareNames, nameKey } from '../../../model/identity.js';
import type { CatalogRows, ColumnRow, ConstraintRow, EnumRow, IndexRow, SequenceRow, TableRow, UnmanagedRow, ViewRow } from './rows.js';

/** The schema that the rows of the catalog describe, every list but columns and keys in the order of names. */
export function assemble(rows: CatalogRows): Canonical<Schema> {
  const columns = groupByTable(rows.columns);
  const names = new Map([...columns].map(([table, members]) => [table, namesOf(members)]));
  const sequences = groupByTable(rows.sequences);
  const constraints = groupByTable(rows.constraints);
  const indexes = groupByTable(rows.indexes);
  const nameOf: NameOf = (table, number) => names.get(table)?.get(number) ?? '';
  const toTable = (table: TableRow): Table => {
    const { oid } = table;
    const members = { columns: columns.get(oid) ?? [], sequences: sequences.get(oid) ?? [], constraints: constraints.get(oid) ?? [], indexes: indexes.get(oid) ?? [] };
    return assembleTable(table, members, nameOf);
  };
  const schema: Schema = {
    extensions: [...rows.extensions].sort(compareNames),
    namespaces: [...rows.namespaces].sort(compareNames),
    enums: rows.enums.map(toEnum).sort(compareNames),
    tables: rows.tables.map(toTable).sort(compareNames),
    views: rows.views.filter(({ materialized }) => !materialized).map(toView).sort(compareNames),
    materializedViews: rows.views.filter(({ materialized }) => materialized).map((view) => toMaterializedView(view, indexes.get(view.oid) ?? [])).sort(compareNames),
    viewFacts: Object.fromEntries(rows.views.map((view) => [nameKey(view), toViewFacts(view)])),
    unmanaged: rows.unmanaged.map(toUnmanaged).sort(compareUnmanaged),
    ...(rows.server[0] === undefined ? {} : { serverVersion: rows.server[0].version }),
    typeNames: Object.fromEntries(rows.enums.map((type) => [type.spelling, { schema: type.schema, name: type.name }])),
  };
  return schema as Canonical<Schema>;
}

const toView = ({ schema, name, definition }: ViewRow): View => ({ schema, name, definition });

function toMaterializedView(view: ViewRow, rows: readonly IndexRow[]): MaterializedView {
  const nameOf = (number: number): string => view.columns?.find((column) => column.number === number)?.name ?? '';
  return { ...toView(view), indexes: rows.map((row) => toIndex(row, nameOf)).sort(compareNames) };
}

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

const compareUnmanaged = (left: Unmanaged, right: Unmanaged): number => compareNames(left.table, right.table) || compareNames(left, right);

interface MemberRows {
  readonly columns: readonly ColumnRow[];
  readonly sequences: readonly SequenceRow[];
  readonly constraints: readonly ConstraintRow[];
  readonly indexes: readonly IndexRow[];
}

/** The name of a column of a table by its number. */
type NameOf = (table: number, number: number) => string;

const namesOf = (columns: readonly ColumnRow[]): ReadonlyMap<number, string> => new Map(columns.map(({ number, name }) => [number, name]));

function assembleTable(table: TableRow, members: MemberRows, columnName: NameOf): Table {
  const nameOf = (number: number): string => columnName(table.oid, number);
  const ofType = (type: ConstraintRow['type']): ConstraintRow[] =>
    members.constraints.filter((constraint) => constraint.type === type).sort(compareNames);
  const toKey = (row: ConstraintRow): Key => ({ name: row.name, columns: (row.columns ?? []).map(nameOf), deferrable: deferrableOf(row) });
  return {
    schema: table.schema,
    name: table.name,
    columns: members.columns.map((column) => toColumn(column, isSerial(column, members.sequences))),
    primaryKey: ofType('p').map(toKey)[0] ?? null,
    uniques: ofType('u').map(toKey),
    checks: ofType('c').map(toCheck),
    exclusions: ofType('x').map(toExclusion),
    foreignKeys: ofType('f').map((row) => ({ ...toReference(row, columnName), columns: (row.columns ?? []).map(nameOf) })),
    indexes: members.indexes.map((row) => toIndex(row, nameOf)).sort(compareNames),
    comment: table.comment,
  };
}

const toEnum = ({ schema, name, values }: EnumRow): EnumType => ({ schema, name, values: values ?? [] });

const toColumn = (row: ColumnRow, serial: boolean): Column => ({
  name: row.name,
  type: row.type,
  nullable: !row.not_null,
  default: row.generated === '' && !serial ? row.expression : null,
  generation: serial ? 'serial' : identityOf(row),
  generated: row.generated === '' ? null : row.expression,
  virtual: row.generated === 'v',
  collation: row.collation,
  comment: row.comment,
});

/** Known by ownership, not by the name of the sequence: the default takes the next value of a sequence that the column owns. */
const isSerial = ({ number, expression }: ColumnRow, sequences: readonly SequenceRow[]): boolean =>
  sequences.some((sequence) => sequence.number === number && sequence.next === expression);

function identityOf({ identity }: ColumnRow): Generation | null {
  if (identity === 'a') return 'identityAlways';
  return identity === 'd' ? 'identityByDefault' : null;
}

const toCheck = (row: ConstraintRow): Check => ({ name: row.name, expression: row.definition ?? '' });

/** `pg_get_constraintdef` begins with the word itself. */
const toExclusion = (row: ConstraintRow): Exclusion => ({ name: row.name, definition: (row.definition ?? '').replace(/^EXCLUDE /, '') });

const toReference = (row: ConstraintRow, nameOf: NameOf): Omit<ForeignKey, 'columns'> => ({
  name: row.name,
  references: {
    schema: row.referenced_schema ?? '',
    name: row.referenced_table ?? '',
    columns: row.referenced_names ?? (row.referenced_columns ?? []).map((number) => nameOf(row.referenced, number)),
  },
  onDelete: actionOf(row.on_delete),
  onUpdate: actionOf(row.on_update),
  deferrable: deferrableOf(row),
});

/** PostgreSQL 18, 52.13 "pg_constraint": confupdtype, confdeltype. */
function actionOf(letter: string): ReferentialAction {
  const actions: Readonly<Record<string, ReferentialAction>> = { r: 'restrict', c: 'cascade', n: 'set null', d: 'set default' };
  return actions[letter] ?? 'no action';
}

function deferrableOf({ deferrable, deferred }: ConstraintRow): Deferrable {
  if (deferred) return 'deferred';
  return deferrable ? 'deferrable' : 'no';
}

function toIndex(row: IndexRow, nameOf: (number: number) => string): Index {
  const toKey = (number: number, position: number): IndexKey => {
    const text = row.texts?.[position] ?? null;
    return text === null ? nameOf(number) : { sql: text };
  };
  return {
    name: row.name,
    method: row.method,
    unique: row.unique,
    keys: row.columns.slice(0, row.key_count).map(toKey),
    include: row.columns.slice(row.key_count).map(nameOf),
    nullsNotDistinct: row.nulls_not_distinct,
    where: row.predicate,
  };
}

function groupByTable<R extends { readonly table: number }>(rows: readonly R[]): ReadonlyMap<number, R[]> {
  const groups = new Map<number, R[]>();
  for (const row of rows) {
    const group = groups.get(row.table);
    if (group === undefined) groups.set(row.table, [row]);
    else group.push(row);
  }
  return groups;
}
