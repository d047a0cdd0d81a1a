import type { RevisionGraph } from './graph.js';
import type { Revision, RevisionId } from './revision.js';
import { downgradePath, upgradeTargets } from './target.js';

/** Where a database is said to be, and what of the graph is applied. */
export interface StampQuery {
  readonly targets: readonly string[];
  readonly applied: ReadonlySet<RevisionId>;
}

/** What has to change so that the targets are where the database is. */
export interface StampChange {
  /** The targets and what they need, as far as it is not applied; oldest first. */
  readonly added: readonly Revision[];
  /** What is applied and needs the targets, or more than the base; newest first. What stands beside them stays. */
  readonly removed: readonly Revision[];
}

/**
 * What a stamp changes. A table of applied revisions is said to be at some of them if these and all that they need are applied,
 * and nothing is that needs them.
 *
 * Source: alembic 1.19, script/base.py, `ScriptDirectory._stamp_revs`, for the meaning.
 *
 * @throws {LimbeckError} those of `upgradeTargets`.
 */
export function stampChange(graph: RevisionGraph, { targets, applied }: StampQuery): StampChange {
  const found = targets.map((target) => ({ target, revisions: upgradeTargets(graph, { target, applied }) }));
  const named = found.flatMap(({ revisions }) => revisions);
  const kept = new Set(graph.required(named));
  const above = (target: string, revisions: readonly Revision[]): readonly Revision[] =>
    revisions.length === 0 ? downgradePath(graph, { target, applied }) : graph.requiring(revisions);
  const beyond = new Set(found.flatMap(({ target, revisions }) => above(target, revisions)));
  return {
    added: graph.upgradePath(named, applied),
    removed: graph.withIds(applied).filter((revision) => beyond.has(revision) && !kept.has(revision)).reverse(),
  };
}
