import type { Change } from '../operation/operation.js';
import type { Claim, Names } from './rename-claims.js';

/**
 * The renames that follow from others, of those that could: what goes and what comes are there, nobody says otherwise of them, and a
 * name that stays wanted, or stays taken, is another object, unless that one goes on in turn.
 */
export function impliedClaims<Name>(pairs: readonly Change<Name>[], names: Names<Name>, said: readonly Change<Name>[]): Claim<Name>[] {
  if (pairs.length === 0) return [];
  const { keyOf, show } = names;
  const there = new Set(names.there.map(keyOf));
  const wanted = new Set(names.wanted.map(keyOf));
  const spoken = new Set(said.flatMap(({ from, to }) => [keyOf(from), keyOf(to)]));
  const open = pairs.filter(({ from, to }) => there.has(keyOf(from)) && wanted.has(keyOf(to)) && keyOf(from) !== keyOf(to) && !spoken.has(keyOf(from)) && !spoken.has(keyOf(to)));
  return settled(open, ({ from, to }, others) => {
    const isLeft = !wanted.has(keyOf(from)) || others.some((other) => keyOf(other.to) === keyOf(from));
    const isFree = !there.has(keyOf(to)) || others.some((other) => keyOf(other.from) === keyOf(to));
    return isLeft && isFree;
  }).map(({ from, to }) => ({ from, to, text: `${show(from)} = ${show(to)}` }));
}

/** What holds among those that hold. */
function settled<T>(items: readonly T[], holds: (item: T, others: readonly T[]) => boolean): T[] {
  const left = items.filter((item) => holds(item, items));
  return left.length === items.length ? left : settled(left, holds);
}
