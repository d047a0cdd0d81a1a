import type { ObjectKind, QualifiedName, Unmanaged, UnmanagedKind } from './schema.js';

/** Points at one object of a schema; `table` is there for members only, `schema` for all but namespaces and extensions. */
export interface ObjectRef {
  readonly kind: ObjectKind;
  readonly schema: string | null;
  readonly table: string | null;
  readonly name: string;
}

export const sameName = (left: QualifiedName, right: QualifiedName): boolean =>
  left.schema === right.schema && left.name === right.name;

/** Points at a member of `table`. */
export const memberRef = (kind: ObjectKind, table: QualifiedName, name: string): ObjectRef => ({
  kind,
  schema: table.schema,
  table: table.name,
  name,
});

/** Points at a table, an enum type or another object that lives in a namespace. */
export const topLevelRef = (kind: ObjectKind, { schema, name }: QualifiedName): ObjectRef => ({ kind, schema, table: null, name });

/** A key for maps and sets: two references have the same one when they point at the same object. */
export const refKey = ({ kind, schema, table, name }: ObjectRef): string => `${kind}${separator}${schema ?? ''}${separator}${table ?? ''}${separator}${name}`;

/** Stands in no name: PostgreSQL keeps no NUL. Keys are made by the ten thousand, so they are plain text. */
const separator = '\0';

const kindsWithIndex: readonly ObjectKind[] = ['index', 'primaryKey', 'unique', 'exclusion'];

/** Whether objects of the kind have an index, or are one: their names are those of relations of the namespace. */
export const hasIndex = (kind: ObjectKind): boolean => kindsWithIndex.includes(kind);

/** A key for maps and sets of qualified names. */
export const nameKey = ({ schema, name }: QualifiedName): string => `${schema}${separator}${name}`;

/** The reference as people read it: `column public.product.sku`. */
export function showRef({ kind, schema, table, name }: ObjectRef): string {
  return `${kindNames[kind]} ${[schema, table, name].filter((part) => part !== null).join('.')}`;
}

/** Orders objects by schema and name, by code units, so that the order is the same on every machine. */
export function compareNames(left: { readonly schema?: string; readonly name: string }, right: { readonly schema?: string; readonly name: string }): number {
  const compare = (from: string, to: string): number => (from < to ? -1 : Number(from > to));
  return compare(left.schema ?? '', right.schema ?? '') || compare(left.name, right.name);
}

/** What people call each kind. */
export const kindNames: { readonly [K in ObjectKind]: string } = {
  extension: 'extension',
  namespace: 'schema',
  enum: 'enum type',
  table: 'table',
  column: 'column',
  primaryKey: 'primary key',
  unique: 'unique constraint',
  check: 'check constraint',
  exclusion: 'exclusion constraint',
  foreignKey: 'foreign key',
  index: 'index',
  view: 'view',
  materializedView: 'materialized view',
};

/** What people call each kind of what no entity can ask for. */
const unmanagedNames: { readonly [K in UnmanagedKind]: string } = {
  ...kindNames,
  default: 'default',
  trigger: 'trigger',
  rule: 'rule',
  policy: 'policy',
  statistics: 'statistics',
};

/** As people read it: `trigger public.product.touch`. */
export const showUnmanaged = ({ kind, table, name }: Pick<Unmanaged, 'kind' | 'table' | 'name'>): string =>
  `${unmanagedNames[kind]} ${table.schema}.${table.name}.${name}`;
