import { LimbeckError } from '../kernel/errors.js';
import { nearest } from '../kernel/nearest.js';
import type { RevisionGraph } from './graph.js';
import type { Revision } from './revision.js';

/** The fewest letters that an id may be shortened to. */
const shortestId = 4;

/** Words that name a revision wherever one is asked for. */
const symbols = ['head', 'heads', 'base'];

/**
 * The revision with this id or branch label, or the only one whose id begins so: on `branch`, where one is given.
 *
 * @throws {LimbeckError} `revision/unknown`, `revision/ambiguous`, `revision/not-on-branch`.
 */
export function findRevision(graph: RevisionGraph, id: string, branch: Branch | null = null): Revision {
  const found = graph.revisions.get(id) ?? graph.labelled.get(id) ?? findByBeginning(graph, id, branch);
  if (branch !== null && !isOn(graph, found, branch)) throw new LimbeckError('revision/not-on-branch', { revision: found.id, branch: branch.name });
  return found;
}

function findByBeginning(graph: RevisionGraph, id: string, branch: Branch | null): Revision {
  const all = [...graph.revisions.values()];
  const alike = id.length < shortestId ? [] : all.filter((revision) => revision.id.startsWith(id));
  const candidates = branch === null || alike.length < 2 ? alike : graph.onBranch(alike, branch.revision);
  const [found, ...others] = candidates;
  if (others.length > 0) throw new LimbeckError('revision/ambiguous', { target: id, candidates: candidates.map((candidate) => candidate.id) });
  if (found === undefined) throw new LimbeckError('revision/unknown', { target: id, nearest: nearest(id, [...all.map((each) => each.id), ...graph.labelled.keys(), ...symbols]) });
  return found;
}

/** A branch, and how it was named: what the revision stands on, and what stands on it. */
export interface Branch {
  readonly name: string;
  readonly revision: Revision;
}

/**
 * The branch that a label, an id or the beginning of an id names.
 *
 * @throws {LimbeckError} `revision/unknown-branch`, `revision/ambiguous`.
 */
export function findBranch(graph: RevisionGraph, name: string): Branch {
  try {
    return { name, revision: findRevision(graph, name) };
  } catch (error) {
    if (!LimbeckError.is(error, 'revision/unknown')) throw error;
    throw new LimbeckError('revision/unknown-branch', { branch: name, nearest: nearest(name, graph.labelled.keys()) });
  }
}

/** Those among `revisions` on a branch; all of them where it is `null`. */
export const onBranch = (graph: RevisionGraph, revisions: readonly Revision[], branch: Branch | null): readonly Revision[] =>
  branch === null ? revisions : graph.onBranch(revisions, branch.revision);

const isOn = (graph: RevisionGraph, revision: Revision, branch: Branch): boolean => onBranch(graph, [revision], branch).length > 0;
