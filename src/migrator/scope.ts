import type { Scope } from '../dialect/dialect.js';
import { type ObjectRef, refKey } from '../model/identity.js';
import type { Schema } from '../model/schema.js';
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
}

/**
 * The namespaces of the entities, without what the entities say must not be touched, without TypeORM's own tables, and
 * without what `includeObject` refuses on either side: refused on one side only, an object would seem new or gone.
 */
export function scopeOf({ model, namespace, includeObject }: ScopeRules): ComparedScope {
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
    select: (schema) => selectObjects(schema, (ref) => !isRefused(ref, 'entities')),
  };
}

/** Whether an object must not be touched. Most kinds have none such, so that no key need be made to look one up. */
function ignoredIn({ ignored }: EntityModel): (ref: ObjectRef) => boolean {
  const kinds = new Set(ignored.map(({ kind }) => kind));
  const keys = new Set(ignored.map(refKey));
  return (ref) => kinds.has(ref.kind) && keys.has(refKey(ref));
}
