import { type ObjectRef, sameName } from '../model/identity.js';
import { findObject, replaceObject } from '../model/replace.js';
import type { ForeignKey, QualifiedName, Schema, Table } from '../model/schema.js';
import type { Change } from './operation.js';
import { type ObjectOperation, targetOf } from './target.js';

/**
 * The schema after an operation, worked out without a database. Where the object that it works on is not there, nothing changes; where one that it
 * creates is there already, it is as it is created.
 */
export function apply(schema: Schema, operation: ObjectOperation): Schema {
  const { from, to } = targetOf(operation);
  const found = findObject(schema, from);
  switch (operation.verb) {
    case 'create':
      return operation.ifNotExists === true && found !== null ? schema : replaceObject(schema, to, operation.value);
    case 'drop':
      return from.kind === 'column' ? withoutColumn(schema, from) : replaceObject(schema, from, null);
    case 'validate':
      return schema;
    case 'alter':
      return found === null ? schema : follow(replaceObject(schema, from, { ...found, ...facetsAfter(operation.changes) }), { from, to });
    case 'rename':
      return found === null ? schema : follow(replaceObject(schema, from, { ...found, name: to.name }), { from, to });
  }
}

/**
 * Indexes and constraints of the table that involve a column go with it (PostgreSQL 18, ALTER TABLE, `DROP COLUMN`). Whether an expression speaks of it only
 * the database knows, so what has one stays.
 */
function withoutColumn(schema: Schema, column: ObjectRef): Schema {
  const isFree = ({ columns }: { readonly columns: readonly string[] }): boolean => !columns.includes(column.name);
  const reduced = (table: Table): Table => ({
    ...table,
    columns: table.columns.filter(({ name }) => name !== column.name),
    primaryKey: table.primaryKey !== null && isFree(table.primaryKey) ? table.primaryKey : null,
    uniques: table.uniques.filter(isFree),
    foreignKeys: table.foreignKeys.filter(isFree),
    indexes: table.indexes.filter(({ keys, include }) => !keys.includes(column.name) && !include.includes(column.name)),
  });
  return { ...schema, tables: schema.tables.map((table) => (sameName(table, ownerOf(column)) ? reduced(table) : table)) };
}

const facetsAfter = (changes: object): object =>
  Object.fromEntries(Object.entries(changes as Readonly<Record<string, Change<unknown>>>).map(([facet, { to }]) => [facet, to]));

/** What speaks of an object that has another name now says that name: PostgreSQL knows tables and columns by numbers. */
function follow(schema: Schema, { from, to }: Change<ObjectRef>): Schema {
  if (from.kind === 'table') return withReferences(schema, (key) => (sameName(key.references, nameOf(from)) ? { ...key, references: { ...key.references, ...nameOf(to) } } : key));
  if (from.kind !== 'column') return schema;
  const owner = ownerOf(from);
  const renamed = <T>(name: T): T | string => (name === from.name ? to.name : name);
  const withinTable = { ...schema, tables: schema.tables.map((table) => (sameName(table, owner) ? renameInMembers(table, renamed) : table)) };
  return withReferences(withinTable, (key) =>
    sameName(key.references, owner) ? { ...key, references: { ...key.references, columns: key.references.columns.map(renamed) } } : key,
  );
}

const ownerOf = ({ schema, table }: ObjectRef): QualifiedName => ({ schema: schema ?? '', name: table ?? '' });

const nameOf = ({ schema, name }: ObjectRef): QualifiedName => ({ schema: schema ?? '', name });

const withReferences = (schema: Schema, change: (key: ForeignKey) => ForeignKey): Schema => ({
  ...schema,
  tables: schema.tables.map((table) => ({ ...table, foreignKeys: table.foreignKeys.map(change) })),
});

function renameInMembers(table: Table, renamed: <T>(name: T) => T | string): Table {
  const inKey = <T extends { readonly columns: readonly string[] }>(key: T): T => ({ ...key, columns: key.columns.map(renamed) });
  return {
    ...table,
    primaryKey: table.primaryKey === null ? null : inKey(table.primaryKey),
    uniques: table.uniques.map(inKey),
    foreignKeys: table.foreignKeys.map(inKey),
    indexes: table.indexes.map((index) => ({ ...index, keys: index.keys.map(renamed), include: index.include.map(renamed) })),
  };
}
