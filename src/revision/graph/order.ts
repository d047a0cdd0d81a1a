import { LimbeckError } from '../../kernel/errors.js';
import { topologicalSort } from '../../kernel/topological-sort.js';
import type { Revision, RevisionId } from '../revision.js';
import { isOfTrunk } from '../trunk.js';

/** Gives the ids of those that a revision comes after. */
export type Before = (revision: Revision) => readonly RevisionId[];

/** What a revision comes after: those it stands on, and those it depends on. */
export interface Relations {
  readonly parents: Before;
  readonly dependencies: Before;
}

/**
 * The revisions, oldest first: each after those it stands on or depends on, in the order of the time stamps that TypeORM goes by.
 *
 * @throws {LimbeckError} `revision/cycle`, `revision/dependency-cycle`, `revision/out-of-order`.
 */
export function inOrder(revisions: ReadonlyMap<RevisionId, Revision>, { parents, dependencies }: Relations): readonly Revision[] {
  const byTime = [...revisions.values()].sort((left, right) => left.timestampMs - right.timestampMs || (left.id < right.id ? -1 : 1));
  const before = both({ parents, dependencies });
  const ordered = isSorted(byTime, before) ? byTime : sorted(byTime, before);
  if ('cycle' in ordered) throw circular(ordered, sorted(byTime, parents));
  for (const revision of ordered) {
    checkOrder(revision, { relation: 'stands on', others: parents(revision), revisions });
    checkOrder(revision, { relation: 'depends on', others: dependencies(revision), revisions });
  }
  return ordered;
}

/** Whether all that a revision comes after stands before it, as in most histories. */
function isSorted(revisions: readonly Revision[], before: Before): boolean {
  const seen = new Set<RevisionId>();
  return revisions.every((revision) => {
    const isAfter = before(revision).every((id) => seen.has(id));
    seen.add(revision.id);
    return isAfter;
  });
}

/** Most revisions depend on nothing. */
const both = ({ parents, dependencies }: Relations): Before => (revision) => {
  const others = dependencies(revision);
  return others.length === 0 ? parents(revision) : [...parents(revision), ...others];
};

interface Circle {
  readonly cycle: readonly Revision[];
}

/** Those that a revision comes after before it; where free, the earlier one first. */
function sorted(revisions: readonly Revision[], before: Before): readonly Revision[] | Circle {
  const positions = new Map(revisions.map(({ id }, position) => [id, position]));
  const own = revisions.find((revision) => before(revision).includes(revision.id));
  if (own !== undefined) return { cycle: [own] };
  const pairs = revisions.flatMap((revision, after) => before(revision).map((id) => [positions.get(id) ?? after, after] as const));
  const order = topologicalSort(revisions.length, pairs);
  const at = (numbers: readonly number[]): readonly Revision[] => numbers.map((number) => revisions[number]).filter((found) => found !== undefined);
  return 'cycle' in order ? { cycle: at(order.cycle) } : at(order);
}

/** A circle of parents alone is told as such: nothing else need be known to see it. */
function circular(circle: Circle, amongParents: readonly Revision[] | Circle): LimbeckError {
  const isOfParents = 'cycle' in amongParents;
  const members = (isOfParents ? amongParents : circle).cycle.map(({ id }) => id);
  return new LimbeckError(isOfParents ? 'revision/cycle' : 'revision/dependency-cycle', { members });
}

interface Followed {
  readonly relation: 'stands on' | 'depends on';
  readonly others: readonly RevisionId[];
  readonly revisions: ReadonlyMap<RevisionId, Revision>;
}

function checkOrder(revision: Revision, { relation, others, revisions }: Followed): void {
  const { id, file, name, timestampMs } = revision;
  const late = others.map((other) => revisions.get(other)).find((other) => other !== undefined && other.timestampMs >= timestampMs);
  // Those of TypeORM have their order from where they were found when their times are the same.
  if (late === undefined || isOfTrunk(revision)) return;
  throw new LimbeckError('revision/out-of-order', { revision: id, file, name, relation, other: late.id, otherName: late.name });
}
