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
  const shared = new Map<string, [Pair, ...Pair[]]>();
  const read = surroundingsReader();
  const isFirst = (pair: Pair, group: TablePairs): boolean => {
    const key = questionKey(pair, group, read);
    const same = shared.get(key);
    if (same === undefined) shared.set(key, [pair]);
    else same.push(pair);
    return same === undefined;
  };
  const given = await compareMeanings(db, only(groups, isFirst));
  const left = new Set([...shared.values()].flatMap(([first, ...others]) => (given.has(first) ? [] : others)));
  const verdicts = new Map(left.size === 0 ? [] : await compareMeanings(db, only(groups, (pair) => left.has(pair))));
  for (const same of shared.values()) {
    const verdict = given.get(same[0]);
    if (verdict !== undefined) same.forEach((pair) => verdicts.set(pair, verdict));
  }
  return verdicts;
}

/** The groups with the pairs that `isAsked`, each of which is looked at once. */
const only = (groups: readonly TablePairs[], isAsked: (pair: Pair, group: TablePairs) => boolean): TablePairs[] =>
  groups.flatMap((group) => {
    const pairs = group.pairs.filter((pair) => isAsked(pair, group));
    return pairs.length === 0 ? [] : [{ ...group, pairs }];
  });

/** The same for questions whose answers must be the same: two texts, the type that they are to be of, and all that they may speak of. */
function questionKey({ open: { facet, owner }, desired, current }: Pair, { table, current: there }: TablePairs, read: ReadSurroundings): string {
  const ofColumn = facet === 'default' || facet === 'generated';
  const type = ofColumn ? table.columns.find(({ name }) => name === owner.name)?.type : null;
  return JSON.stringify([type, desired, current, meaningKey(read(`${desired} ${current}`, there), there)]);
}
