import { equal } from '../../../kernel/equal.js';
import { sameName } from '../../../model/identity.js';
import type { QualifiedName } from '../../../model/schema.js';
import type { Alter, Change, EnumColumn } from '../../../operation/operation.js';
import type { Statement } from '../../dialect.js';
import { quoteIdentifier, quoteLiteral, quoteName, truncateIdentifier } from '../quote.js';
import { refuseValuesInUse } from './enum-values-in-use.js';
import { statement, type ObjectDdl } from './object-ddl.js';

/** Enum types. */
export const enums: ObjectDdl<'enum'> = {
  create: ({ value }) => [createType(value, value.values)],
  drop: ({ schema, name }) => [statement(`DROP TYPE ${quoteName({ schema, name })}`)],
  alter: alterEnum,
  rename: ({ schema, name }) => [renameType({ schema, name: name.from }, name.to)],
};

function alterEnum({ schema, name, changes, convert, renamed = [] }: Alter<'enum'>): readonly Statement[] {
  const type = { schema, name };
  const values = changes.values === undefined ? undefined : { from: withRenamed(changes.values.from, renamed), to: changes.values.to };
  const lost = values === undefined ? [] : values.from.filter((value) => !values.to.includes(value));
  return [
    ...(lost.length === 0 || convert.to.length === 0 ? [] : [refuseValuesInUse(type, lost, convert.to)]),
    ...renamed.map(({ from, to }) => statement(`ALTER TYPE ${quoteName(type)} RENAME VALUE ${quoteLiteral(from)} TO ${quoteLiteral(to)}`)),
    ...(values === undefined || equal(values.from, values.to) ? [] : alterValues(type, values, convert.to)),
    ...(changes.schema === undefined ? [] : [statement(`ALTER TYPE ${quoteName(type)} SET SCHEMA ${quoteIdentifier(changes.schema.to)}`)]),
  ];
}

const withRenamed = (values: readonly string[], renamed: readonly Change<string>[]): readonly string[] =>
  renamed.reduce((list, { from, to }) => list.map((value) => (value === from ? to : value)), values);

const alterValues = (type: QualifiedName, values: Change<readonly string[]>, columns: readonly EnumColumn[]): readonly Statement[] =>
  columns.length === 0 && onlyAdds(values) ? addValues(type, values) : rebuild(type, values.to, columns);

/** Whether the old values keep their order among the new. */
function onlyAdds({ from, to }: Change<readonly string[]>): boolean {
  const kept = to.filter((value) => from.includes(value));
  return kept.length === from.length && kept.every((value, position) => value === from[position]);
}

/** Adds what is new from left to right, so that the value before each one is there already. */
const addValues = (type: QualifiedName, { from, to }: Change<readonly string[]>): readonly Statement[] =>
  to.flatMap((value, position) =>
    from.includes(value)
      ? []
      : [statement(`ALTER TYPE ${quoteName(type)} ADD VALUE ${quoteLiteral(value)}${placeOf({ from, to }, position)}`)],
  );

function placeOf({ from, to }: Change<readonly string[]>, position: number): string {
  const previous = to[position - 1];
  if (previous !== undefined) return ` AFTER ${quoteLiteral(previous)}`;
  return from[0] === undefined ? '' : ` BEFORE ${quoteLiteral(from[0])}`;
}

/** PostgreSQL cannot remove or move a value, so a new type takes the name, and the columns follow it. */
function rebuild(type: QualifiedName, values: readonly string[], columns: readonly EnumColumn[]): readonly Statement[] {
  const aside = truncateIdentifier(`limbeck_old_${type.name}`);
  return [
    renameType(type, aside),
    createType(type, values),
    ...convertColumns(columns),
    statement(`DROP TYPE ${quoteName({ schema: type.schema, name: aside })}`),
  ];
}

const createType = (type: QualifiedName, values: readonly string[]): Statement =>
  statement(`CREATE TYPE ${quoteName(type)} AS ENUM (${values.map(quoteLiteral).join(', ')})`);

const renameType = (type: QualifiedName, name: string): Statement => statement(`ALTER TYPE ${quoteName(type)} RENAME TO ${quoteIdentifier(name)}`);

/** All columns of a table change together: one rewrite of its rows. */
function convertColumns(columns: readonly EnumColumn[]): readonly Statement[] {
  const tables = new Map(columns.map(({ table }) => [quoteName(table), table]));
  return [...tables].map(([quoted, table]) => {
    const actions = columns.filter((column) => sameName(column.table, table)).flatMap(convertColumn);
    return statement(`ALTER TABLE ${quoted} ${actions.join(', ')}`);
  });
}

function convertColumn({ column, type, default: value }: EnumColumn): readonly string[] {
  const name = quoteIdentifier(column);
  return [
    ...(value.from === null ? [] : [`ALTER COLUMN ${name} DROP DEFAULT`]),
    `ALTER COLUMN ${name} TYPE ${type} USING ${name}::text::${type}`,
    ...(value.to === null ? [] : [`ALTER COLUMN ${name} SET DEFAULT ${value.to}`]),
  ];
}
