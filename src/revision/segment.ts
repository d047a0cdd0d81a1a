import { LimbeckError } from '../kernel/errors.js';
import type { RevisionGraph } from './graph.js';
import { parseRange, revisionsIn } from './range.js';
import type { Revision } from './revision.js';

/**
 * The revisions of a range, oldest first, which one revision can take the place of: only its first stands on others, and others stand
 * on its last only.
 *
 * @throws {LimbeckError} `squash/too-few`, `squash/not-closed`, and those of {@link revisionsIn}.
 */
export function segmentOf(graph: RevisionGraph, range: string): readonly Revision[] {
  const segment = revisionsIn(graph, { range: parseRange(range), applied: new Set() });
  if (segment.length < 2) throw new LimbeckError('squash/too-few', { range });
  const inside = new Set(segment);
  const isInside = (revision: Revision): boolean => inside.has(revision);
  for (const revision of segment) {
    const [parents, children] = [graph.parents(revision), graph.children(revision.id)];
    const parent = parents.some(isInside) ? parents.find((each) => !isInside(each)) : undefined;
    if (parent !== undefined) throw new LimbeckError('squash/not-closed', { range, child: revision.id, parent: parent.id });
    const child = children.some(isInside) ? children.find((each) => !isInside(each)) : undefined;
    if (child !== undefined) throw new LimbeckError('squash/not-closed', { range, child: child.id, parent: revision.id });
  }
  requireOneEnd(graph, { range, segment, isInside });
  return segment;
}

interface Ends {
  readonly range: string;
  readonly segment: readonly Revision[];
  readonly isInside: (revision: Revision) => boolean;
}

/** One revision has one place in the graph: it cannot stand in two branches, nor on two that have nothing in common. */
function requireOneEnd(graph: RevisionGraph, { range, segment, isInside }: Ends): void {
  const [, otherHead] = segment.filter(({ id }) => !graph.children(id).some(isInside));
  const [, otherBase] = segment.filter((revision) => revision.parents.length > 0 && !graph.parents(revision).some(isInside));
  const odd = otherHead ?? otherBase;
  if (odd !== undefined) throw new LimbeckError('squash/not-closed', { range, child: odd.id, parent: odd.parents[0] ?? 'base' });
}
