import { quoteIdentifier, quoteLiteral, quoteName } from '../../../src/dialect/postgres/quote.js';
import type { Operation } from '../../../src/operation/operation.js';
import type { TestDatabase } from '../../support/database.js';
import { families } from './families.js';
import type { ColumnSpec, Model, TableSpec } from './model.js';
import { columnNameBefore, isText, joinColumns, tableIn, tableNameBefore } from './model.js';

/** The value of `region` in every row. */
const region = '1';

/** Three rows for each table, and more than one table may refer to another in a circle. */
export function insertions(model: Model): string {
  const inserts = model.tables.map((table) => insertion(model, table));
  return ['SET session_replication_role = replica', ...inserts, 'RESET session_replication_role'].join(';\n');
}

function insertion(model: Model, table: TableSpec): string {
  const stored = table.columns.filter(({ family }) => family !== 'computed');
  const references = table.references.flatMap((reference) => joinColumns(model, reference).map(({ name, of }) => ({ ...reference, name, of })));
  const columns = ['id', ...(table.composite ? ['region'] : []), ...stored.map(({ name }) => name), ...references.map(({ name }) => name)];
  const rows = [0, 1, 2].map((row) => [
    keySample(table, row),
    ...(table.composite ? [region] : []),
    ...stored.map((column) => (column.nullable && row === 2 ? null : sample(column, row))),
    ...references.map(({ target, nullable, of }) => (nullable && row === 2 ? null : of === 'region' ? region : keySample(tableIn(model, target), row))),
  ]);
  const values = rows.map((row) => `(${row.map((value) => (value === null ? 'NULL' : quoteLiteral(value))).join(', ')})`);
  return `INSERT INTO ${nameOf(table)} (${columns.map(quoteIdentifier).join(', ')}) OVERRIDING SYSTEM VALUE VALUES ${values.join(', ')}`;
}

const nameOf = ({ schema, name }: TableSpec): string => quoteName({ schema: schema ?? 'public', name });

function keySample({ key }: TableSpec, row: number): string {
  if (key === 'uuid') return families.uuid.samples[row] ?? '';
  return key === 'text' ? `key ${row}` : String(row + 1);
}

function sample({ family, enum: own }: ColumnSpec, row: number): string {
  const value = families[family].samples[row] ?? '';
  return own?.array === true ? `{${value}}` : value;
}

/** What rows without a value of a required column get, which the author of a file must say; `null` where nothing must be said. */
export function fillOf(model: Model, tableName: string, name: string): string | null {
  const table = model.tables.find((candidate) => candidate.name.slice(0, 63) === tableName);
  if (table === undefined) return null;
  if (name === 'region') return region;
  const column = table.columns.find((candidate) => candidate.name === name);
  if (column !== undefined) return fillOfColumn(column);
  const reference = table.references.find((candidate) => joinColumns(model, candidate).some((each) => each.name === name));
  if (reference === undefined) return null;
  return name.endsWith('_region') ? region : quoteLiteral(keySample(tableIn(model, reference.target), 0));
}

function fillOfColumn({ family, enum: own, type }: ColumnSpec): string {
  if (own?.array === true) return `'{sad}'`;
  const { fill } = families[family];
  return isText(type) ? `(${fill})::text` : fill;
}

/** The model before, under the names that its tables and columns have after: the way back speaks of these until its end. */
export function underNewNames(before: Model, after: Model): Model {
  const newName = (name: string): string => after.tables.find((table) => tableNameBefore(table) === name)?.name ?? name;
  return {
    ...before,
    tables: before.tables.map((table) => {
      const columns = after.tables.find((candidate) => tableNameBefore(candidate) === table.name)?.columns ?? [];
      return {
        ...table,
        name: newName(table.name),
        columns: table.columns.map((column) => ({ ...column, name: columns.find((candidate) => columnNameBefore(candidate) === column.name)?.name ?? column.name })),
        references: table.references.map((reference) => ({ ...reference, target: newName(reference.target) })),
      };
    }),
  };
}

/** The operation with what its author says rows without a value get. */
export function filled(operation: Operation, model: Model): Operation {
  if (operation.verb !== 'alter' || operation.kind !== 'column' || operation.changes.nullable?.to !== false || operation.fill.to !== null) return operation;
  const fill = fillOf(model, operation.table.name, operation.name);
  return fill === null ? operation : { ...operation, fill: { ...operation.fill, to: fill } };
}

type Row = Readonly<Record<string, unknown>>;

export type Rows = ReadonlyMap<string, readonly Row[]>;

export async function rowsOf(db: Pick<TestDatabase, 'query'>, { tables }: Model): Promise<Rows> {
  if (tables.length === 0) return new Map();
  const selects = tables.map((table, position) => `SELECT ${position} AS position, to_jsonb(t) AS row FROM ${nameOf(table)} t`);
  const found = await db.query<{ readonly position: number; readonly row: Row }>(`SELECT * FROM (${selects.join(' UNION ALL ')}) AS rows ORDER BY position, row ->> 'id'`);
  return new Map(tables.map((table, position) => [table.name, found.filter((each) => each.position === position).map(({ row }) => row)]));
}

/** Rows of a model before a change, and those that are there now, under the names of either model. */
interface Kept {
  readonly before: Model;
  readonly after: Model;
  readonly rows: Rows;
  readonly now: Rows;
  readonly namesNow: 'before' | 'after';
}

/** Rows stay; values of untouched columns are the very same, and those of any column that stays are still there. */
export function expectKept({ before, after, rows, now, namesNow }: Kept): void {
  for (const table of before.tables) {
    const counterpart = after.tables.find((candidate) => tableNameBefore(candidate) === table.name);
    if (counterpart === undefined) continue;
    const [wanted, kept] = [rows.get(table.name) ?? [], now.get(namesNow === 'before' ? table.name : counterpart.name) ?? []];
    expect(kept).toHaveLength(wanted.length);
    for (const column of table.columns) {
      const same = counterpart.columns.find((candidate) => columnNameBefore(candidate) === column.name);
      if (same === undefined || same.family !== column.family || column.family === 'computed') continue;
      if (!same.nullable && column.nullable) continue;
      const isSame = column.family === 'enum' || spelled(same) === spelled(column);
      const valueIn = (name: string) => (row: Row): unknown => (isSame ? row[name] : row[name] === null);
      const nameNow = namesNow === 'before' ? column.name : same.name;
      expect([table.name, column.name, kept.map(valueIn(nameNow))]).toEqual([table.name, column.name, wanted.map(valueIn(column.name))]);
    }
  }
}

const spelled = (column: ColumnSpec): string => JSON.stringify({ ...column, name: '', was: null });
