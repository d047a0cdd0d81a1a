import { equal } from '../kernel/equal.js';
import type { Change, Changes } from '../operation/operation.js';

/** The facets in which `from` and `to` differ, all but the name. */
export function changesBetween<T extends { readonly name: string }>(from: T, to: T): Changes<T> {
  const changes: Partial<Record<keyof T, Change<unknown>>> = {};
  for (const facet of Object.keys(to) as (keyof T & string)[]) {
    if (facet !== 'name' && !equal(from[facet], to[facet])) changes[facet] = { from: from[facet], to: to[facet] };
  }
  return changes as Changes<T>;
}

/** Whether nothing differs. */
export const isEmpty = (changes: object): boolean => Object.keys(changes).length === 0;
