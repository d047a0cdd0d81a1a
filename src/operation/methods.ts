import type { ObjectKind } from '../model/schema.js';
import type { ObjectOperation } from './target.js';

export type Verb = ObjectOperation['verb'];

/** The method of `op` for each kind and verb; `null` where no database that Limbeck knows can do it in place. */
export const methods = {
  extension: { create: 'createExtension', drop: 'dropExtension', alter: null, rename: null },
  namespace: { create: 'createSchema', drop: 'dropSchema', alter: null, rename: 'renameSchema' },
  enum: { create: 'createEnum', drop: 'dropEnum', alter: 'alterEnum', rename: 'renameEnum' },
  table: { create: 'createTable', drop: 'dropTable', alter: 'alterTable', rename: 'renameTable' },
  column: { create: 'addColumn', drop: 'dropColumn', alter: 'alterColumn', rename: 'renameColumn' },
  primaryKey: { create: 'createPrimaryKey', drop: 'dropPrimaryKey', alter: null, rename: 'renamePrimaryKey' },
  unique: { create: 'createUnique', drop: 'dropUnique', alter: null, rename: 'renameUnique' },
  check: { create: 'createCheck', drop: 'dropCheck', alter: null, rename: 'renameCheck' },
  exclusion: { create: 'createExclusion', drop: 'dropExclusion', alter: null, rename: 'renameExclusion' },
  foreignKey: { create: 'createForeignKey', drop: 'dropForeignKey', alter: 'alterForeignKey', rename: 'renameForeignKey' },
  index: { create: 'createIndex', drop: 'dropIndex', alter: null, rename: 'renameIndex' },
  view: { create: 'createView', drop: 'dropView', alter: 'alterView', rename: 'renameView' },
  materializedView: { create: 'createMaterializedView', drop: 'dropMaterializedView', alter: null, rename: 'renameMaterializedView' },
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
