import type { RevisionGraph } from './graph.js';
import { isLater, type Phase } from './phase.js';
import type { Revision } from './revision.js';

/** What the revisions of a deploy do around one of them. */
export interface AroundInDeploy<R> {
  /** Those before it, oldest first. */
  readonly before: readonly R[];
  /** Those after it, oldest first. */
  readonly after: readonly R[];
}

interface Phased {
  readonly phase?: Phase | null;
}

/** The neighbours of a revision that belong to its deploy, in a line of which each stands on the one before: all say their phase, and none goes back to an earlier one. */
export function aroundInDeploy<R extends Phased>(line: readonly R[], position: number): AroundInDeploy<R> {
  const isJoined = (index: number): boolean => goesOn(line[index - 1], line[index]);
  let [first, last] = [position, position];
  while (isJoined(first)) first -= 1;
  while (isJoined(last + 1)) last += 1;
  return { before: line.slice(first, position), after: line.slice(position + 1, last + 1) };
}

const goesOn = (earlier: Phased | undefined, later: Phased | undefined): boolean =>
  earlier?.phase != null && later?.phase != null && !isLater(earlier.phase, later.phase);

/** The revisions of its deploy around one of a graph, as far as no branch begins or ends. */
export function aroundRevision(graph: RevisionGraph, revision: Revision): AroundInDeploy<Revision> {
  const below = lineFrom(revision, (each) => only(graph.parents(each)));
  const above = lineFrom(revision, (each) => onlyOn(graph.children(each.id)));
  return aroundInDeploy([...below.toReversed(), revision, ...above], below.length);
}

const only = ([first, ...others]: readonly Revision[]): Revision | undefined => (others.length === 0 ? first : undefined);

/** What stands on the revision alone. */
const onlyOn = (children: readonly Revision[]): Revision | undefined => [only(children)].find((child) => child?.parents.length === 1);

/** Those that say their phase, one after another. */
function lineFrom(revision: Revision, next: (revision: Revision) => Revision | undefined): readonly Revision[] {
  const line: Revision[] = [];
  for (let each = next(revision); each !== undefined && each.phase !== null; each = next(each)) line.push(each);
  return line;
}
