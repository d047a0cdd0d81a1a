import type { Table } from '../../../model/schema.js';
import type { Snapshot } from '../../dialect.js';
import { compareMeanings, type Pair, type Pairs, type Verdicts } from './meaning.js';
import { meaningKey, type ReadSurroundings, surroundingsReader } from './surroundings.js';

/** The pairs of a table that is there, as it is there. */
export interface TablePairs extends Pairs {
  readonly current: Table;
}

/**
 * As {@link compareMeanings}, but what is asked of several tables in the same words, as `"deletedAt" IS NULL`, is asked of one of them. Where that
 * one gives no answer, as another of its texts is refused, the others are asked after all.
 */
export async function compareMeaningsOnce(db: Snapshot, groups: readonly TablePairs[]): Promise<Verdicts> {
  const twins = new Map<string, Pair[]>();
  const read = surroundingsReader();
  for (const group of groups) {
    for (const pair of group.pairs) {
      const key = questionKey(pair, group, read);
      const same = twins.get(key);
      if (same === undefined) twins.set(key, [pair]);
      else same.push(pair);
    }
  }
  const shared = [...twins.values()];
  const given = await compareMeanings(db, only(groups, new Set(shared.flatMap(([first]) => first ?? []))));
  const isAnswered = ([first]: readonly Pair[]): boolean => first !== undefined && given.has(first);
  const left = shared.filter((same) => !isAnswered(same)).flatMap((same) => same.slice(1));
  const further = await compareMeanings(db, only(groups, new Set(left)));
  const passedOn = shared.filter(isAnswered).flatMap(([first, ...others]) => others.map((pair) => [pair, first !== undefined && given.get(first) === true] as const));
  return new Map([...given, ...passedOn, ...further]);
}

const only = (groups: readonly Pairs[], asked: ReadonlySet<Pair>): Pairs[] =>
  groups.map((group) => ({ ...group, pairs: group.pairs.filter((pair) => asked.has(pair)) })).filter(({ pairs }) => pairs.length > 0);

/** The same for questions whose answers must be the same: two texts, the type that they are to be of, and all that they may speak of. */
function questionKey({ desired: { facet, owner, text }, current }: Pair, { table, current: there }: TablePairs, read: ReadSurroundings): string {
  const ofColumn = facet === 'default' || facet === 'generated';
  const type = ofColumn ? table.columns.find(({ name }) => name === owner.name)?.type : null;
  return JSON.stringify([type, text, current, meaningKey(read(`${text} ${current}`, there), there)]);
}
