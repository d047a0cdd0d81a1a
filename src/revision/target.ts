import { LimbeckError } from '../kernel/errors.js';
import { nearest } from '../kernel/nearest.js';
import type { RevisionGraph } from './graph.js';
import type { Revision, RevisionId } from './revision.js';

/** Before every revision. */
type Base = 'base';

/** A target in words, and what of the graph is applied. */
export interface TargetQuery {
  /** `head`, `heads`, `base`, an id or the beginning of one, any but `heads` with `+N` or `-N` after it, or `+N` or `-N` alone. */
  readonly target: string;
  readonly applied: ReadonlySet<RevisionId>;
}

/**
 * Where an upgrade to `target` leads; no revision for `base`. `+N` counts from what is applied.
 *
 * Source: alembic 1.19, script/revision.py, `RevisionMap._parse_upgrade_target`, for the meaning.
 *
 * @throws {LimbeckError} those of {@link findRevision}, `revision/multiple-heads`, `revision/over-walk`,
 * `revision/ambiguous-walk`, `revision/wrong-direction`.
 */
export function upgradeTargets(graph: RevisionGraph, { target, applied }: TargetQuery): readonly Revision[] {
  const { symbol, steps } = parse(target);
  if (symbol === null && steps < 0) throw new LimbeckError('revision/wrong-direction', { target, direction: 'upgrade' });
  return resolve(graph, { target, applied });
}

/**
 * Where a downgrade to `target` leads; no revision for `base`. `-N` counts from what is applied.
 *
 * Source: alembic 1.19, script/revision.py, `RevisionMap._parse_downgrade_target`, for the meaning.
 *
 * @throws {LimbeckError} as {@link upgradeTargets}, and `revision/not-applied` for a target that is not.
 */
export function downgradeTargets(graph: RevisionGraph, { target, applied }: TargetQuery): readonly Revision[] {
  const { symbol, steps } = parse(target);
  if (symbol === null && steps > 0) throw new LimbeckError('revision/wrong-direction', { target, direction: 'downgrade' });
  const targets = resolve(graph, { target, applied });
  const missing = targets.find(({ id }) => !applied.has(id));
  if (missing !== undefined) throw new LimbeckError('revision/not-applied', { target, revision: missing.id });
  return targets;
}

/** The fewest letters that an id may be shortened to. */
const shortestId = 4;

/**
 * The revision with this id, or the only one whose id begins so.
 *
 * @throws {LimbeckError} `revision/unknown`, `revision/ambiguous`.
 */
export function findRevision(graph: RevisionGraph, id: string): Revision {
  const exact = graph.revisions.get(id);
  if (exact !== undefined) return exact;
  const ids = [...graph.revisions.keys()];
  const candidates = id.length < shortestId ? [] : ids.filter((candidate) => candidate.startsWith(id));
  if (candidates.length > 1) throw new LimbeckError('revision/ambiguous', { target: id, candidates });
  const found = graph.revisions.get(candidates[0] ?? '');
  if (found === undefined) throw new LimbeckError('revision/unknown', { target: id, nearest: nearest(id, [...ids, ...symbols]) });
  return found;
}

const symbols = ['head', 'heads', 'base'];

interface ParsedTarget {
  /** `null`: what is applied. */
  readonly symbol: string | null;
  readonly steps: number;
}

function parse(target: string): ParsedTarget {
  const [, symbol, steps] = /^(\w+)?([+-]\d+)?$/.exec(target.trim()) ?? [];
  if (symbol === undefined && steps === undefined) throw new LimbeckError('revision/unknown', { target, nearest: nearest(target, symbols) });
  return { symbol: symbol ?? null, steps: Number(steps ?? 0) };
}

function resolve(graph: RevisionGraph, { target, applied }: TargetQuery): readonly Revision[] {
  const { symbol, steps } = parse(target);
  if (symbol === 'heads' && steps === 0) return graph.heads;
  const start = symbol === null ? currentOf(graph, { target, applied }) : named(graph, symbol);
  const end = walk({ graph, target, start, steps });
  return end === 'base' ? [] : [end];
}

function named(graph: RevisionGraph, symbol: string): Revision | Base {
  if (symbol === 'base') return 'base';
  return symbol === 'head' ? (graph.head() ?? 'base') : findRevision(graph, symbol);
}

function currentOf(graph: RevisionGraph, { target, applied }: TargetQuery): Revision | Base {
  const [current = 'base', ...others] = graph.appliedHeads(applied);
  if (current !== 'base' && others.length > 0) throw ambiguousWalk(target, [current, ...others]);
  return current;
}

interface Walk {
  readonly graph: RevisionGraph;
  readonly target: string;
  readonly start: Revision | Base;
  readonly steps: number;
}

function walk({ graph, target, start, steps }: Walk): Revision | Base {
  let here = start;
  for (let walked = 0; walked < Math.abs(steps); walked += 1) {
    const [next, ...others] = steps > 0 ? above(graph, here) : below(graph, here);
    if (next === undefined) throw new LimbeckError('revision/over-walk', { target, steps: Math.abs(steps), possible: walked });
    if (others.length > 0) throw ambiguousWalk(target, [next, ...others]);
    here = next;
  }
  return here;
}

const above = (graph: RevisionGraph, here: Revision | Base): readonly Revision[] => (here === 'base' ? graph.bases : graph.children(here.id));

/** Below a base is the beginning, below that nothing. */
function below(graph: RevisionGraph, here: Revision | Base): readonly (Revision | Base)[] {
  if (here === 'base') return [];
  return here.parents.length === 0 ? ['base'] : graph.parents(here);
}

const ambiguousWalk = (target: string, choices: readonly (Revision | Base)[]): LimbeckError =>
  new LimbeckError('revision/ambiguous-walk', { target, choices: choices.map((choice) => (choice === 'base' ? choice : choice.id)) });
