import { compareNames } from '../../../model/identity.js';
import type { Index, QualifiedName, Schema, Table } from '../../../model/schema.js';
import { truncateIdentifier as cut } from '../quote.js';

/** Entities are read once for a data source and compared again and again, so their names are cut once. */
const kept = new WeakMap<object, object>();

/** The schema with every name as PostgreSQL keeps it, cut at 63 bytes; objects in the order of their names. */
export const withKeptNames = (schema: Schema): Schema => once(schema, cutSchema);

function once<T extends object>(given: T, cutNames: (given: T) => T): T {
  const known = kept.get(given) as T | undefined;
  if (known !== undefined) return known;
  const object = cutNames(given);
  kept.set(given, object).set(object, object);
  return object;
}

const cutSchema = (schema: Schema): Schema => ({
  extensions: schema.extensions,
  namespaces: schema.namespaces.map(named),
  enums: schema.enums.map((type) => ({ ...qualified(type), values: type.values })).sort(compareNames),
  tables: schema.tables.map((table) => once(table, cutTable)).sort(compareNames),
  views: schema.views.map((view) => ({ ...view, ...qualified(view) })).sort(compareNames),
  materializedViews: schema.materializedViews.map((view) => ({ ...view, ...qualified(view), indexes: view.indexes.map(keptIndex) })).sort(compareNames),
  viewFacts: schema.viewFacts,
  unmanaged: schema.unmanaged,
  typeNames: Object.fromEntries(Object.entries(schema.typeNames).map(([text, name]) => [text, qualified(name)])),
});

/** The object itself where its name is kept, as nearly all are. */
const named = <T extends { readonly name: string }>(object: T): T => {
  const name = cut(object.name);
  return name === object.name ? object : { ...object, name };
};

const keyed = <T extends { readonly name: string; readonly columns: readonly string[] }>(key: T): T => ({
  ...named(key),
  columns: key.columns.map(cut),
});

const qualified = ({ schema, name }: QualifiedName): QualifiedName => ({ schema: cut(schema), name: cut(name) });

const cutTable = (table: Table): Table => ({
  ...table,
  ...qualified(table),
  columns: table.columns.map(named),
  primaryKey: table.primaryKey && keyed(table.primaryKey),
  uniques: table.uniques.map(keyed),
  checks: table.checks.map(named),
  exclusions: table.exclusions.map(named),
  foreignKeys: table.foreignKeys.map((key) => ({
    ...keyed(key),
    references: { schema: cut(key.references.schema), name: cut(key.references.name), columns: key.references.columns.map(cut) },
  })),
  indexes: table.indexes.map(keptIndex),
});

const keptIndex = (index: Index): Index => ({
  ...named(index),
  keys: index.keys.map((key) => (typeof key === 'string' ? cut(key) : key)),
  include: index.include.map(cut),
});
