import { equal } from '../kernel/equal.js';
import type { Changes } from '../operation/operation.js';

/** The facets in which `from` and `to` differ, all but the name. */
export function changesBetween<T extends { readonly name: string }>(from: T, to: T): Changes<T> {
  const differing = (Object.keys(to) as (keyof T & string)[]).filter((facet) => facet !== 'name' && !equal(from[facet], to[facet]));
  return Object.fromEntries(differing.map((facet) => [facet, { from: from[facet], to: to[facet] }])) as Changes<T>;
}

/** Whether nothing differs. */
export const isEmpty = (changes: object): boolean => Object.keys(changes).length === 0;
