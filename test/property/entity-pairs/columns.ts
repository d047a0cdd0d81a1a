import { defaultTypeOrm } from '../../support/entities.js';
import type { ColumnSpec, ExclusionSpec, TableSpec, ViewSpec } from './model.js';

/** The access methods that an index of one column may have; `null` is the default, and all that TypeORM 0.3 has a word for. */
export const methodsFor = (column: ColumnSpec): readonly (string | null)[] =>
  defaultTypeOrm === '1' ? allMethodsFor(column) : isOrdered(column) ? [null] : [];

function allMethodsFor({ type, family }: ColumnSpec): readonly (string | null)[] {
  if (family === 'enum' || family === 'computed') return ['hash'];
  if (type.array === true || type.type === 'jsonb') return ['gin'];
  if (type.type === 'int4range') return ['gist', 'spgist'];
  if (type.type === 'point') return ['gist'];
  if (type.type === 'json') return [null];
  if (['bit', 'varbit'].includes(type.type)) return [null];
  return type.type === 'boolean' ? [null, 'hash'] : [null, null, 'hash', 'brin'];
}

export const isOrdered = ({ type, family }: ColumnSpec): boolean =>
  type.array !== true && !['json', 'jsonb', 'bytea', 'int4range', 'point', 'bit', 'varbit'].includes(type.type) && !['json', 'enum', 'computed'].includes(family);

/** The columns that no two rows may have alike. */
export const keyColumns = (table: TableSpec): readonly string[] => [
  ...table.uniques.flatMap(({ columns }) => columns),
  ...table.indexes.filter(({ unique }) => unique).flatMap(({ columns }) => columns),
  ...table.exclusions.map(({ column }) => column),
];

/** The table without a column and all that stands on it. */
export function withoutColumn(whole: TableSpec, name: string): TableSpec {
  const computed = whole.columns.filter(({ source }) => source === name);
  const table = computed.reduce((rest, column) => withoutColumn(rest, column.name), whole);
  const isFree = ({ column }: { readonly column: string }): boolean => column !== name;
  return {
    ...table,
    columns: table.columns.filter((column) => column.name !== name),
    uniques: table.uniques.filter(({ columns }) => !columns.includes(name)),
    checks: table.checks.filter(isFree),
    exclusions: table.exclusions.filter(isFree),
    indexes: table.indexes.filter(({ columns, where }) => !columns.includes(name) && where?.column !== name),
  };
}

/** The table with a column under another name, wherever it is named. */
export function withRenamedColumn(table: TableSpec, from: string, to: string): TableSpec {
  const named = (name: string): string => (name === from ? to : name);
  const on = <T extends { readonly column: string }>(member: T): T => ({ ...member, column: named(member.column) });
  return {
    ...table,
    columns: table.columns.map((column) => ({
      ...column,
      name: named(column.name),
      was: column.name === from ? from : column.was,
      source: column.source === null ? null : named(column.source),
    })),
    uniques: table.uniques.map((unique) => ({ ...unique, columns: unique.columns.map(named) })),
    checks: table.checks.map(on),
    exclusions: table.exclusions.map((exclusion): ExclusionSpec => on(exclusion)),
    indexes: table.indexes.map((index) => ({ ...index, columns: index.columns.map(named), where: index.where === null ? null : on(index.where) })),
  };
}

/** The table without what the changed types of its columns cannot have. */
export function repaired(table: TableSpec): TableSpec {
  const columns = new Map(table.columns.map((column) => [column.name, column]));
  const isStill = (name: string, method: string | null): boolean => {
    const column = columns.get(name);
    return column !== undefined && (method === null ? isOrdered(column) || methodsFor(column).includes(null) : methodsFor(column).includes(method));
  };
  return {
    ...table,
    uniques: table.uniques.filter((unique) => unique.columns.every((name) => isStill(name, null))),
    indexes: table.indexes.filter((index) => index.columns.every((name) => isStill(name, index.method))),
    exclusions: table.exclusions.filter(({ column }) => columns.get(column)?.family === 'range'),
  };
}

/** The views that still have something to read, with the columns that are still there. */
export function repairedViews(views: readonly ViewSpec[], tables: readonly TableSpec[]): readonly ViewSpec[] {
  const columns = new Map(tables.map(({ name, columns: list }) => [name, list.map((column) => column.name)]));
  return views.flatMap((view) => {
    const there = columns.get(view.source);
    if (there === undefined) return [];
    const kept = { ...view, columns: view.columns.filter((name) => there.includes(name)), where: view.where !== null && there.includes(view.where.column) ? view.where : null };
    columns.set(view.name, [...kept.columns]);
    return [kept];
  });
}
