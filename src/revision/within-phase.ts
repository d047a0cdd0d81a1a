import type { RevisionGraph } from './graph.js';
import { isLater, type Phase } from './phase.js';
import type { Revision } from './revision.js';

/** What of a path runs in a phase of a deploy, and what has to wait for a later one. */
export interface PhasedPath {
  readonly path: readonly Revision[];
  /** The revisions of later phases, and what stands or depends on them; oldest first. */
  readonly heldBack: readonly Revision[];
}

/** Divides the path of an upgrade: nothing of a later phase than this one runs, nor anything that needs it. */
export function withinPhase(graph: RevisionGraph, path: readonly Revision[], phase: Phase): PhasedPath {
  const waiting = new Set(graph.requiring(path.filter((revision) => revision.phase !== null && isLater(revision.phase, phase))));
  return { path: path.filter((revision) => !waiting.has(revision)), heldBack: path.filter((revision) => waiting.has(revision)) };
}
