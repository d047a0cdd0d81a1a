import { compareCatalogs, describeDifference } from '../dialect/catalog.js';
import type { Catalog } from '../dialect/catalog.js';
import type { RevisionGraph } from '../revision/graph.js';
import type { Revision, RevisionId } from '../revision/revision.js';
import { Scratch } from '../verify/scratch.js';
import { conflictsBetween, type Conflict } from './merge-conflicts.js';
import { catalogOf, type Failure, failureOf, runOn } from './proving.js';
import type { Workspace } from './workspace.js';

/** Whether it matters which of two branches runs first. */
export interface MergeJudgement {
  readonly branches: readonly [RevisionId, RevisionId];
  /** Whether both orders give the same catalog; rows are not compared. */
  readonly commutes: boolean;
  /** What differs between the first branch first and the second first, or why one order cannot run; one line each. */
  readonly differences: readonly string[];
  /** The pairs of operations that stand in each other's way, as far as the files tell. */
  readonly conflicts: readonly Conflict[];
}

/**
 * Runs each two of these branches in both orders on scratch databases, and says whether they commute.
 *
 * @throws {LimbeckError} `scratch/not-allowed`, and `run/…` where what the branches have in common does not run on an empty database.
 */
export async function judgeMerge(workspace: Workspace, graph: RevisionGraph, branches: readonly Revision[]): Promise<readonly MergeJudgement[]> {
  const judgements: MergeJudgement[] = [];
  for (const [index, left] of branches.entries()) {
    for (const right of branches.slice(index + 1)) judgements.push(await judgePair(workspace, graph, [left, right]));
  }
  return judgements;
}

async function judgePair(workspace: Workspace, graph: RevisionGraph, [left, right]: readonly [Revision, Revision]): Promise<MergeJudgement> {
  const [inLeft, inRight] = [graph.required([left]), graph.required([right])];
  const common = inLeft.filter((revision) => inRight.includes(revision));
  const own = { left: inLeft.filter((revision) => !common.includes(revision)), right: inRight.filter((revision) => !common.includes(revision)) };
  await using first = await Scratch.create(workspace);
  await runOn(first, workspace, { graph, direction: 'up', path: common });
  await using second = await first.copy();
  const results = [
    await tryOrder(first, [...own.left, ...own.right], { workspace, graph }),
    await tryOrder(second, [...own.right, ...own.left], { workspace, graph }),
  ] as const;
  const differences = differencesOf(results, [left.id, right.id]);
  const failures = results.flatMap(({ failure }) => (failure === null ? [] : [failure]));
  return {
    branches: [left.id, right.id],
    commutes: differences.length === 0,
    differences,
    conflicts: differences.length === 0 ? [] : await conflictsBetween(workspace, own, failures),
  };
}

/** Where an order of revisions leads, or why it leads nowhere. */
type Result = { readonly catalog: Catalog; readonly failure: null } | { readonly catalog: null; readonly failure: Failure };

async function tryOrder(scratch: Scratch, path: readonly Revision[], { workspace, graph }: { readonly workspace: Workspace; readonly graph: RevisionGraph }): Promise<Result> {
  try {
    await runOn(scratch, workspace, { graph, direction: 'up', path });
  } catch (error) {
    return { catalog: null, failure: failureOf(error) };
  }
  return { catalog: await catalogOf(scratch, workspace), failure: null };
}

function differencesOf([first, second]: readonly [Result, Result], [left, right]: readonly [RevisionId, RevisionId]): readonly string[] {
  const orders = [`${left} before ${right}`, `${right} before ${left}`] as const;
  if (first.catalog !== null && second.catalog !== null) return compareCatalogs(first.catalog, second.catalog).map((each) => describeDifference(each, orders));
  return [first, second].flatMap(({ failure }, index) => (failure === null ? [] : [`${orders[index] ?? ''}: revision ${failure.revision} fails: ${failure.message}`]));
}
