import { LimbeckError } from '../kernel/errors.js';
import { onBranch, type Branch } from './find-revision.js';
import type { RevisionGraph } from './graph.js';
import type { Revision, RevisionId } from './revision.js';

/** A place in the graph: a revision, or before all of them. */
export type Place = Revision | 'base';

/** Steps from a place, upwards, or downwards when negative. */
export interface Walk {
  /** As it was written, for errors. */
  readonly text: string;
  readonly start: Place;
  readonly steps: number;
  /** Where the way divides, the one on this branch is taken; `null`: there is no saying. */
  readonly branch: Branch | null;
}

/**
 * The place so many steps away.
 *
 * Source: alembic 1.19, script/revision.py, `RevisionMap._walk`; unlike there, the branch counts on the way down too.
 *
 * @throws {LimbeckError} `revision/over-walk`, `revision/ambiguous-walk`.
 */
export function walk(graph: RevisionGraph, request: Walk): Place {
  const { text, steps } = request;
  const { here, walked } = walkAtMost(graph, request);
  if (walked < Math.abs(steps)) throw new LimbeckError('revision/over-walk', { target: text, steps: Math.abs(steps), possible: walked });
  return here;
}

/** As {@link walk}, but as far as there is a way. */
export function walkAtMost(graph: RevisionGraph, { text, start, steps, branch }: Walk): { readonly here: Place; readonly walked: number } {
  let here = start;
  for (let walked = 0; walked < Math.abs(steps); walked += 1) {
    const [next, ...others] = steps > 0 ? above(graph, here, branch) : below(graph, here, branch);
    if (next === undefined) return { here, walked };
    if (others.length > 0) throw ambiguousWalk(text, [next, ...others]);
    here = next;
  }
  return { here, walked: Math.abs(steps) };
}

const above = (graph: RevisionGraph, here: Place, branch: Branch | null): readonly Place[] =>
  onBranch(graph, here === 'base' ? graph.bases : graph.children(here.id), branch);

/** Below a base is the beginning, below that nothing. */
function below(graph: RevisionGraph, here: Place, branch: Branch | null): readonly Place[] {
  if (here === 'base') return [];
  return here.parents.length === 0 ? ['base'] : onBranch(graph, graph.parents(here), branch);
}

export const ambiguousWalk = (target: string, choices: readonly Place[]): LimbeckError =>
  new LimbeckError('revision/ambiguous-walk', { target, choices: choices.map(placeId) });

export const placeId = (place: Place): RevisionId => (place === 'base' ? place : place.id);
