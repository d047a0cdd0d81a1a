import { LimbeckError } from '../kernel/errors.js';
import { findBranch } from '../revision/find-revision.js';
import type { RevisionGraph } from '../revision/graph.js';
import { parseIdentifier } from '../revision/identifier.js';
import { needsApplied, parseRange, revisionsIn } from '../revision/range.js';
import type { Revision, RevisionId } from '../revision/revision.js';
import { currentOn, placeOf } from '../revision/target.js';
import type { Workspace } from './workspace.js';

/**
 * The one revision that a target names. Asks the database only for `current` and for steps alone, which count from there.
 *
 * @throws {LimbeckError} `revision/unknown` for `base`, and those of `upgradeTargets`.
 */
export async function findOne(workspace: Workspace, target: string): Promise<Revision> {
  const graph = workspace.loadGraph();
  const identifier = parseIdentifier(target);
  const isCurrent = identifier.symbol === null || identifier.symbol === 'current';
  const branch = identifier.branch === null ? null : findBranch(graph, identifier.branch);
  const applied = isCurrent ? await appliedNow(workspace, graph) : new Set<RevisionId>();
  const place = placeOf(graph, { identifier, branch, current: currentOn(graph, branch, applied) });
  if (place === 'base') throw new LimbeckError('revision/unknown', { target, nearest: null });
  return place;
}

/**
 * The revisions of a range, newest first. Asks the database only where the range names `current`.
 *
 * @throws {LimbeckError} those of `revisionsIn`.
 */
export async function historyOf(workspace: Workspace, text: string): Promise<readonly Revision[]> {
  const graph = workspace.loadGraph();
  const range = parseRange(text);
  const applied = needsApplied(range) ? await appliedNow(workspace, graph) : new Set<RevisionId>();
  return revisionsIn(graph, { range, applied }).toReversed();
}

/** The ids of what is applied. */
export async function appliedNow(workspace: Workspace, graph: RevisionGraph): Promise<ReadonlySet<RevisionId>> {
  return workspace.withRunner(async (queryRunner) => new Set((await workspace.readApplied(queryRunner, graph)).keys()));
}
