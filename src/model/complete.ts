import { equal } from '../kernel/equal.js';
import type { Check, Column, EnumType, Exclusion, ForeignKey, Index, Key, MaterializedView, ObjectKind, Objects, QualifiedName, Table, View } from './schema.js';

/** A table or an enum type: its name when it is in the default namespace, else both parts. */
export type NameInput = string | QualifiedName;

type Optional<T, Required extends keyof T> = Pick<T, Required> & Partial<Omit<T, Required>>;

/** A column; without `nullable` it may be null, as in SQL, unless it is in the primary key or counts by itself. */
export type ColumnInput = Optional<Column, 'name' | 'type'>;
/** A primary key or a unique constraint; without `deferrable` it is checked at once. */
export type KeyInput = Optional<Key, 'name' | 'columns'>;
/** A check constraint. */
export type CheckInput = Check;
/** An exclusion constraint. */
export type ExclusionInput = Exclusion;
/** An index; without `method` it is a B-tree. */
export type IndexInput = Optional<Index, 'name' | 'keys'>;
/** An enum type; without `schema` it is in the default namespace. */
export type EnumInput = Optional<EnumType, 'name' | 'values'>;
/** A view; without `schema` it is in the default namespace. */
export type ViewInput = Optional<View, 'name' | 'definition'>;

/** A materialized view; without `schema` it is in the default namespace. */
export interface MaterializedViewInput extends ViewInput {
  readonly indexes?: readonly IndexInput[];
}

/** The name is all there is of a namespace. */
export type NamespaceInput = string;

/** A foreign key; without actions it refuses to leave rows behind. */
export interface ForeignKeyInput extends Optional<Omit<ForeignKey, 'references'>, 'name' | 'columns'> {
  readonly references: { readonly table: NameInput; readonly columns: readonly string[] };
}

/** A table; without `schema` it is in the default namespace. */
export interface TableInput {
  readonly schema?: string;
  readonly name: string;
  readonly columns: readonly ColumnInput[];
  readonly primaryKey?: KeyInput | null;
  readonly uniques?: readonly KeyInput[];
  readonly checks?: readonly CheckInput[];
  readonly exclusions?: readonly ExclusionInput[];
  readonly foreignKeys?: readonly ForeignKeyInput[];
  readonly indexes?: readonly IndexInput[];
  readonly comment?: string | null;
}

/** The name is all there is of an extension. */
export type ExtensionInput = string;

/** What an author writes for each kind of object. */
export interface Inputs {
  readonly extension: ExtensionInput;
  readonly namespace: NamespaceInput;
  readonly enum: EnumInput;
  readonly table: TableInput;
  readonly column: ColumnInput;
  readonly primaryKey: KeyInput;
  readonly unique: KeyInput;
  readonly check: CheckInput;
  readonly exclusion: ExclusionInput;
  readonly foreignKey: ForeignKeyInput;
  readonly index: IndexInput;
  readonly view: ViewInput;
  readonly materializedView: MaterializedViewInput;
}

/** Both directions between what an author writes and the whole object; `namespace` is the default one. */
interface Form<K extends ObjectKind> {
  complete(input: Inputs[K], namespace: string): Objects[K];
  /** Only what differs from the defaults, in the order of the model; `complete` gives the object back. */
  abbreviate(value: Objects[K], namespace: string): Inputs[K];
}

const columnDefaults: Omit<Column, 'name' | 'type' | 'nullable'> = {
  default: null,
  generation: null,
  generated: null,
  virtual: false,
  collation: null,
  comment: null,
};
const keyDefaults: Pick<Key, 'deferrable'> = { deferrable: 'no' };
const foreignKeyDefaults: Omit<ForeignKey, 'name' | 'columns' | 'references'> = { onDelete: 'no action', onUpdate: 'no action', deferrable: 'no' };
const indexDefaults: Omit<Index, 'name' | 'keys'> = { unique: false, method: 'btree', include: [], nullsNotDistinct: false, where: null };

/** The form of each kind of object; nowhere else are there defaults. */
export const forms: { readonly [K in ObjectKind]: Form<K> } = {
  extension: { complete: (name) => ({ name }), abbreviate: ({ name }) => name },
  namespace: { complete: (name) => ({ name }), abbreviate: ({ name }) => name },
  enum: {
    complete: ({ schema, name, values }, namespace) => ({ schema: schema ?? namespace, name, values }),
    abbreviate: ({ schema, name, values }, namespace) => ({ ...elsewhere(schema, namespace), name, values }),
  },
  table: { complete: completeTable, abbreviate: abbreviateTable },
  column: { complete: (input) => completeColumn(input, []), abbreviate: (column) => abbreviateColumn(column, []) },
  primaryKey: { complete: completeKey, abbreviate: abbreviateKey },
  unique: { complete: completeKey, abbreviate: abbreviateKey },
  check: { complete: completeCheck, abbreviate: completeCheck },
  exclusion: { complete: completeExclusion, abbreviate: completeExclusion },
  foreignKey: { complete: completeForeignKey, abbreviate: abbreviateForeignKey },
  index: { complete: completeIndex, abbreviate: abbreviateIndex },
  view: { complete: completeView, abbreviate: abbreviateView },
  materializedView: { complete: completeMaterializedView, abbreviate: abbreviateMaterializedView },
};

/** Both parts of a name. */
export const completeName = (name: NameInput, namespace: string): QualifiedName => (typeof name === 'string' ? { schema: namespace, name } : name);

/** The name alone where it is in the default namespace. */
export const abbreviateName = ({ schema, name }: QualifiedName, namespace: string): NameInput => (schema === namespace ? name : { schema, name });

