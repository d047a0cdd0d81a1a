import { match } from '../diff/match.js';
import { changesBetween, isEmpty } from '../diff/changes.js';
import { describeValue } from '../operation/describe.js';
import type { ObjectKind } from '../model/schema.js';
import type { Mark } from './picture.js';
import { withoutGoneMarks } from './known-schema.js';

interface Named {
  readonly name: string;
}

/** An object before and after, under one name; `null`: it is not there. */
export interface Pair<T> {
  readonly from: T | null;
  readonly to: T | null;
  /** What it was called before; `null`: as after. */
  readonly was: string | null;
}

/** Objects before operations: as they were called, and in the same order as they are traced. */
export interface Traced<T> {
  readonly before: readonly T[];
  readonly traced: readonly T[];
}

/** Objects before and after operations, those that are there after first. */
export function pairsOf<T extends Named>({ before, traced }: Traced<T>, after: readonly T[], keyOf: (object: T) => string): readonly Pair<T>[] {
  const names = new Map(traced.map((object, position) => [object, before[position]?.name ?? object.name]));
  const { created, dropped, kept } = match(traced, after, keyOf);
  const origin = new Map(kept.map(({ from, to }) => [to, from]));
  const isNew = new Set(created);
  const there = after.map((to): Pair<T> => {
    const from = isNew.has(to) ? null : (origin.get(to) ?? null);
    const former = from === null ? to.name : names.get(from);
    return { from, to, was: former === undefined || former === to.name ? null : former };
  });
  return [...there, ...dropped.map((from): Pair<T> => ({ from, to: null, was: null }))];
}

/** A pair of something that nothing happens to. */
export const unchanged = <T>(object: T): Pair<T> => ({ from: object, to: object, was: null });

/** The object of a pair as it is in the end, or was before it went; its name may have a mark of that. */
export function shownOf<T>({ from, to }: Pair<T>): T {
  const shown = to ?? from;
  // A pair has at least one side.
  return shown as T;
}

/** What becomes of the object of a pair. */
export function markOf<T extends Named>(pair: Pair<T>): Mark | null {
  const { from, to, was } = pair;
  if (from === null) return 'added';
  if (to === null) return 'dropped';
  return was === null && isEmpty(changesBetween(from, to)) ? null : 'changed';
}

/** What is to be said of a change beside what the object is now. */
export function notesOf<T extends Named>(kind: ObjectKind, { from, to, was }: Pair<T>, namespace: string): readonly string[] {
  if (from === null || to === null) return [];
  const show = (facet: string, value: unknown): string => describeValue({ kind, facet, value }, namespace);
  const changes = Object.entries(changesBetween(from, to) as Readonly<Record<string, { readonly from: unknown; readonly to: unknown }>>);
  return [...(was === null ? [] : [`was ${was}`]), ...changes.map(([facet, change]) => withoutGoneMarks(`${facet}: ${show(facet, change.from)} → ${show(facet, change.to)}`))];
}
