import { equal } from '../kernel/equal.js';
import type { TableColumn } from '../model/enum-columns.js';
import { enumColumns } from '../model/enum-columns.js';
import { memberRef, nameKey, refKey } from '../model/identity.js';
import type { EnumType, Expression, Schema, Table } from '../model/schema.js';
import type { Alter, Change, EnumColumn, Operation } from '../operation/operation.js';
import { isReplaced } from './columns.js';
import { match } from './match.js';
import type { DiffOptions } from './options.js';

export interface EnumDiff {
  readonly operations: readonly Operation[];
  /** By `refKey`: the columns that are converted to a type made anew. */
  readonly converted: ReadonlySet<string>;
}

/**
 * Enum types. One that no table column used was not made for an entity, and is not dropped.
 *
 * PostgreSQL adds values in place, but refuses to use them in the same transaction (PostgreSQL 18, ALTER TYPE, "Notes").
 * Where a default, check or predicate of a table with such a column may use one, or a view that is new, the type is made anew instead.
 */
export function diffEnums({ from, to }: Change<Schema>, options: DiffOptions): EnumDiff {
  const { created, dropped, kept } = match(from.enums, to.enums, nameKey);
  const creations = created.map((value): Operation => ({ verb: 'create', kind: 'enum', schema: value.schema, value }));
  const changed = kept.filter((change) => !equal(change.from.values, change.to.values));
  if (changed.length + dropped.length === 0) return { operations: creations, converted: new Set() };
  const columns = { from: enumColumns(from), to: enumColumns(to) };
  const views = { from: queriesOnlyIn(from, to), to: queriesOnlyIn(to, from) };
  const alterations = changed.map((change) => {
    const key = nameKey(change.to);
    const uses = { from: { columns: columns.from.get(key) ?? [], views: views.from }, to: { columns: columns.to.get(key) ?? [], views: views.to } };
    return alterEnum(change, uses, options);
  });
  return {
    operations: [
      ...creations,
      ...alterations,
      ...dropped
        .filter((type) => columns.from.has(nameKey(type)))
        .map((value): Operation => ({ verb: 'drop', kind: 'enum', schema: value.schema, name: value.name, value })),
    ],
    converted: new Set(alterations.flatMap(convertedColumns)),
  };
}

const convertedColumns = ({ convert }: Alter<'enum'>): string[] =>
  convert.to.map(({ table, column }) => refKey(memberRef('column', table, column)));

type ColumnChange = Change<TableColumn>;

/** The columns that hold the type before and after. */
const columnsInBoth = (before: readonly TableColumn[], after: readonly TableColumn[]): ColumnChange[] =>
  match(before, after, ({ table, column }) => refKey(memberRef('column', table, column.name))).kept.map(({ from, to }) => ({ from, to }));

const isColumnReplaced = ({ from, to }: ColumnChange, options: DiffOptions): boolean =>
  isReplaced(to.table, { from: from.column, to: to.column }, options);

/** What speaks of the values of a type on one side. */
interface Uses {
  readonly columns: readonly TableColumn[];
  /** The queries of views that the other side does not have. */
  readonly views: readonly Expression[];
}

/** The queries that are run anew on the way to `schema`. */
function queriesOnlyIn(schema: Schema, other: Schema): Expression[] {
  const queries = ({ views, materializedViews }: Schema): Expression[] => [...views, ...materializedViews].map(({ definition }) => definition);
  const known = new Set(queries(other));
  return queries(schema).filter((query) => !known.has(query));
}

function alterEnum({ from, to }: Change<EnumType>, uses: Change<Uses>, options: DiffOptions): Alter<'enum'> {
  const convert = columnsInBoth(uses.from.columns, uses.to.columns).filter((column) => !isColumnReplaced(column, options)).map(toEnumColumn);
  return {
    verb: 'alter',
    kind: 'enum',
    schema: to.schema,
    name: to.name,
    changes: { values: { from: from.values, to: to.values } },
    convert: canAddValues({ from, to }, uses.to)
      ? { from: convert.map(withDefaultOfBefore), to: [] }
      : { from: canAddValues({ from: to, to: from }, uses.from) && convert.every(keepsDefault) ? [] : convert, to: convert },
  };
}

/**
 * Where the way there leaves the columns alone, a changed default is an operation of its own, which follows there and so is
 * undone before on the way back: the type made anew finds the default of before.
 */
const withDefaultOfBefore = (column: EnumColumn): EnumColumn => ({ ...column, default: { from: column.default.from, to: column.default.from } });

const keepsDefault = ({ default: { from, to } }: EnumColumn): boolean => from === to;

/** Whether the new values can be added in place: the others keep their order, and nothing may use a new one at once. */
function canAddValues({ from, to }: Change<EnumType>, { columns, views }: Uses): boolean {
  const added = to.values.filter((value) => !from.values.includes(value));
  const texts = [...views, ...[...new Set(columns.map(({ table }) => table))].flatMap(expressionsOf)];
  return isSubsequence(from.values, to.values) && !added.some((value) => texts.some((text) => mentions(text, value)));
}

/** Whether a value may stand in an expression; better once too often. */
const mentions = (text: Expression, value: string): boolean => text.includes(value) || text.includes(value.replaceAll("'", "''"));

const toEnumColumn = ({ from, to }: ColumnChange): EnumColumn => ({
  table: { schema: to.table.schema, name: to.table.name },
  column: to.column.name,
  type: to.column.type,
  default: { from: from.column.default, to: to.column.default },
});

/** Whether every value of `part` stands in `whole`, in the same order. */
function isSubsequence(part: readonly string[], whole: readonly string[]): boolean {
  let found = 0;
  for (const value of whole) if (value === part[found]) found += 1;
  return found === part.length;
}

/** Every expression of a table. */
const expressionsOf = (table: Table): Expression[] =>
  [
    ...table.columns.flatMap((column) => [column.default, column.generated]),
    ...table.checks.map(({ expression }) => expression),
    ...table.exclusions.map(({ definition }) => definition),
    ...table.indexes.map(({ where }) => where),
  ].filter((text) => text !== null);
