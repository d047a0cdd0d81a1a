import { LimbeckError } from '../kernel/errors.js';
import type { RevisionGraph } from '../revision/graph.js';
import { defaultNamespaceOf } from '../typeorm/compat.js';
import { checkAtHead, findAll, type RenamingRequest } from './differences.js';
import type { ProposedRevision, RevisionStyle } from './options.js';
import { placeNew, type PlacementRequest } from './placement.js';
import { verifyWritten } from './verify-written.js';
import type { Workspace } from './workspace.js';
import { nameRevision, type WrittenRevision, writeRevisions } from './write-revision.js';

/** What a new revision is to be. */
export interface RevisionRequest extends RenamingRequest, PlacementRequest {
  /** What it is about, in one line. */
  readonly message: string;
  /** Whether it does what brings the database to the entities, or nothing yet; nothing by default. */
  readonly autogenerate?: boolean;
  /** Whether it is the first revision, and makes all that the entities say in an empty database; no by default. */
  readonly baseline?: boolean;
  /** How the file is written; as the option `style` says when it is left out. */
  readonly style?: RevisionStyle;
  /** Whether a file that does not prove itself is kept, which is told; by default it is deleted. */
  readonly keepUnverified?: boolean;
}

/** Writes a new revision, on top of the head where no other place was asked for; `null` when there is nothing to write. */
export async function newRevision(workspace: Workspace, request: RevisionRequest): Promise<WrittenRevision | null> {
  const { message, autogenerate = false, baseline = false, style, keepUnverified = false } = request;
  const graph = workspace.loadGraph();
  const options = { ...workspace.options, style: style ?? workspace.options.style };
  const placement = placeNew(graph, request, options);
  // A message or template that gives no name is refused before the database is asked.
  nameRevision(message, { placement, options });
  if (baseline) requireFirst(graph);
  const operations = await (baseline ? findAll(workspace) : autogenerate ? checkAtHead(workspace, graph, request) : []);
  const isGenerated = autogenerate || baseline;
  if (isGenerated && operations.length === 0) return null;
  const sent: ProposedRevision = { message, operations };
  const processed = (await options.processRevision(sent)) ?? [];
  const proposed: readonly ProposedRevision[] = 'message' in processed ? [processed] : processed;
  if (proposed.length === 0) options.onEvent({ type: 'revision.discarded', message });
  const written = await writeRevisions(proposed, { placement, dialect: workspace.dialect, namespace: defaultNamespaceOf(workspace.dataSource), options });
  if (isGenerated && written !== null) await verifyWritten(workspace, { graph, written, isComplete: processed === sent, isOnTop: !baseline, keepUnverified });
  return written;
}

/** A baseline stands on nothing, so it must be the first. */
function requireFirst(graph: RevisionGraph): void {
  if (graph.revisions.size > 0) throw new LimbeckError('revision/baseline-not-first', { heads: graph.heads.map(({ id }) => id) });
}
