import { LimbeckError } from '../kernel/errors.js';
import type { Operation } from '../operation/operation.js';
import type { RevisionGraph } from '../revision/graph.js';
import { defaultNamespaceOf } from '../typeorm/compat.js';
import type { Against } from './against.js';
import { compareAtHead, findAll, type RenamingRequest } from './differences.js';
import { proposeOnline } from './online.js';
import { type OnlineLimits, overrideOptions, type ProcessRevision, type ProposedRevision, type RevisionStyle } from './options.js';
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
  /** What the entities are compared with; the connected `database` by default. */
  readonly against?: Against;
  /** Whether it is the first revision, and makes all that the entities say in an empty database; no by default. */
  readonly baseline?: boolean;
  /** How the file is written; as the option `style` says when it is left out. */
  readonly style?: RevisionStyle;
  /** Whether it is taken apart into revisions that others can work beside, and for which tables; as the option `online` says when it is left out. */
  readonly online?: boolean | OnlineLimits;
  /** Whether a file that does not prove itself is kept, which is told; by default it is deleted. */
  readonly keepUnverified?: boolean;
}

/** Writes a new revision, on top of the head where no other place was asked for; `null` when there is nothing to write. */
export async function newRevision(workspace: Workspace, request: RevisionRequest): Promise<WrittenRevision | null> {
  const { message, autogenerate = false, baseline = false, style, online, keepUnverified = false } = request;
  const graph = workspace.loadGraph();
  const options = overrideOptions(workspace.options, { style, online });
  const placement = placeNew(graph, request, options);
  // A message or template that gives no name is refused before the database is asked.
  nameRevision(message, { placement, options });
  if (baseline) requireFirst(graph);
  const isGenerated = autogenerate || baseline;
  const found = await (isGenerated ? generate(workspace, graph, { ...request, online: options.online }) : [{ message, operations: [] }]);
  if (found.length === 0) return null;
  const proposed = await process(found, options.processRevision);
  if (proposed.length === 0) options.onEvent({ type: 'revision.discarded', message });
  const written = await writeRevisions(proposed, { placement, dialect: workspace.dialect, namespace: defaultNamespaceOf(workspace.dataSource), options });
  const isComplete = proposed.length === found.length && proposed.every((each, position) => each === found[position]);
  if (isGenerated && written !== null) await verifyWritten(workspace, { graph, written, isComplete, isOnTop: !baseline, keepUnverified });
  return written;
}

/** What brings the database to the entities; nothing where they agree. */
async function generate(workspace: Workspace, graph: RevisionGraph, request: RevisionRequest): Promise<readonly ProposedRevision[]> {
  const { message, baseline = false, online = false } = request;
  if (baseline) return proposalOf(message, await findAll(workspace));
  const comparison = await compareAtHead(workspace, graph, request);
  return online === false || comparison.operations.length === 0
    ? proposalOf(message, comparison.operations)
    : proposeOnline(workspace, { message, limits: online === true ? {} : online, ...comparison });
}

const proposalOf = (message: string, operations: readonly Operation[]): readonly ProposedRevision[] => (operations.length === 0 ? [] : [{ message, operations }]);

/** Each as the hook makes it. */
async function process(found: readonly ProposedRevision[], processRevision: ProcessRevision): Promise<readonly ProposedRevision[]> {
  const proposed: ProposedRevision[] = [];
  for (const each of found) {
    const processed = (await processRevision(each)) ?? [];
    proposed.push(...('message' in processed ? [processed] : processed));
  }
  return proposed;
}

/** A baseline stands on nothing, so it must be the first. */
function requireFirst(graph: RevisionGraph): void {
  if (graph.revisions.size > 0) throw new LimbeckError('revision/baseline-not-first', { heads: graph.heads.map(({ id }) => id) });
}