function completeTable(input: TableInput, namespace: string): Table {
  const { schema, name, columns, primaryKey, uniques, checks, exclusions, foreignKeys, indexes, comment } = input;
  return {
    schema: schema ?? namespace,
    name,
    columns: columns.map((column) => completeColumn(column, primaryKey?.columns ?? [])),
    primaryKey: primaryKey ? completeKey(primaryKey) : null,
    uniques: (uniques ?? []).map(completeKey),
    checks: (checks ?? []).map(completeCheck),
    exclusions: (exclusions ?? []).map(completeExclusion),
    foreignKeys: (foreignKeys ?? []).map((key) => completeForeignKey(key, namespace)),
    indexes: (indexes ?? []).map(completeIndex),
    comment: comment ?? null,
  };
}

function abbreviateTable(table: Table, namespace: string): TableInput {
  const { schema, name, columns, primaryKey, uniques, checks, exclusions, foreignKeys, indexes, comment } = table;
  return {
    ...elsewhere(schema, namespace),
    name,
    columns: columns.map((column) => abbreviateColumn(column, primaryKey?.columns ?? [])),
    ...(primaryKey === null ? {} : { primaryKey: abbreviateKey(primaryKey) }),
    ...(uniques.length === 0 ? {} : { uniques: uniques.map(abbreviateKey) }),
    ...(checks.length === 0 ? {} : { checks: checks.map(completeCheck) }),
    ...(exclusions.length === 0 ? {} : { exclusions: exclusions.map(completeExclusion) }),
    ...(foreignKeys.length === 0 ? {} : { foreignKeys: foreignKeys.map((key) => abbreviateForeignKey(key, namespace)) }),
    ...(indexes.length === 0 ? {} : { indexes: indexes.map(abbreviateIndex) }),
    ...(comment === null ? {} : { comment }),
  };
}

function completeColumn(input: ColumnInput, primaryKey: readonly string[]): Column {
  const { name, type, ...rest } = input;
  return { name, type, nullable: input.nullable ?? isNullableUnsaid(input, primaryKey), ...withDefaults(columnDefaults, rest) };
}

/** `NOT NULL` is always said, for those who read the file. */
function abbreviateColumn(column: Column, primaryKey: readonly string[]): ColumnInput {
  const { name, type, nullable } = column;
  const unsaid = nullable && isNullableUnsaid(column, primaryKey);
  return { name, type, ...(unsaid ? {} : { nullable }), ...withoutDefaults(columnDefaults, column) };
}

/**
 * Whether a column may be null when nothing is said.
 *
 * Source: PostgreSQL 18, CREATE TABLE, "PRIMARY KEY" and "GENERATED … AS IDENTITY" (both make a column not null); 8.1.4 for serial.
 */
const isNullableUnsaid = ({ name, generation }: ColumnInput, primaryKey: readonly string[]): boolean =>
  !primaryKey.includes(name) && (generation ?? null) === null;

function completeKey({ name, columns, ...rest }: KeyInput): Key {
  return { name, columns, ...withDefaults(keyDefaults, rest) };
}

function abbreviateKey(key: Key): KeyInput {
  return { name: key.name, columns: key.columns, ...withoutDefaults(keyDefaults, key) };
}

function completeCheck({ name, expression }: CheckInput): Check {
  return { name, expression };
}

function completeExclusion({ name, definition }: ExclusionInput): Exclusion {
  return { name, definition };
}

function completeForeignKey({ name, columns, references, ...rest }: ForeignKeyInput, namespace: string): ForeignKey {
  const { schema, name: table } = completeName(references.table, namespace);
  return { name, columns, references: { schema, name: table, columns: references.columns }, ...withDefaults(foreignKeyDefaults, rest) };
}

function abbreviateForeignKey(key: ForeignKey, namespace: string): ForeignKeyInput {
  const { schema, name, columns } = key.references;
  const references = { table: abbreviateName({ schema, name }, namespace), columns };
  return { name: key.name, columns: key.columns, references, ...withoutDefaults(foreignKeyDefaults, key) };
}

function completeIndex({ name, keys, ...rest }: IndexInput): Index {
  return { name, keys, ...withDefaults(indexDefaults, rest) };
}

function abbreviateIndex(index: Index): IndexInput {
  return { name: index.name, keys: index.keys, ...withoutDefaults(indexDefaults, index) };
}

function completeView({ schema, name, definition }: ViewInput, namespace: string): View {
  return { schema: schema ?? namespace, name, definition };
}

function abbreviateView({ schema, name, definition }: View, namespace: string): ViewInput {
  return { ...elsewhere(schema, namespace), name, definition };
}

function completeMaterializedView(input: MaterializedViewInput, namespace: string): MaterializedView {
  return { ...completeView(input, namespace), indexes: (input.indexes ?? []).map(completeIndex) };
}

function abbreviateMaterializedView(view: MaterializedView, namespace: string): MaterializedViewInput {
  return { ...abbreviateView(view, namespace), ...(view.indexes.length === 0 ? {} : { indexes: view.indexes.map(abbreviateIndex) }) };
}

const elsewhere = (schema: string, namespace: string): { readonly schema?: string } => (schema === namespace ? {} : { schema });

/** The properties that `defaults` names, in its order, each as given where it is. */
function withDefaults<T extends object>(defaults: T, given: Partial<T>): T {
  const names = Object.keys(defaults) as (keyof T)[];
  return Object.fromEntries(names.map((name) => [name, given[name] ?? defaults[name]])) as T;
}

/** The properties that `defaults` names, in its order, without those that are as there. */
function withoutDefaults<T extends object>(defaults: T, whole: T): Partial<T> {
  const names = Object.keys(defaults) as (keyof T)[];
  return Object.fromEntries(names.filter((name) => !equal(whole[name], defaults[name])).map((name) => [name, whole[name]])) as Partial<T>;
}
