import type { Catalog } from '../dialect/catalog.js';
import { newlyUnfinished, type Unfinished } from '../dialect/unfinished.js';
import type { Operation } from '../operation/operation.js';
import type { Revision } from '../revision/revision.js';
import { defaultNamespaceOf } from '../typeorm/compat.js';
import { queryableOf } from '../typeorm/queryable.js';
import type { Scratch } from '../verify/scratch.js';
import { findDifferences } from './differences.js';
import { catalogOf, failureOf, isIrreversible, provingOn, runOn } from './proving.js';
import { failed, requireFinished, requireNoDifference, requireSame, type Trial } from './trial.js';
import type { Workspace } from './workspace.js';

/**
 * Runs new revisions up and down on a scratch database that is where they go on, each as it would run in life, outside a transaction where it says
 * so: after all of them nothing may differ from the entities, and after each `down` the whole catalog must be as before its `up`.
 *
 * @throws {LimbeckError} `verify/differs`, `verify/failed`.
 */
export async function tryOnScratch(workspace: Workspace, scratch: Scratch, { graph, revisions, isComplete }: Trial): Promise<void> {
  const perform = (revision: Revision, direction: 'up' | 'down'): Promise<boolean> =>
    performed(revision, () => runOn(scratch, workspace, { graph, direction, path: [revision] }));
  const before: Catalog[] = [];
  const unfinished = await unfinishedIn(workspace, scratch);
  for (const revision of revisions) {
    before.push(await catalogOf(scratch, workspace));
    await perform(revision, 'up');
  }
  if (isComplete) {
    requireNoDifference(revisions, await operationsLeft(workspace, scratch), defaultNamespaceOf(workspace.dataSource));
    requireFinished(revisions, newlyUnfinished(unfinished, await unfinishedIn(workspace, scratch)));
  }
  for (const revision of revisions.toReversed()) {
    if (!(await perform(revision, 'down'))) return;
    requireSame([revision], { before: before.pop() ?? [], after: await catalogOf(scratch, workspace) });
  }
}

const unfinishedIn = (workspace: Workspace, scratch: Scratch): Promise<readonly Unfinished[]> =>
  provingOn(scratch, workspace).withRunner((queryRunner) => workspace.dialect.readUnfinished(queryableOf(queryRunner)));

/** Runs one direction; `false` where the file says that there is none. */
async function performed(revision: Revision, run: () => Promise<void>): Promise<boolean> {
  try {
    await run();
    return true;
  } catch (error) {
    if (isIrreversible(error)) return false;
    const { direction, message } = failureOf(error);
    throw failed(revision, { step: direction, reason: message, cause: error });
  }
}

function operationsLeft(workspace: Workspace, scratch: Scratch): Promise<readonly Operation[]> {
  const proving = provingOn(scratch, workspace);
  return proving.withRunner((queryRunner) => findDifferences(proving, queryRunner, {}));
}
