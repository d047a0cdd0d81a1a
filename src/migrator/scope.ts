import type { Scope } from '../dialect/dialect.js';
import type { RenameText } from '../diff/parse-rename.js';
import { type ObjectRef, refKey } from '../model/identity.js';
import type { Renaming } from '../model/renaming.js';
import type { QualifiedName, Schema } from '../model/schema.js';
import { selectObjects } from '../model/select.js';
import type { EntityModel } from '../typeorm/entity-model.js';
import { type IncludedObject, includeEverything } from './options.js';

/** What is compared, on both sides. */
export interface ComparedScope extends Scope {
  /** The schema of the entities without what is left alone; to be asked for when the database has been read. */
  select(schema: Schema): Schema;
}

/** What decides about a scope. */
export interface ScopeRules {
  readonly model: EntityModel;
  /** The namespace that is looked at when the entities name none. */
  readonly namespace: string;
  readonly includeObject: (object: IncludedObject) => boolean;
  /** What is said to be renamed for this comparison. */
  readonly typed: readonly RenameText[];
}

/**
 * The namespaces of the entities, without what the entities say must not be touched, without TypeORM's own tables, and
 * without what `includeObject` refuses on either side: refused on one side only, an object would seem new or gone.
 */
export function scopeOf({ model, namespace, includeObject, typed }: ScopeRules): ComparedScope {
  const ignored = ignoredIn(model);
  const refused = new Set<string>();
  const accepted = { database: new Set<string>(), entities: new Set<string>() };
  const isRefused = (ref: ObjectRef, side: IncludedObject['side']): boolean => {
    if (ignored(ref)) return true;
    if (includeObject === includeEverything) return false;
    const key = refKey(ref);
    if (refused.has(key)) return true;
    if (accepted[side].has(key)) return false;
    const verdict = includeObject({ ref, side });
    (verdict ? accepted[side] : refused).add(key);
    return !verdict;
  };
  const namespaces = model.schema.namespaces.map(({ name }) => name);
  return {
    namespaces: namespaces.length === 0 ? [namespace] : namespaces,
    excludes: (ref) => isRefused(ref, 'database') || (model.origins.has(refKey(ref)) && isRefused(ref, 'entities')),
    claims: (ref) => model.origins.has(refKey(ref)) || formerTables(model.renamings, typed).has(ref.name),
    select: (schema) => selectObjects(schema, (ref) => !isRefused(ref, 'entities')),
  };
}

/** The names of tables that something was called before; of what was typed, any part may be one. */
const formerTables = (declared: readonly Renaming[], typed: readonly RenameText[]): ReadonlySet<string> =>
  new Set([...declared.flatMap((each) => (each.kind === 'table' ? [each.from.name] : [])), ...typed.flatMap(({ from }) => from)]);

/** `scope` with the tables and enum types that renamings take from other namespaces, and nothing else of these. */
export function withMoved(scope: Scope, declared: readonly Renaming[], typed: readonly RenameText[]): Scope {
  const sources = declared.flatMap((each) => (each.kind === 'table' || each.kind === 'enum' ? [each.from] : []));
  const qualified = typed.flatMap(({ from }) => (from.length === 2 ? [{ schema: from[0] ?? '', name: from[1] ?? '' }] : []));
  const isOutside = ({ schema }: QualifiedName): boolean => !scope.namespaces.includes(schema);
  const moved = [...sources, ...qualified].filter(isOutside);
  if (moved.length === 0) return scope;
  const isMoved = ({ kind, schema, table, name }: ObjectRef): boolean =>
    kind === 'enum' || moved.some((each) => each.schema === schema && each.name === (table ?? name));
  return {
    namespaces: [...scope.namespaces, ...new Set(moved.map(({ schema }) => schema))],
    claims: (ref) => scope.claims(ref),
    excludes: (ref) => (ref.schema === null || scope.namespaces.includes(ref.schema) ? scope.excludes(ref) : !isMoved(ref)),
  };
}

/** Whether an object must not be touched. Most kinds have none such, so that no key need be made to look one up. */
function ignoredIn({ ignored }: EntityModel): (ref: ObjectRef) => boolean {
  const kinds = new Set(ignored.map(({ kind }) => kind));
  const keys = new Set(ignored.map(refKey));
  return (ref) => kinds.has(ref.kind) && keys.has(refKey(ref));
}
