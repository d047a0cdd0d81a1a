import { LimbeckError } from '../kernel/errors.js';
import type { RevisionGraph } from './graph.js';
import type { RevisionRange } from './range.js';
import type { Revision, RevisionId } from './revision.js';
import { downgradeTargets, upgradeTargets } from './target.js';

/** The way from one state of a database to another, told without the database. */
export interface ScriptPath {
  /** What is applied where it begins. */
  readonly applied: ReadonlySet<RevisionId>;
  /** The revisions, in the order in which they run. */
  readonly path: readonly Revision[];
}

/** The way up from the start of a range to its end. */
export function upgradeScript(graph: RevisionGraph, { start, end }: RevisionRange): ScriptPath {
  const applied = requiredBy(graph, start === '' ? [] : upgradeTargets(graph, { target: start, applied: new Set() }));
  return { applied, path: graph.upgradePath(upgradeTargets(graph, { target: end === '' ? 'head' : end, applied }), applied) };
}

/** The way down from the start of a range to its end. */
export function downgradeScript(graph: RevisionGraph, { text, start, end }: RevisionRange): ScriptPath {
  if (start === '' || end === '') throw new LimbeckError('revision/unknown', { target: text, nearest: null });
  const applied = requiredBy(graph, upgradeTargets(graph, { target: start, applied: new Set() }));
  return { applied, path: graph.downgradePath(downgradeTargets(graph, { target: end, applied }), applied) };
}

const requiredBy = (graph: RevisionGraph, revisions: readonly Revision[]): ReadonlySet<RevisionId> => new Set(graph.ancestors(revisions).map(({ id }) => id));
