import type { RevisionGraph } from './graph.js';
import type { Revision, RevisionId } from './revision.js';
import { upgradeTargets } from './target.js';

/** Where a database is said to be, and what of the graph is applied. */
export interface StampQuery {
  readonly targets: readonly string[];
  readonly applied: ReadonlySet<RevisionId>;
}

/** What has to change so that the targets are where the database is. */
export interface StampChange {
  /** The targets and what they need, as far as it is not applied; oldest first. */
  readonly added: readonly Revision[];
  /** What is applied and stands on the targets, or on the base; newest first. What stands beside them stays. */
  readonly removed: readonly Revision[];
}

/**
 * What a stamp changes. A table of applied revisions is said to be at some of them if these and all that they need are applied,
 * and nothing is that stands on them.
 *
 * Source: alembic 1.19, script/base.py, `ScriptDirectory._stamp_revs`, for the meaning.
 *
 * @throws {LimbeckError} those of `upgradeTargets`.
 */
export function stampChange(graph: RevisionGraph, { targets, applied }: StampQuery): StampChange {
  const found = targets.flatMap((target) => upgradeTargets(graph, { target, applied }));
  const kept = new Set(graph.ancestors(found));
  return {
    added: graph.upgradePath(found, applied),
    removed: graph.downgradePath(found, applied).filter((revision) => !kept.has(revision)),
  };
}
