import { LimbeckError } from '../kernel/errors.js';
import type { RevisionGraph } from './graph.js';
import type { RevisionRange } from './range.js';
import type { Revision, RevisionId } from './revision.js';
import { downgradePath, upgradePath, upgradeTargets } from './target.js';

/** The way from one state of a database to another, told without the database. */
export interface ScriptPath {
  /** What is applied where it begins. */
  readonly applied: ReadonlySet<RevisionId>;
  /** The revisions, in the order in which they run. */
  readonly path: readonly Revision[];
}

/**
 * The way up from the start of a range to its end: `ae10:head`, or from before all revisions, as in `:ae10`. Steps count from the start.
 *
 * Source: alembic 1.19, command.py, `upgrade`, for ranges with `--sql`.
 *
 * @throws {LimbeckError} `revision/not-an-ancestor` for a range that leads down, and those of `upgradeTargets`.
 */
export function upgradeScript(graph: RevisionGraph, { text, start, end }: RevisionRange): ScriptPath {
  const starts = start === '' ? [] : upgradeTargets(graph, { target: start, applied: new Set() });
  const query = { target: end === '' ? 'head' : end, applied: requiredBy(graph, starts) };
  const ends = upgradeTargets(graph, query);
  const path = upgradePath(graph, query);
  const isBehind = path.length === 0 && starts.some((revision) => !ends.includes(revision));
  const [first] = starts;
  if (isBehind && first !== undefined) throw new LimbeckError('revision/not-an-ancestor', { range: text, start: first.id, ends: ends.map(({ id }) => id) });
  return { applied: query.applied, path };
}

/**
 * The way down from the start of a range to its end: `head:ae10`, `ae10:base`. Steps count from the start.
 *
 * Source: alembic 1.19, command.py, `downgrade`, for ranges with `--sql`.
 *
 * @throws {LimbeckError} `revision/bad-range` without a start or an end, and those of `downgradePath`.
 */
export function downgradeScript(graph: RevisionGraph, { text, start, end }: RevisionRange): ScriptPath {
  if (start === '' || end === '') throw new LimbeckError('revision/bad-range', { range: text });
  const applied = requiredBy(graph, upgradeTargets(graph, { target: start, applied: new Set() }));
  return { applied, path: downgradePath(graph, { target: end, applied }) };
}

const requiredBy = (graph: RevisionGraph, revisions: readonly Revision[]): ReadonlySet<RevisionId> => new Set(graph.required(revisions).map(({ id }) => id));
