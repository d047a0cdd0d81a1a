import { LimbeckError } from '../kernel/errors.js';
import type { RevisionGraph } from '../revision/graph.js';
import type { Revision } from '../revision/revision.js';
import { findBeside } from '../revision/several.js';
import { defaultNamespaceOf } from '../typeorm/compat.js';
import { judgeMerge, type MergeJudgement } from './judge-merge.js';
import { type NamingRequest, placeOn, requireHeads } from './placement.js';
import { runPostWriteHooks } from './post-write-hooks.js';
import type { Workspace } from './workspace.js';
import { writeRevision, type WrittenRevision } from './write-revision.js';

/** How a merge is written. */
export interface MergeRequest extends NamingRequest {
  /** What it is about, in one line; names what it joins when it is left out. */
  readonly message?: string;
  /** Whether it may stand on what is no head. */
  readonly splice?: boolean;
  /** Whether the branches are run in both orders on scratch databases, to see if they commute; they are by default. */
  readonly judge?: boolean;
}

/** A merge that was written. */
export interface MergedRevision extends WrittenRevision {
  /** For each two of the branches, whether it matters which runs first; `null` where that was not asked, or could not be found out. */
  readonly judgements: readonly MergeJudgement[] | null;
}

/**
 * Writes a revision without steps that stands on all `targets`, and so makes one branch of theirs; and says whether they commute.
 *
 * @throws {LimbeckError} `revision/nothing-to-merge`, `revision/overlapping`, `revision/not-a-head`, and those of `placeOn`.
 */
export async function mergeRevisions(workspace: Workspace, targets: readonly string[], request: MergeRequest): Promise<MergedRevision> {
  const { message, splice = false, judge = true, ...naming } = request;
  const graph = workspace.loadGraph();
  const parents = findBeside(graph, { targets, applied: new Set() });
  const ids = parents.map(({ id }) => id);
  if (parents.length < 2) throw new LimbeckError('revision/nothing-to-merge', { revisions: ids });
  if (!splice) requireHeads(graph, parents);
  const { dialect, options } = workspace;
  const placement = placeOn(graph, { ...naming, parents }, options);
  const proposed = { message: message ?? `merge ${ids.join(' and ')}`, operations: [] };
  const judgements = judge ? await tryToJudge(workspace, graph, parents) : null;
  const written = await writeRevision(proposed, { placement, dialect, namespace: defaultNamespaceOf(workspace.dataSource), options });
  await runPostWriteHooks(options.postWriteHooks, written.path);
  return { ...written, judgements };
}

/** Files can be merged without a database; then nobody knows, and that is told. */
async function tryToJudge(workspace: Workspace, graph: RevisionGraph, branches: readonly Revision[]): Promise<readonly MergeJudgement[] | null> {
  try {
    return await judgeMerge(workspace, graph, branches);
  } catch (error) {
    if (!isUnjudged(error)) throw error;
    workspace.options.onEvent({ type: 'merge.unjudged', reason: error.message });
    return null;
  }
}

/** No server, no database to be made there, or a history that does not run from an empty database: the files can be merged all the same. */
const isUnjudged = (error: unknown): error is LimbeckError => error instanceof LimbeckError && /^(config|scratch|run)\//.test(String(error.code));
