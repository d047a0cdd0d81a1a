import { isDeepStrictEqual } from 'node:util';
import type { ObjectRef } from '../model/identity.js';

/** An object of a database and all that its catalog says of it, in the database's own spelling. */
export interface CatalogEntry {
  /** What it is and its full name: `column public.product.price`. */
  readonly object: string;
  /** By facet; none is there for a facet that the object has not. */
  readonly facts: Readonly<Record<string, unknown>>;
  /** The namespace that it is in, or that it is; `null`: none. */
  readonly schema: string | null;
  /** The table or view that it is or stands on; `null`: none that the model has a word for. */
  readonly relation: ObjectRef | null;
  /** The object itself; `null` where the model has no word for it. */
  readonly ref: ObjectRef | null;
}

/** Everything in a database that a migration may touch, its rows apart. */
export type Catalog = readonly CatalogEntry[];

/** An object that two catalogs do not agree about; `null` on the side that has it not. */
export interface CatalogDifference {
  readonly object: string;
  readonly left: CatalogEntry['facts'] | null;
  readonly right: CatalogEntry['facts'] | null;
}

/** The objects that two catalogs do not agree about, in the order of their names. */
export function compareCatalogs(left: Catalog, right: Catalog): readonly CatalogDifference[] {
  const [inLeft, inRight] = [factsByObject(left), factsByObject(right)];
  return [...new Set([...inLeft.keys(), ...inRight.keys()])]
    .sort()
    .map((object) => ({ object, left: inLeft.get(object) ?? null, right: inRight.get(object) ?? null }))
    .filter((each) => !isDeepStrictEqual(each.left, each.right));
}

/** What a way back has left or taken away. Extensions stay on it, as others may use them by then. */
export const compareAfterWayBack = (before: Catalog, after: Catalog): readonly CatalogDifference[] =>
  compareCatalogs(before, after).filter(({ object, left }) => !(left === null && object.startsWith('extension ')));

const factsByObject = (catalog: Catalog): ReadonlyMap<string, CatalogEntry['facts']> => new Map(catalog.map(({ object, facts }) => [object, facts]));

/** `column public.product.price: type integer → numeric`, or on which side the object is. */
export function describeDifference({ object, left, right }: CatalogDifference, sides: readonly [left: string, right: string]): string {
  if (left === null || right === null) return `${object}: only ${right === null ? sides[0] : sides[1]}`;
  const facets = [...new Set([...Object.keys(left), ...Object.keys(right)])].filter((facet) => !isDeepStrictEqual(left[facet], right[facet]));
  return `${object}: ${facets.map((facet) => `${facet} ${show(left[facet])} → ${show(right[facet])}`).join(', ')}`;
}

const show = (fact: unknown): string => (fact === undefined ? '(none)' : typeof fact === 'string' ? fact : JSON.stringify(fact));
