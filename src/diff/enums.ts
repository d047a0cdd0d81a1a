import { equal } from '../kernel/equal.js';
import type { TableColumn } from '../model/enum-columns.js';
import { enumColumns } from '../model/enum-columns.js';
import { memberRef, nameKey, refKey } from '../model/identity.js';
import type { EnumType, Schema, Table } from '../model/schema.js';
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
 * Where a default, check or predicate of a table with such a column changes too, the type is made anew instead.
 */
export function diffEnums({ from, to }: Change<Schema>, options: DiffOptions): EnumDiff {
  const before = enumColumns(from);
  const after = enumColumns(to);
  const { created, dropped, kept } = match(from.enums, to.enums, nameKey);
  const alterations = kept
    .filter((change) => !equal(change.from.values, change.to.values))
    .map((change) => {
      const columns = columnsInBoth(before.get(nameKey(change.to)) ?? [], after.get(nameKey(change.to)) ?? []);
      return alterEnum(change, columns.filter((column) => !isColumnReplaced(column, options)));
    });
  return {
    operations: [
      ...created.map((value): Operation => ({ verb: 'create', kind: 'enum', schema: value.schema, value })),
      ...alterations,
      ...dropped
        .filter((type) => before.has(nameKey(type)))
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

function alterEnum({ from, to }: Change<EnumType>, columns: readonly ColumnChange[]): Alter<'enum'> {
  const convert = columns.map(toEnumColumn);
  const isUsedAtOnce = columns.some((change) => usesNewExpressions({ from: change.from.table, to: change.to.table }));
  return {
    verb: 'alter',
    kind: 'enum',
    schema: to.schema,
    name: to.name,
    changes: { values: { from: from.values, to: to.values } },
    convert: {
      from: isSubsequence(to.values, from.values) && !isUsedAtOnce ? [] : convert,
      to: isSubsequence(from.values, to.values) && !isUsedAtOnce ? [] : convert,
    },
  };
}

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

const usesNewExpressions = ({ from, to }: Change<Table>): boolean => !equal(expressionsOf(from), expressionsOf(to));

const expressionsOf = (table: Table): readonly unknown[] => [
  table.columns.map(({ name, default: text, generated }) => [name, text, generated]),
  table.checks,
  table.exclusions,
  table.indexes.map(({ name, where }) => [name, where]),
];
