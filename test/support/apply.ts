import { equal } from '../../src/kernel/equal.js';
import { sameName } from '../../src/model/identity.js';
import type { ForeignKey, QualifiedName, Schema, Table } from '../../src/model/schema.js';
import type { Change, Operation } from '../../src/operation/operation.js';
import { isObjectOperation, type ObjectOperation } from '../../src/operation/target.js';

/**
 * The schema after an operation, worked out without a database: what the laws of `diff` and `reverse` are checked against.
 * It throws where a database would: an object that is there twice, or missing.
 */
export function apply(schema: Schema, operation: Operation): Schema {
  if (!isObjectOperation(operation)) throw new Error('Rows and SQL of an author cannot be applied without a database');
  switch (operation.kind) {
    case 'extension':
      return { ...schema, extensions: applyTo(schema.extensions, operation, isNamed(operation)) };
    case 'namespace':
      return { ...schema, namespaces: applyTo(schema.namespaces, operation, isNamed(operation)) };
    case 'enum':
      return { ...schema, enums: applyTo(schema.enums, operation, isQualified(operation)) };
    case 'table': {
      const tables = applyTo(schema.tables, operation, isQualified(operation));
      if (operation.verb !== 'rename') return { ...schema, tables };
      requireFree(schema.tables.filter((table) => table.schema === operation.schema), operation.name.to);
      const old = { schema: operation.schema, name: operation.name.from };
      return { ...schema, tables: withReferences(tables, (key) => (sameName(key.references, old) ? { ...key, references: { ...key.references, name: operation.name.to } } : key)) };
    }
    case 'column': {
      const tables = changeTable(schema.tables, operation);
      return { ...schema, tables: operation.verb === 'rename' ? renameInMembers(tables, operation.table, operation.name) : tables };
    }
    case 'view':
      return { ...schema, views: applyTo(schema.views, operation, isQualified(operation)) };
    case 'materializedView':
      return { ...schema, materializedViews: applyTo(schema.materializedViews, operation, isQualified(operation)) };
    default:
      return { ...schema, tables: changeTable(schema.tables, operation) };
  }
}

export const applyAll = (schema: Schema, operations: readonly Operation[]): Schema => operations.reduce(apply, schema);

function requireFree(objects: readonly { readonly name: string }[], name: string): void {
  if (objects.some((object) => object.name === name)) throw new Error(`${name} is there already`);
}

const withReferences = (tables: readonly Table[], change: (key: ForeignKey) => ForeignKey): Table[] =>
  tables.map((table) => ({ ...table, foreignKeys: table.foreignKeys.map(change) }));

/** Keys, indexes and foreign keys know a column by its number, so a new name is theirs at once. */
function renameInMembers(tables: readonly Table[], owner: QualifiedName, { from, to }: Change<string>): Table[] {
  const renamed = <T>(name: T): T | string => (name === from ? to : name);
  const inKey = <T extends { readonly columns: readonly string[] }>(key: T): T => ({ ...key, columns: key.columns.map(renamed) });
  const own = tables.map((table) => {
    if (!sameName(table, owner)) return table;
    return {
      ...table,
      primaryKey: table.primaryKey && inKey(table.primaryKey),
      uniques: table.uniques.map(inKey),
      foreignKeys: table.foreignKeys.map(inKey),
      indexes: table.indexes.map((index) => ({ ...index, keys: index.keys.map(renamed) })),
    };
  });
  return withReferences(own, (key) => (sameName(key.references, owner) ? { ...key, references: { ...key.references, columns: key.references.columns.map((name) => renamed(name)) } } : key));
}

type MemberOperation = Extract<ObjectOperation, { table: unknown }>;

function changeTable(tables: readonly Table[], operation: MemberOperation): Table[] {
  const found = tables.find((table) => sameName(table, operation.table));
  if (found === undefined) throw new Error(`no table ${operation.table.name}`);
  return tables.map((table) => (table === found ? changeMember(table, operation) : table));
}

function changeMember(table: Table, operation: MemberOperation): Table {
  const is = isNamed(operation);
  switch (operation.kind) {
    case 'column':
      return { ...table, columns: applyTo(table.columns, operation, is) };
    case 'primaryKey':
      return { ...table, primaryKey: applyTo(table.primaryKey === null ? [] : [table.primaryKey], operation, is)[0] ?? null };
    case 'unique':
      return { ...table, uniques: applyTo(table.uniques, operation, is) };
    case 'check':
      return { ...table, checks: applyTo(table.checks, operation, is) };
    case 'exclusion':
      return { ...table, exclusions: applyTo(table.exclusions, operation, is) };
    case 'foreignKey':
      return { ...table, foreignKeys: applyTo(table.foreignKeys, operation, is) };
    case 'index':
      return { ...table, indexes: applyTo(table.indexes, operation, is) };
  }
}

const nameBefore = (operation: ObjectOperation): string => {
  if (operation.verb === 'create') return operation.value.name;
  return operation.verb === 'rename' ? operation.name.from : operation.name;
};

const isNamed = (operation: ObjectOperation) => (object: { readonly name: string }): boolean => object.name === nameBefore(operation);

const isQualified = (operation: ObjectOperation & { readonly schema: string }) => (object: { readonly schema: string; readonly name: string }): boolean =>
  object.schema === operation.schema && object.name === nameBefore(operation);

function applyTo<T extends { readonly name: string }>(list: readonly T[], operation: ObjectOperation, is: (object: T) => boolean): T[] {
  const found = list.find(is);
  if (operation.verb === 'create') {
    if (found !== undefined) throw new Error(`${operation.kind} ${found.name} is there already`);
    return [...list, operation.value as unknown as T];
  }
  if (found === undefined) throw new Error(`no ${operation.kind} ${nameBefore(operation)}`);
  switch (operation.verb) {
    case 'drop':
      return list.filter((object) => object !== found);
    case 'rename':
      if (operation.kind !== 'table') requireFree(list, operation.name.to);
      return list.map((object) => (object === found ? { ...object, name: operation.name.to } : object));
    case 'alter':
      return list.map((object) => (object === found ? alter(object, operation.changes) : object));
    case 'validate':
      return [...list];
  }
}

function alter<T>(object: T, changes: object): T {
  const facets = Object.entries(changes as Record<string, { readonly from: unknown; readonly to: unknown }>);
  for (const [facet, { from }] of facets) {
    if (!equal(object[facet as keyof T], from)) throw new Error(`${facet} is not what the alteration says it was`);
  }
  return { ...object, ...Object.fromEntries(facets.map(([facet, { to }]) => [facet, to])) };
}
