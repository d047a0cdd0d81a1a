import { type Catalog, compareAfterWayBack, describeDifference } from '../dialect/catalog.js';
import { newlyUnfinished, type Unfinished } from '../dialect/unfinished.js';
import { LimbeckError } from '../kernel/errors.js';
import { shownPath } from '../loader/shown-path.js';
import { describe } from '../operation/describe.js';
import type { Revision } from '../revision/revision.js';
import { defaultNamespaceOf } from '../typeorm/compat.js';
import { queryableOf } from '../typeorm/queryable.js';
import type { Scratch } from '../verify/scratch.js';
import { findDifferences } from './differences.js';
import { catalogOf, failureOf, provingOn, runOn } from './proving.js';
import { requireFinished, type Trial } from './try-out.js';
import type { Workspace } from './workspace.js';

/**
 * Runs new revisions up and down on a scratch database that is where they go on, each as it would run in life, outside a transaction where it says
 * so: after all of them nothing may differ from the entities, and after each `down` the whole catalog must be as before its `up`.
 *
 * @throws {LimbeckError} `verify/differs`, `verify/failed`.
 */
export async function tryOnScratch(workspace: Workspace, scratch: Scratch, { revisions, isComplete }: Trial): Promise<void> {
  const graph = workspace.loadGraph();
  const perform = (revision: Revision, direction: 'up' | 'down'): Promise<boolean> =>
    performed(revision, () => runOn(scratch, workspace, { graph, direction, path: [revision] }));
  const before: Catalog[] = [];
  const unfinished = await unfinishedIn(workspace, scratch);
  for (const revision of revisions) {
    before.push(await catalogOf(scratch, workspace));
    await perform(revision, 'up');
  }
  if (isComplete) {
    await requireNoDifference(workspace, scratch, revisions);
    requireFinished(revisions, newlyUnfinished(unfinished, await unfinishedIn(workspace, scratch)));
  }
  for (const revision of revisions.toReversed()) {
    if (!(await perform(revision, 'down'))) return;
    const left = compareAfterWayBack(before.pop() ?? [], await catalogOf(scratch, workspace));
    if (left.length > 0) throw differs([revision], 'down', left.map((each) => describeDifference(each, ['before', 'after'])));
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
    if (LimbeckError.is(error, 'run/revision-failed') && LimbeckError.is(error.cause, 'operation/irreversible')) return false;
    const { direction, message } = failureOf(error);
    throw new LimbeckError('verify/failed', { file: shownPath(revision.file), step: direction, reason: message }, { cause: error });
  }
}

async function requireNoDifference(workspace: Workspace, scratch: Scratch, revisions: readonly Revision[]): Promise<void> {
  const proving = provingOn(scratch, workspace);
  const operations = await proving.withRunner((queryRunner) => findDifferences(proving, queryRunner, {}));
  const namespace = defaultNamespaceOf(workspace.dataSource);
  if (operations.length > 0) throw differs(revisions, 'up', operations.map((operation) => describe(operation, namespace)));
}

const differs = (revisions: readonly Revision[], step: 'up' | 'down', differences: readonly string[]): LimbeckError =>
  new LimbeckError('verify/differs', { file: revisions.map(({ file }) => shownPath(file)).join(', '), step, differences });
