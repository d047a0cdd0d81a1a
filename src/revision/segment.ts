import { LimbeckError } from '../kernel/errors.js';
import type { RevisionGraph } from './graph.js';
import type { Revision } from './revision.js';
import { findRevision } from './find-revision.js';

/**
 * The revisions of a range `first:last`, both included, oldest first. `base` or nothing before the colon is the beginning, `head` or
 * nothing after it the head. Only its first revision stands on others, and others stand on its last one only, so that one revision
 * can take its place.
 *
 * @throws {LimbeckError} `squash/too-few`, `squash/not-closed`, and those of {@link findRevision}.
 */
export function segmentOf(graph: RevisionGraph, range: string): readonly Revision[] {
  const [from, to, ...more] = range.split(':').map((part) => part.trim());
  if (from === undefined || to === undefined || more.length > 0) throw new LimbeckError('squash/too-few', { range });
  const last = to === '' || to === 'head' ? graph.head() : findRevision(graph, to);
  if (last === null) throw new LimbeckError('squash/too-few', { range });
  const below = graph.ancestors([last]);
  const first = from === '' || from === 'base' ? null : findRevision(graph, from);
  const above = first === null ? null : new Set([first, ...graph.descendants([first])]);
  const segment = below.filter((revision) => above === null || above.has(revision));
  if (segment.length < 2) throw new LimbeckError('squash/too-few', { range });
  requireClosed(graph, { range, segment, first, last });
  return segment;
}

interface Segment {
  readonly range: string;
  readonly segment: readonly Revision[];
  /** `null`: the beginning. */
  readonly first: Revision | null;
  readonly last: Revision;
}

function requireClosed(graph: RevisionGraph, { range, segment, first, last }: Segment): void {
  const inside = new Set(segment);
  for (const revision of segment) {
    const parent = revision === first ? undefined : graph.parents(revision).find((each) => !inside.has(each));
    if (parent !== undefined) throw new LimbeckError('squash/not-closed', { range, child: revision.id, parent: parent.id });
    const child = revision === last ? undefined : graph.children(revision.id).find((each) => !inside.has(each));
    if (child !== undefined) throw new LimbeckError('squash/not-closed', { range, child: child.id, parent: revision.id });
  }
}
