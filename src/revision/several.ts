import { LimbeckError } from '../kernel/errors.js';
import type { RevisionGraph } from './graph.js';
import type { Revision, RevisionId } from './revision.js';
import { upgradeTargets } from './target.js';

/** Targets in words, and what of the graph is applied. */
export interface TargetsQuery {
  /** Each as in a `TargetQuery`; `heads` names several by itself. */
  readonly targets: readonly string[];
  readonly applied: ReadonlySet<RevisionId>;
}

/**
 * The revisions that several targets name, beside each other: none stands on another.
 *
 * @throws {LimbeckError} `revision/overlapping`, and those of `upgradeTargets`.
 */
export function findBeside(graph: RevisionGraph, { targets, applied }: TargetsQuery): readonly Revision[] {
  const found = targets.flatMap((target) => upgradeTargets(graph, { target, applied }));
  const again = found.find((revision, position) => found.indexOf(revision) !== position);
  if (again !== undefined) throw new LimbeckError('revision/overlapping', { revision: again.id, others: [again.id] });
  for (const revision of found) {
    const below = new Set(graph.ancestors([revision]));
    const others = found.filter((other) => other !== revision && below.has(other));
    if (others.length > 0) throw new LimbeckError('revision/overlapping', { revision: revision.id, others: others.map(({ id }) => id) });
  }
  return found;
}
