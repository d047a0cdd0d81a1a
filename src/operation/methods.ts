import type { ObjectKind } from '../model/schema.js';
import type { ObjectOperation } from './target.js';

export type Verb = ObjectOperation['verb'];

/** The method of `op` for each kind and verb; `null` where no database that Limbeck knows can do it in place. */
export const methods = {
  extension: { create: 'createExtension', drop: 'dropExtension', alter: null, rename: null, validate: null },
  namespace: { create: 'createSchema', drop: 'dropSchema', alter: null, rename: 'renameSchema', validate: null },
  enum: { create: 'createEnum', drop: 'dropEnum', alter: 'alterEnum', rename: 'renameEnum', validate: null },
  table: { create: 'createTable', drop: 'dropTable', alter: 'alterTable', rename: 'renameTable', validate: null },
  column: { create: 'addColumn', drop: 'dropColumn', alter: 'alterColumn', rename: 'renameColumn', validate: null },
  primaryKey: { create: 'createPrimaryKey', drop: 'dropPrimaryKey', alter: null, rename: 'renamePrimaryKey', validate: null },
  unique: { create: 'createUnique', drop: 'dropUnique', alter: null, rename: 'renameUnique', validate: null },
  check: { create: 'createCheck', drop: 'dropCheck', alter: null, rename: 'renameCheck', validate: 'validateCheck' },
  exclusion: { create: 'createExclusion', drop: 'dropExclusion', alter: null, rename: 'renameExclusion', validate: null },
  foreignKey: { create: 'createForeignKey', drop: 'dropForeignKey', alter: 'alterForeignKey', rename: 'renameForeignKey', validate: 'validateForeignKey' },
  index: { create: 'createIndex', drop: 'dropIndex', alter: null, rename: 'renameIndex', validate: null },
  view: { create: 'createView', drop: 'dropView', alter: 'alterView', rename: 'renameView', validate: null },
  materializedView: { create: 'createMaterializedView', drop: 'dropMaterializedView', alter: null, rename: 'renameMaterializedView', validate: null },
} as const satisfies { readonly [K in ObjectKind]: Readonly<Record<Verb, string | null>> };

type MethodNames = { [K in ObjectKind]: (typeof methods)[K][Verb] }[ObjectKind];
/** A method of `op` that works on an object of the schema. */
export type MethodName = Exclude<MethodNames, null>;

/** The kind and the verb that each method stands for. */
export const coordinates = Object.fromEntries(
  Object.entries(methods).flatMap(([kind, verbs]) => Object.entries(verbs).flatMap(([verb, method]) => (method === null ? [] : [[method, { kind, verb }]]))),
) as { readonly [M in MethodName]: { readonly kind: ObjectKind; readonly verb: Verb } };

/** All methods that work on objects. */
export const methodNames = Object.keys(coordinates) as readonly MethodName[];
