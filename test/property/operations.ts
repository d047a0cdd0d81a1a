import fc from 'fast-check';
import type { Check, Column, EnumType, Exclusion, ForeignKey, Index, Key, MaterializedView, MemberKind, ObjectKind, Objects, QualifiedName, Table, View } from '../../src/model/schema.js';
import type { Backfill, Operation } from '../../src/operation/operation.js';
import type { Undoable } from '../../src/operation/reverse.js';

/** Texts that have broken writers of source: quotes, templates, ends of comments, escapes, invisible and half characters. */
export const texts: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('a', 'user', 'lower(email)', "it's", '"Name"', `both ' and "`, '') },
  {
    weight: 2,
    arbitrary: fc.constantFrom('`', '${1 + 1}', '*/', '/*', '//', '\\', '\\n', '\n', '\r\n', '\t', '\0', '\u2028', '\u2029', '\u202e', '\ufeff', '\ud800', '😀', '</script>', '__proto__', 'é'),
  },
  { weight: 2, arbitrary: fc.string({ unit: 'binary' }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', minLength: 60, maxLength: 120 }) },
);

const record = <T>(shape: { [P in keyof T]: fc.Arbitrary<T[P]> }): fc.Arbitrary<T> => fc.record(shape, { noNullPrototype: true });
const lists = fc.array(texts, { maxLength: 3 });
const optional = fc.option(texts, { nil: null });
const qualified: fc.Arbitrary<QualifiedName> = record<QualifiedName>({ schema: fc.oneof(fc.constant('public'), texts), name: texts });
const deferrable = fc.constantFrom('no' as const, 'deferrable' as const, 'deferred' as const);
const action = fc.constantFrom('no action' as const, 'restrict' as const, 'cascade' as const, 'set null' as const, 'set default' as const);

const column = record<Column>({
  name: texts,
  type: texts,
  nullable: fc.boolean(),
  default: optional,
  generation: fc.constantFrom(null, 'serial', 'identityAlways', 'identityByDefault'),
  generated: optional,
  virtual: fc.boolean(),
  collation: optional,
  comment: optional,
});
const key = record<Key>({ name: texts, columns: lists, deferrable });
const check = record<Check>({ name: texts, expression: texts });
const exclusion = record<Exclusion>({ name: texts, definition: texts });
const foreignKey = record<ForeignKey>({
  name: texts,
  columns: lists,
  references: fc.tuple(qualified, lists).map(([name, columns]) => ({ ...name, columns })),
  onDelete: action,
  onUpdate: action,
  deferrable,
});
const index = record<Index>({
  name: texts,
  method: fc.oneof(fc.constant('btree'), texts),
  unique: fc.boolean(),
  keys: fc.array(fc.oneof(texts, record<{ sql: string }>({ sql: texts })), { maxLength: 3 }),
  include: lists,
  nullsNotDistinct: fc.boolean(),
  where: optional,
});
const few = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(arbitrary, { maxLength: 2 });
const table: fc.Arbitrary<Table> = fc
  .tuple(
    qualified,
    record<Omit<Table, 'schema' | 'name'>>({
      columns: few(column),
      primaryKey: fc.option(key, { nil: null }),
      uniques: few(key),
      checks: few(check),
      exclusions: few(exclusion),
      foreignKeys: few(foreignKey),
      indexes: few(index),
      comment: optional,
    }),
  )
  // A key over some of the columns, so that what a primary key says of them counts.
  .chain(([name, rest]) =>
    fc.boolean().map((isKeyed) => ({
      ...name,
      ...rest,
      primaryKey: isKeyed && rest.primaryKey !== null ? { ...rest.primaryKey, columns: rest.columns.map((member) => member.name) } : rest.primaryKey,
    })),
  );

/** Any object of each kind. */
export const objects: { readonly [K in ObjectKind]: fc.Arbitrary<Objects[K]> } = {
  extension: record<{ name: string }>({ name: texts }),
  namespace: record<{ name: string }>({ name: texts }),
  enum: fc.tuple(qualified, lists).map(([name, values]): EnumType => ({ ...name, values })),
  table,
  column,
  primaryKey: key,
  unique: key,
  check,
  exclusion,
  foreignKey,
  index,
  view: fc.tuple(qualified, texts).map(([name, definition]): View => ({ ...name, definition })),
  materializedView: fc.tuple(qualified, texts, few(index)).map(([name, definition, indexes]): MaterializedView => ({ ...name, definition, indexes })),
};

export const kinds = Object.keys(objects) as readonly ObjectKind[];

const isMember = (kind: ObjectKind): kind is MemberKind => !['extension', 'namespace', 'enum', 'table', 'view', 'materializedView'].includes(kind);

/** Where an object of a kind lives. */
const place = (kind: ObjectKind): fc.Arbitrary<object> =>
  isMember(kind) ? qualified.map((name) => ({ table: name })) : kind === 'namespace' || kind === 'extension' ? fc.constant({}) : qualified.map(({ schema }) => ({ schema }));

const change = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<{ from: T; to: T }> => record<{ from: T; to: T }>({ from: of, to: of });

/** Facets that a kind can have altered in place. */
const changes: { readonly [K in ObjectKind]?: fc.Arbitrary<object> } = {
  enum: change(lists).map((values) => ({ values })),
  table: change(optional).map((comment) => ({ comment })),
  view: change(texts).map((definition) => ({ definition })),
  foreignKey: change(deferrable).map((timing) => ({ deferrable: timing })),
  column: fc.record({ type: change(texts), nullable: change(fc.boolean()), default: change(optional) }, { requiredKeys: [], noNullPrototype: true }),
};

const enumColumns = few(
  fc.tuple(qualified, texts, texts, change(optional)).map(([name, member, type, value]) => ({ table: name, column: member, type, default: value })),
);

const extras = (kind: ObjectKind): fc.Arbitrary<object> => {
  if (kind === 'column') {
    const anew = fc.option(change(fc.option(column, { nil: null })), { nil: undefined });
    return fc.tuple(change(optional), change(optional), anew).map(([using, fill, whole]) => ({ using, fill, ...(whole === undefined ? {} : { anew: whole }) }));
  }
  if (kind === 'view') {
    const options = fc.constantFrom({}, { options: 'security_barrier=true' });
    return fc.tuple(change(fc.boolean()), options).map(([anew, said]) => ({ anew, ...said }));
  }
  if (kind !== 'enum') return fc.constant({});
  return fc.tuple(change(enumColumns), fc.option(fc.array(change(texts), { minLength: 1, maxLength: 2 }), { nil: undefined })).map(([convert, renamed]) => ({ convert, ...(renamed === undefined ? {} : { renamed }) }));
};

const flags = (name: string): fc.Arbitrary<object> => fc.constantFrom({}, { [name]: true });

const createExtras = (kind: ObjectKind): fc.Arbitrary<object> => {
  if (kind === 'index') return flags('concurrently');
  if (kind === 'check' || kind === 'foreignKey') return flags('notValid');
  return kind === 'unique' || kind === 'primaryKey' ? fc.record({ usingIndex: texts }, { requiredKeys: [], noNullPrototype: true }) : fc.constant({});
};

const renameExtras = (kind: ObjectKind): fc.Arbitrary<object> => {
  if (kind === 'table') return fc.record({ sequences: lists }, { requiredKeys: [], noNullPrototype: true });
  return kind === 'column' ? fc.record({ sequence: fc.boolean() }, { requiredKeys: [], noNullPrototype: true }) : fc.constant({});
};

const operationOn = (kind: ObjectKind): fc.Arbitrary<Undoable> => {
  const altered = changes[kind];
  const bodies = [
    fc.tuple(objects[kind] as fc.Arbitrary<{ name: string }>, createExtras(kind)).map(([value, extra]) => ({ verb: 'create', value, ...extra })),
    fc.tuple(objects[kind] as fc.Arbitrary<{ name: string }>, createExtras(kind)).map(([value, extra]) => ({ verb: 'drop', name: value.name, value, ...extra })),
    ...(kind === 'extension' ? [] : [fc.tuple(change(texts), renameExtras(kind)).map(([name, extra]) => ({ verb: 'rename', name, ...extra }))]),
    ...(altered === undefined ? [] : [fc.tuple(texts, altered, extras(kind)).map(([name, facets, extra]) => ({ verb: 'alter', name, changes: facets, ...extra }))]),
  ];
  return fc.tuple(place(kind), fc.oneof(...bodies)).map(([where, body]) => whole({ kind, ...where, ...body }));
};

/** An object that lives in a namespace says so too, and the same one. */
function whole(operation: object): Undoable {
  const { schema, value } = operation as { readonly schema?: string; readonly value?: object };
  return (schema !== undefined && value !== undefined ? { ...operation, value: { ...value, schema } } : operation) as Undoable;
}

const backfills = record<Backfill>({
  verb: fc.constant('backfill'),
  table: qualified,
  set: fc.uniqueArray(fc.tuple(texts, texts), { minLength: 1, maxLength: 3, selector: ([name]) => name }).map((entries) => Object.fromEntries(entries)),
  where: optional,
  batchSize: fc.oneof(fc.constant(5000), fc.integer({ min: 1 })),
  pauseMs: fc.nat(),
});

/** Any operation that changes something, and knows its way back. */
export const undoables: fc.Arbitrary<Undoable> = fc.oneof(
  ...kinds.map((kind) => operationOn(kind)),
  fc.tuple(texts, texts).map(([up, down]): Undoable => ({ verb: 'execute', up, down })),
);

const validations = fc
  .tuple(fc.constantFrom('check' as const, 'foreignKey' as const), qualified, texts)
  .map(([kind, owner, name]): Operation => ({ verb: 'validate', kind, table: owner, name }));

/** Any operation that knows its way back, or that there is nothing to undo of. */
export const operations: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 10, arbitrary: undoables },
  { weight: 1, arbitrary: validations },
  { weight: 1, arbitrary: backfills },
);
