import type { Scope } from '../dialect/dialect.js';
import type { RenameText } from '../diff/parse-rename.js';
import { type ObjectRef, refKey } from '../model/identity.js';
import type { Renaming } from '../model/renaming.js';
import type { QualifiedName, Schema } from '../model/schema.js';
import { selectObjects } from '../model/select.js';
import type { EntityModel } from '../typeorm/entity-model.js';
import { type CompleteOptions, type IncludedObject, includeEverything } from './options.js';

/** What is compared, on both sides. */
export interface ComparedScope extends Scope {
  /** The schema of the entities without what is left alone; to be asked for when the database has been read. */
  select(schema: Schema): Schema;
}

/** What decides about a scope. */
export interface ScopeRules extends Pick<CompleteOptions, 'includeObject' | 'includeName' | 'schemas'> {
  readonly model: EntityModel;
  /** The namespace of tables whose entity names none. */
  readonly namespace: string;
  /** What is said to be renamed for this comparison. */
  readonly typed: readonly RenameText[];
}

/**
 * The namespaces of the entities, the default one and those of `schemas`, without what the entities say must not be touched, without TypeORM's
 * own tables, and without what `includeName` or, on either side, `includeObject` refuses: refused on one side only, an object would seem new or gone.
 */
export function scopeOf({ model, namespace, schemas, includeName, includeObject, typed }: ScopeRules): ComparedScope {
  const ignored = ignoredIn(model);
  const isNamed = rememberedName(includeName);
  const isIncluded = rememberedObject(includeObject);
  const isRefused = (ref: ObjectRef, side: IncludedObject['side']): boolean => ignored(ref) || !isNamed(ref) || !isIncluded({ ref, side });
  const mayExcludeAll = includeName !== includeEverything || includeObject !== includeEverything;
  const kinds = mayExcludeAll ? null : new Set(model.ignored.map(({ kind }) => kind));
  const namespaces = [...new Set([...model.schema.namespaces.map(({ name }) => name), namespace, ...schemas])];
  return {
    namespaces: namespaces.filter((name) => isNamed(namespaceRef(name))),
    ...(includeName === includeEverything ? {} : { excludesName: (ref) => !isNamed(ref) }),
    excludes: (ref) => isRefused(ref, 'database') || (includeObject !== includeEverything && model.origins.has(refKey(ref)) && isRefused(ref, 'entities')),
    excludable: kinds,
    claims: (ref) => model.origins.has(refKey(ref)) || formerTables(model.renamings, typed).has(ref.name),
    select: (schema) => {
      const selected = selectObjects(schema, { includes: (ref) => !isRefused(ref, 'entities'), kinds });
      return includeName === includeEverything ? selected : { ...selected, namespaces: schema.namespaces.filter(({ name }) => isNamed(namespaceRef(name))) };
    },
  };
}

const namespaceRef = (name: string): ObjectRef => ({ kind: 'namespace', schema: null, table: null, name });

/** Asks about each name once; what is in a refused namespace is refused. */
function rememberedName(includeName: ScopeRules['includeName']): (ref: ObjectRef) => boolean {
  if (includeName === includeEverything) return includeEverything;
  const verdicts = new Map<string, boolean>();
  const ask = (ref: ObjectRef): boolean => {
    const key = refKey(ref);
    const verdict = verdicts.get(key) ?? includeName(ref);
    verdicts.set(key, verdict);
    return verdict;
  };
  return (ref) => (ref.schema === null || ask(namespaceRef(ref.schema))) && ask(ref);
}

/** Asks about each object once on each side; what is refused on one is refused on both. */
function rememberedObject(includeObject: ScopeRules['includeObject']): (object: IncludedObject) => boolean {
  if (includeObject === includeEverything) return includeEverything;
  const refused = new Set<string>();
  const accepted = { database: new Set<string>(), entities: new Set<string>() };
  return ({ ref, side }) => {
    const key = refKey(ref);
    if (refused.has(key)) return false;
    if (accepted[side].has(key)) return true;
    const verdict = includeObject({ ref, side });
    (verdict ? accepted[side] : refused).add(key);
    return verdict;
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
    ...scope,
    excludable: null,
    namespaces: [...scope.namespaces, ...new Set(moved.map(({ schema }) => schema))],
    excludes: (ref) => (ref.schema === null || scope.namespaces.includes(ref.schema) ? scope.excludes(ref) : !isMoved(ref)),
  };
}

/** Whether an object must not be touched. Most kinds have none such, so that no key need be made to look one up. */
function ignoredIn({ ignored }: EntityModel): (ref: ObjectRef) => boolean {
  const kinds = new Set(ignored.map(({ kind }) => kind));
  const keys = new Set(ignored.map(refKey));
  return (ref) => kinds.has(ref.kind) && keys.has(refKey(ref));
}
