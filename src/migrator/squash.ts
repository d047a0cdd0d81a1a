import { unlink } from 'node:fs/promises';
import { compareCatalogs, describeDifference, type Catalog } from '../dialect/catalog.js';
import { LimbeckError } from '../kernel/errors.js';
import { fileNameOf } from '../revision/file-name.js';
import { RevisionGraph } from '../revision/graph.js';
import { loadRevisions } from '../revision/load.js';
import { fileOf } from '../revision/read-class.js';
import { phases } from '../revision/phase.js';
import type { Revision, RevisionId } from '../revision/revision.js';
import type { RevisionSource } from '../revision/source/source.js';
import { segmentOf } from '../revision/segment.js';
import { foldersOf, locationOf } from '../revision/version-locations.js';
import { writeNewFile } from '../revision/write-file.js';
import { configuredNamespaceOf } from '../typeorm/compat.js';
import { Scratch } from '../verify/scratch.js';
import { runPostWriteHooks } from './post-write-hooks.js';
import { catalogOf, runOn } from './proving.js';
import { bodiesOfSquash, type SquashBodies } from './squash-bodies.js';
import type { Workspace } from './workspace.js';

/** Which revisions become one. */
export interface SquashRequest {
  /** `first:last`, both included; `base:head` for all. */
  readonly range: string;
  /** What the new revision is about, in one line. */
  readonly message: string;
}

/** A revision that took the place of others. */
export interface SquashedRevision {
  /** Absolute path of its file. */
  readonly path: string;
  /** The id of the last of the revisions that it was made of, which it has taken over, with the name. */
  readonly revision: RevisionId;
  /** The revisions that it was made of, oldest first. Their files are gone. */
  readonly squashed: readonly Revision[];
  /** Whether the range was made anew out of what it builds; else it does what they did, one after the other. */
  readonly isCondensed: boolean;
}

/**
 * Makes one revision of a range, and proves on scratch databases that it gives the same catalog up, and leads back to where the range
 * began, before the old files go.
 *
 * The new revision has the id and the migration name of the last one, so that whatever stands on that stands on it, and a database
 * that ran the old ones, under Limbeck or under TypeORM's own runner, is known to have it; `replaces` names the others.
 *
 * @throws {LimbeckError} `squash/…`, `scratch/not-allowed`, `offline/…`, `run/…`, `revision/…`.
 */
export async function squash(workspace: Workspace, request: SquashRequest): Promise<SquashedRevision> {
  const graph = workspace.loadGraph();
  const segment = segmentOf(graph, request.range);
  requireOwnFiles(graph, segment);
  const below = graph.required(segment).filter((revision) => !segment.includes(revision));
  await using before = await Scratch.create(workspace);
  await runOn(before, workspace, { graph, direction: 'up', path: below });
  const start = await catalogOf(before, workspace);
  await using proof = await before.copy();
  await runOn(before, workspace, { graph, direction: 'up', path: segment });
  const end = await catalogOf(before, workspace);
  const bodies = await bodiesOfSquash(workspace, { segment, below, start: proof, end: before });
  const path = await writeSquash(workspace, { segment, message: request.message, bodies });
  try {
    await prove(workspace, { graph, segment, path, proof, bodies, start, end });
  } catch (error) {
    await unlink(path);
    throw error;
  }
  await Promise.all([...new Set(segment.map(({ file }) => file))].map((file) => unlink(file)));
  await runPostWriteHooks(workspace.options.postWriteHooks, path);
  return { path, revision: lastOf(segment).id, squashed: segment, isCondensed: bodies.isCondensed };
}

/** A file that also holds other revisions cannot be deleted, and none where it is not known. */
function requireOwnFiles(graph: RevisionGraph, segment: readonly Revision[]): void {
  const outside = [...graph.revisions.values()].filter((revision) => !segment.includes(revision));
  for (const file of segment.map(fileOf)) {
    const others = outside.filter((revision) => revision.file === file).map(({ id }) => id);
    if (others.length > 0) throw new LimbeckError('squash/shared-file', { file, others });
  }
}

