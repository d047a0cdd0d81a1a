import { equal } from '../../../kernel/equal.js';
import { enumOf } from '../../../model/enum-columns.js';
import { nameKey } from '../../../model/identity.js';
import type { Schema, Table } from '../../../model/schema.js';
import { render } from '../ddl/ddl.js';
import { quoteIdentifier, quoteName, truncateIdentifier } from '../quote.js';
import { prepareTypes } from './probes.js';

/** By `nameKey`: the tables that are new, go, or are another thing to a view that reads them. */
export function changedTables(desired: Schema, current: Schema): string[] {
  const before = new Map(current.tables.map((table) => [nameKey(table), table]));
  const after = new Map(desired.tables.map((table) => [nameKey(table), table]));
  const enums = new Map(current.enums.map((type) => [nameKey(type), type]));
  const changedEnums = new Set(desired.enums.filter((type) => !equal(type, enums.get(nameKey(type)))).map(nameKey));
  const hasChangedEnum = (table: Table): boolean =>
    table.columns.some(({ type }) => {
      const name = enumOf(desired, type);
      return name !== null && changedEnums.has(nameKey(name));
    });
  const isChanged = (table: Table): boolean => !equal(shapeOf(table), shapeOf(after.get(nameKey(table)))) || hasChangedEnum(table);
  const created = desired.tables.filter((table) => !before.has(nameKey(table)));
  return [...current.tables.filter(isChanged), ...created].map(nameKey);
}

/** All that a view can see of a table. Its primary key is among it, as a view may group by that alone. */
const shapeOf = (table: Table | undefined): unknown =>
  table && { columns: table.columns.map(({ name, type, collation }) => ({ name, type, collation })), key: table.primaryKey?.columns };

/** The statements that put empty tables, as they will be, under the names of those that change. */
export function setTablesAside(desired: Schema, current: Schema): string[] {
  const changed = new Set(changedTables(desired, current));
  const isChanged = (table: Table): boolean => changed.has(nameKey(table));
  return [
    ...current.tables.filter(isChanged).map((table, position) => `ALTER TABLE ${quoteName(table)} RENAME TO ${quoteIdentifier(`limbeck_aside_${position}`)}`),
    ...prepareTypes(desired, current),
    ...desired.tables.filter(isChanged).flatMap(createStandIn),
  ];
}

function createStandIn(table: Table, position: number): string[] {
  const bare = { default: null, generation: null, generated: null, virtual: false, comment: null };
  const primaryKey = table.primaryKey && { ...table.primaryKey, name: truncateIdentifier(`limbeck_key_${position}`) };
  const value: Table = {
    ...table,
    columns: table.columns.map((column) => ({ ...column, ...bare })),
    primaryKey,
    uniques: [],
    checks: [],
    exclusions: [],
    foreignKeys: [],
    indexes: [],
    comment: null,
  };
  return render({ verb: 'create', kind: 'table', schema: table.schema, value }).map(({ sql }) => sql);
}
