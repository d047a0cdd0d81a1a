import { isDeepStrictEqual } from 'node:util';
import { type Catalog, type CatalogDifference, type CatalogEntry, compareCatalogs } from '../dialect/catalog.js';
import type { Scope } from '../dialect/dialect.js';
import { refKey, topLevelRef } from '../model/identity.js';
import type { QualifiedName } from '../model/schema.js';

/** Three states of one database: what the revisions build, that after the operations of the drift, and what is there. */
export interface DriftedCatalogs {
  readonly built: Catalog;
  readonly led: Catalog;
  readonly actual: Catalog;
}

/** What of the catalogs is compared. */
export interface CatalogRules {
  readonly scope: Scope;
  /** The namespaces that are there before the first revision runs, and that each server makes as it likes. */
  readonly given: readonly string[];
  /** By `refKey`: tables and views that only one side has; of them, the operations say all. */
  readonly told: ReadonlySet<string>;
  /** By `refKey`: what operations make or take away; that only one side has it needs no second word. */
  readonly made: ReadonlySet<string>;
  /** Facets that say nothing here; nor does an object that has no others. */
  readonly ignored: readonly string[];
}

/** Who owns a table, of the books the one who runs revisions; `null`: it is not there. */
export function ownerOf(catalog: Catalog, table: QualifiedName): string | null {
  const entry = catalog.find(({ ref }) => ref !== null && refKey(ref) === refKey(topLevelRef('table', table)));
  return entry === undefined ? null : String(entry.facts['owner']);
}

/**
 * What the database has otherwise than the revisions build it, and operations do not put right. What only the operations themselves have lost, as they make
 * something anew, is as it was built.
 */
export function compareBeside({ built, led, actual }: DriftedCatalogs, rules: CatalogRules): readonly CatalogDifference[] {
  const there = select(actual, rules);
  const said = new Set([...built, ...actual].flatMap(({ object, ref }) => (ref !== null && rules.made.has(refKey(ref)) ? [object] : [])));
  const drifted = new Map(compareCatalogs(select(built, rules), there).map((each) => [each.object, each]));
  return compareCatalogs(select(led, rules), there).flatMap((left) => {
    const difference = drifted.get(left.object);
    if (difference === undefined || (said.has(left.object) && (left.left === null || left.right === null))) return [];
    return commonTo(difference, left);
  });
}

/** What of a difference is left; none where it is about other facets by now. */
function commonTo(difference: CatalogDifference, left: CatalogDifference): readonly CatalogDifference[] {
  if (difference.right === null || left.left === null) return [difference];
  if (difference.left === null) return [left];
  const isOpen = (facet: string): boolean => [difference, left].every((each) => !isDeepStrictEqual(each.left?.[facet], each.right?.[facet]));
  const only = (facts: CatalogEntry['facts']): CatalogEntry['facts'] => Object.fromEntries(Object.entries(facts).filter(([facet]) => isOpen(facet)));
  const common = { ...difference, left: only(difference.left), right: only(difference.right) };
  return isDeepStrictEqual(common.left, common.right) ? [] : [common];
}

function select(catalog: Catalog, { scope, given, told, ignored }: CatalogRules): Catalog {
  const partitions = new Set(catalog.flatMap(({ relation, facts }) => (relation !== null && 'partitionBound' in facts ? [refKey(relation)] : [])));
  const isLeftOut = (ref: CatalogEntry['ref']): boolean => ref !== null && (ref.kind === 'extension' || scope.excludes(ref) || partitions.has(refKey(ref)) || told.has(refKey(ref)));
  const isLookedAt = ({ schema, ref }: CatalogEntry): boolean => schema === null || (scope.namespaces.includes(schema) && !(ref?.kind === 'namespace' && given.includes(schema)));
  const said = ({ facts }: CatalogEntry): CatalogEntry['facts'] => Object.fromEntries(Object.entries(facts).filter(([facet]) => !ignored.includes(facet)));
  return catalog
    .filter((entry) => isLookedAt(entry) && !isLeftOut(entry.relation) && !isLeftOut(entry.ref))
    .flatMap((entry) => (Object.keys(said(entry)).length === 0 && Object.keys(entry.facts).length > 0 ? [] : [{ ...entry, facts: said(entry) }]));
}