interface SquashFile {
  readonly segment: readonly Revision[];
  readonly message: string;
  readonly bodies: SquashBodies;
}

async function writeSquash({ dataSource, options }: Workspace, { segment, message, bodies }: SquashFile): Promise<string> {
  const { writeSource } = await import('../revision/source/source.js');
  const last = lastOf(segment);
  const text = await writeSource({
    message,
    revision: last.id,
    downRevision: parentsOf(segment),
    className: last.name,
    branchLabels: [...new Set(segment.flatMap(({ labels }) => labels))],
    dependsOn: dependenciesOf(segment),
    ...phaseOf(segment),
    replaces: [...new Set(segment.flatMap(({ name, replaces }) => [...replaces, name]))].filter((name) => name !== last.name),
    namespace: configuredNamespaceOf(dataSource),
    up: bodies.up,
    down: bodies.down,
  });
  return writeNewFile({ directory: locationOf(last.file, options) ?? options.directory, name: fileNameOf({ revision: last.id, message, timestampMs: Date.now() }, options), text });
}

function parentsOf(segment: readonly Revision[]): RevisionId | readonly RevisionId[] | null {
  const inside = new Set(segment.map(({ id }) => id));
  const [only = null, ...others] = [...new Set(segment.flatMap(({ parents }) => parents))].filter((id) => !inside.has(id));
  return others.length === 0 || only === null ? only : [only, ...others];
}

/** The latest phase of a range: whoever holds back what comes in it must hold back all of the range. */
function phaseOf(segment: readonly Revision[]): Pick<RevisionSource, 'phase'> {
  const phase = phases.findLast((each) => segment.some((revision) => revision.phase === each));
  return phase === undefined ? {} : { phase };
}

/** What the range depends on outside itself. */
function dependenciesOf(segment: readonly Revision[]): readonly string[] {
  const inside = new Set(segment.flatMap(({ id, labels }) => [id, ...labels]));
  return [...new Set(segment.flatMap(({ dependsOn }) => dependsOn))].filter((each) => !inside.has(each));
}

interface Proof {
  readonly graph: RevisionGraph;
  readonly segment: readonly Revision[];
  readonly path: string;
  /** Where the range begins. */
  readonly proof: Scratch;
  readonly bodies: SquashBodies;
  readonly start: Catalog;
  readonly end: Catalog;
}

/** Runs the new file there and back, and compares each time. */
async function prove(workspace: Workspace, { graph, segment, path, proof, bodies, start, end }: Proof): Promise<void> {
  const made = loadRevisions(foldersOf(workspace.options)).filter(({ file }) => file === path);
  const others = [...graph.revisions.values()].filter((revision) => !segment.includes(revision));
  const squashed = RevisionGraph.of([...others, ...made]);
  const revision = lastOf(segment).id;
  await runOn(proof, workspace, { graph: squashed, direction: 'up', path: made });
  requireSame(end, await catalogOf(proof, workspace), { revision, step: 'up' });
  if ('irreversible' in bodies.down) return;
  await runOn(proof, workspace, { graph: squashed, direction: 'down', path: made });
  requireSame(start, await catalogOf(proof, workspace), { revision, step: 'down' });
}

function requireSame(wanted: Catalog, found: Catalog, place: { readonly revision: RevisionId; readonly step: 'up' | 'down' }): void {
  const differences = compareCatalogs(wanted, found).map((each) => describeDifference(each, ['the old revisions', 'the new one']));
  if (differences.length > 0) throw new LimbeckError('squash/differs', { ...place, differences });
}

/** A range has two revisions at least. */
function lastOf(segment: readonly Revision[]): Revision {
  const last = segment.at(-1);
  if (last === undefined) throw new LimbeckError('squash/too-few', { range: '' });
  return last;
}
