import { type Catalog, compareAfterWayBack, describeDifference } from '../dialect/catalog.js';
import { LimbeckError } from '../kernel/errors.js';
import { describe } from '../operation/describe.js';
import type { RevisionGraph } from '../revision/graph.js';
import { parseRange, revisionsIn } from '../revision/range.js';
import type { Revision } from '../revision/revision.js';
import { configuredNamespaceOf } from '../typeorm/compat.js';
import { Scratch } from '../verify/scratch.js';
import { findDifferences } from './differences.js';
import { catalogOf, failureOf, isIrreversible, provingOn, runOn } from './proving.js';
import type { Workspace } from './workspace.js';

/** What is verified. */
export interface VerifyRequest {
  /** `first:last`, as `history` takes it; all by default. */
  readonly range?: string;
}

/** What came of running one revision up and down. */
export interface VerifiedRevision {
  readonly revision: Revision;
  /** `true`: its `down()` leads back to the very catalog. `false`: see `problems`. `null`: it says that there is no way back. */
  readonly isReversible: boolean | null;
  /** What its `down()` left or took away, or why it failed; one line each. */
  readonly problems: readonly string[];
}

/** Whether the files build what the entities say, and every way back is true. */
export interface VerifyReport {
  /** Those of the range, oldest first. */
  readonly revisions: readonly VerifiedRevision[];
  /** What would be left to do after all of them; one line each. */
  readonly differences: readonly string[];
  readonly isProven: boolean;
}

/**
 * Runs the history on an empty scratch database: each revision of the range up, down and up again, the whole catalog compared each time, and in
 * the end against the entities.
 *
 * @throws {LimbeckError} `scratch/not-allowed`, `revision/…`, and `verify/does-not-run` where an `up()` fails.
 */
export async function verifyHistory(workspace: Workspace, { range = ':' }: VerifyRequest): Promise<VerifyReport> {
  const graph = workspace.loadGraph();
  const chosen = revisionsIn(graph, { range: parseRange(range), applied: new Set() });
  await using scratch = await Scratch.create(workspace);
  const revisions: VerifiedRevision[] = [];
  const all = [...graph.revisions.values()];
  for (const [index, revision] of all.entries()) {
    workspace.options.onEvent({ type: 'revision.verifying', revision: revision.id, message: revision.message, position: index + 1, total: all.length });
    if (chosen.includes(revision)) revisions.push(await thereAndBack(workspace, scratch, { graph, revision }));
    else await goUp(workspace, scratch, { graph, revision });
  }
  const differences = await differencesLeft(workspace, scratch);
  return { revisions, differences, isProven: differences.length === 0 && revisions.every(({ isReversible }) => isReversible !== false) };
}

interface Step {
  readonly graph: RevisionGraph;
  readonly revision: Revision;
}

/** @throws {LimbeckError} `verify/does-not-run`. */
async function goUp(workspace: Workspace, scratch: Scratch, { graph, revision }: Step): Promise<void> {
  try {
    await runOn(scratch, workspace, { graph, direction: 'up', path: [revision] });
  } catch (error) {
    const { message, ...place } = failureOf(error);
    throw new LimbeckError('verify/does-not-run', { ...place, reason: message }, { cause: error });
  }
}

/** Goes up; and on a copy, so that nothing that goes wrong there disturbs the next revision, down and up again. */
async function thereAndBack(workspace: Workspace, scratch: Scratch, { graph, revision }: Step): Promise<VerifiedRevision> {
  const before = await catalogOf(scratch, workspace);
  await goUp(workspace, scratch, { graph, revision });
  const after = await catalogOf(scratch, workspace);
  await using copy = await scratch.copy();
  try {
    await runOn(copy, workspace, { graph, direction: 'down', path: [revision] });
    const left = describeAll(before, await catalogOf(copy, workspace), ['before', 'after down()']);
    if (left.length > 0) return { revision, isReversible: false, problems: left };
    await runOn(copy, workspace, { graph, direction: 'up', path: [revision] });
    const again = describeAll(after, await catalogOf(copy, workspace), ['up()', 'up() the second time']);
    return { revision, isReversible: again.length === 0, problems: again };
  } catch (error) {
    return { revision, ...whyNotBack(error) };
  }
}

function whyNotBack(error: unknown): Pick<VerifiedRevision, 'isReversible' | 'problems'> {
  if (isIrreversible(error)) return { isReversible: null, problems: [] };
  const { direction, message } = failureOf(error);
  return { isReversible: false, problems: [`${direction}() fails: ${message}`] };
}

const describeAll = (left: Catalog, right: Catalog, sides: readonly [string, string]): readonly string[] =>
  compareAfterWayBack(left, right).map((difference) => describeDifference(difference, sides));

/** What the entities say and the history does not build. */
async function differencesLeft(workspace: Workspace, scratch: Scratch): Promise<readonly string[]> {
  const proving = provingOn(scratch, workspace);
  const operations = await proving.withRunner((queryRunner) => findDifferences(proving, queryRunner, {}));
  return operations.map((operation) => describe(operation, configuredNamespaceOf(workspace.dataSource)));
}
