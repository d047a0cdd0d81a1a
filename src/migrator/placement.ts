import { LimbeckError } from '../kernel/errors.js';
import type { RevisionGraph } from '../revision/graph.js';
import { isLabel, isRevisionId } from '../revision/names.js';
import type { Revision, RevisionId } from '../revision/revision.js';
import { upgradeTargets } from '../revision/target.js';
import { locationOf, versionPathOf, type VersionLocations } from '../revision/version-locations.js';

/** Names and a place for a new revision, where chance and the one location will not do. */
export interface NamingRequest {
  /** Its branch labels. */
  readonly branchLabels?: readonly string[];
  /** Its id; made by chance when it is left out. */
  readonly revisionId?: RevisionId;
  /** The folder of its file: `directory`, one of `versionLocations`, or one below them where that is read. */
  readonly versionPath?: string;
}

/** Where a new revision is to stand. */
export interface PlacementRequest extends NamingRequest {
  /** What it stands on; `head` when it is left out. `base`: on nothing. */
  readonly head?: string;
  /** Whether it may stand on what is no head, and so begin a branch. */
  readonly splice?: boolean;
  /** What must be applied before it though it stands elsewhere: revisions, or branch labels. */
  readonly dependsOn?: readonly string[];
}

/** What of a revision matters for one that comes after it. */
export type Predecessor = Pick<Revision, 'id' | 'timestampMs'>;

/** Where a new revision stands, what it is called, and where its file goes. */
export interface Placement {
  readonly parents: readonly Predecessor[];
  /** Whole ids and labels, as the file says it. */
  readonly dependsOn: readonly string[];
  /** What must come before it. */
  readonly dependencies: readonly Predecessor[];
  readonly branchLabels: readonly string[];
  /** `null`: by chance. */
  readonly revisionId: RevisionId | null;
  /** Absolute. */
  readonly directory: string;
}

/**
 * The place that was asked for.
 *
 * Source: alembic 1.19, script/base.py, `ScriptDirectory.generate_revision`.
 *
 * @throws {LimbeckError} `revision/multiple-heads`, `revision/not-a-head`, and those of {@link placeOn}.
 */
export function placeNew(graph: RevisionGraph, request: PlacementRequest, locations: VersionLocations): Placement {
  const { head = 'head', splice = false, dependsOn = [], ...naming } = request;
  const parents = find(graph, head);
  if (!splice) requireHeads(graph, parents);
  const dependencies = dependsOn.flatMap((name) => find(graph, name));
  const written = dependsOn.flatMap((name) => (graph.labelled.has(name) ? [name] : find(graph, name).map(({ id }) => id)));
  return { ...placeOn(graph, { ...naming, parents }, locations), dependencies, dependsOn: written };
}

/**
 * The place on top of these revisions.
 *
 * @throws {LimbeckError} `revision/bad-id`, `revision/bad-label`, `revision/name-taken`, `revision/unknown-location`.
 */
export function placeOn(graph: RevisionGraph, request: NamingRequest & { readonly parents: readonly Revision[] }, locations: VersionLocations): Placement {
  const { parents, branchLabels = [], revisionId = null, versionPath } = request;
  if (revisionId !== null) requireFreeId(graph, revisionId);
  branchLabels.forEach((label) => requireFreeLabel(graph, label));
  const directory = versionPath === undefined ? besideParents(parents, locations) : versionPathOf(versionPath, locations);
  return { parents, dependencies: [], dependsOn: [], branchLabels: [...new Set(branchLabels)], revisionId, directory };
}

/** @throws {LimbeckError} `revision/not-a-head`. */
export function requireHeads(graph: RevisionGraph, parents: readonly Revision[]): void {
  const covered = parents.find(({ id }) => graph.children(id).length > 0);
  if (covered !== undefined) throw new LimbeckError('revision/not-a-head', { revision: covered.id });
}

const find = (graph: RevisionGraph, target: string): readonly Revision[] => upgradeTargets(graph, { target, applied: new Set() });

/** A branch stays where it began. */
function besideParents([parent]: readonly Revision[], locations: VersionLocations): string {
  return (parent === undefined ? null : locationOf(parent.file, locations)) ?? locations.directory;
}

function requireFreeId(graph: RevisionGraph, id: RevisionId): void {
  if (!isRevisionId(id)) throw new LimbeckError('revision/bad-id', { file: null, id });
  const taken = graph.revisions.get(id) ?? graph.labelled.get(id);
  if (taken !== undefined) throw new LimbeckError('revision/name-taken', { name: id, file: taken.file });
}

function requireFreeLabel(graph: RevisionGraph, label: string): void {
  if (!isLabel(label)) throw new LimbeckError('revision/bad-label', { file: null, label });
  const taken = graph.labelled.get(label) ?? graph.revisions.get(label);
  if (taken !== undefined) throw new LimbeckError('revision/name-taken', { name: label, file: taken.file });
}
