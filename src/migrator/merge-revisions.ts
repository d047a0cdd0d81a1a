import { LimbeckError } from '../kernel/errors.js';
import { findBeside } from '../revision/several.js';
import { defaultNamespaceOf } from '../typeorm/compat.js';
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
}

/**
 * Writes a revision without steps that stands on all `targets`, and so makes one branch of theirs.
 *
 * @throws {LimbeckError} `revision/nothing-to-merge`, `revision/overlapping`, `revision/not-a-head`, and those of `placeOn`.
 */
export async function mergeRevisions(workspace: Workspace, targets: readonly string[], request: MergeRequest): Promise<WrittenRevision> {
  const { message, splice = false, ...naming } = request;
  const graph = workspace.loadGraph();
  const parents = findBeside(graph, { targets, applied: new Set() });
  const ids = parents.map(({ id }) => id);
  if (parents.length < 2) throw new LimbeckError('revision/nothing-to-merge', { revisions: ids });
  if (!splice) requireHeads(graph, parents);
  const { dialect, options } = workspace;
  const placement = placeOn(graph, { ...naming, parents }, options);
  const proposed = { message: message ?? `merge ${ids.join(' and ')}`, operations: [] };
  const written = await writeRevision(proposed, { placement, dialect, namespace: defaultNamespaceOf(workspace.dataSource), options });
  await runPostWriteHooks(options.postWriteHooks, written.path);
  return written;
}
