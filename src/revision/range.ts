import { LimbeckError } from '../kernel/errors.js';
import { findBranch, onBranch } from './find-revision.js';
import type { RevisionGraph } from './graph.js';
import { parseIdentifier } from './identifier.js';
import type { Revision, RevisionId } from './revision.js';
import { currentOn, startOf, upgradeTargets } from './target.js';
import { placeId, walkAtMost, type Place } from './walk.js';

/** `start:end` in words; what was left out is empty. */
export interface RevisionRange {
  /** As it was written. */
  readonly text: string;
  readonly start: string;
  readonly end: string;
}

/** Takes a range apart. @throws {LimbeckError} `revision/bad-range`. */
export function parseRange(text: string): RevisionRange {
  const [start, end, ...others] = text.split(':').map((side) => side.trim());
  if (start === undefined || end === undefined || others.length > 0) throw new LimbeckError('revision/bad-range', { range: text });
  return { text, start, end };
}

/** Whether a range can only be told by what is applied. */
export const needsApplied = ({ start, end }: RevisionRange): boolean =>
  [start, end].some((side) => side !== '' && parseIdentifier(side).symbol === 'current');

/** A range, and what of the graph is applied, which `current` stands for. */
export interface RangeQuery {
  readonly range: RevisionRange;
  readonly applied: ReadonlySet<RevisionId>;
}

/**
 * The revisions of a range, oldest first: from its start, that included, to its end. Without an end it ends at the heads,
 * without a start it begins with the first revisions. Steps in the start alone (`-3:current`) count from the end, and in the
 * end alone (`ae10:+2`) from the start; where there are fewer, they lead as far as there is a way.
 *
 * Source: alembic 1.19, script/revision.py, `RevisionMap._collect_upgrade_revisions`, for the meaning; there `-3:current` counts from
 * the heads, against its manual ("Viewing History Ranges"), which is followed here.
 *
 * @throws {LimbeckError} `revision/bad-range`, `revision/not-an-ancestor`, and those of `upgradeTargets`.
 */
export function revisionsIn(graph: RevisionGraph, { range, applied }: RangeQuery): readonly Revision[] {
  const { starts, ends } = limits(graph, { range, applied });
  const upTo = graph.required(ends);
  const outside = starts.find((start) => !upTo.includes(start));
  if (outside !== undefined) throw new LimbeckError('revision/not-an-ancestor', { range: range.text, start: outside.id, ends: ends.map(placeId) });
  if (starts.length === 0) return upTo;
  const from = new Set(graph.descendants(starts));
  return upTo.filter((revision) => from.has(revision));
}

interface Limits {
  /** None: before the first. */
  readonly starts: readonly Revision[];
  readonly ends: readonly Revision[];
}

function limits(graph: RevisionGraph, { range, applied }: RangeQuery): Limits {
  const [countsStart, countsEnd] = [range.start, range.end].map((side) => side !== '' && parseIdentifier(side).symbol === null);
  if (countsStart === true && countsEnd === true) throw new LimbeckError('revision/bad-range', { range: range.text });
  if (countsStart === true) {
    const ends = endsOf(graph, range, applied);
    return { ends, starts: stepsBelow(graph, range.start, ends) };
  }
  const starts = range.start === '' ? [] : pointsAt(graph, range.start, applied);
  return { starts, ends: endsOf(graph, range, countsEnd === true ? idsOf(graph.required(starts)) : applied) };
}

/** The ends of a range; the branch of its start, as in `shop@base:`, is theirs too. */
function endsOf(graph: RevisionGraph, { start, end }: RevisionRange, applied: ReadonlySet<RevisionId>): readonly Revision[] {
  const name = start === '' ? null : parseIdentifier(start).branch;
  const ends = pointsAt(graph, end === '' ? 'heads' : end, applied);
  return name === null ? ends : onBranch(graph, ends, findBranch(graph, name));
}

/** What an identifier points at; steps lead as far as there is a way. */
function pointsAt(graph: RevisionGraph, text: string, applied: ReadonlySet<RevisionId>): readonly Revision[] {
  const identifier = parseIdentifier(text);
  if (identifier.steps === 0) return upgradeTargets(graph, { target: text, applied });
  if (identifier.symbol === null && identifier.steps < 0) throw new LimbeckError('revision/wrong-direction', { target: text, direction: 'upgrade' });
  const branch = identifier.branch === null ? null : findBranch(graph, identifier.branch);
  const start = startOf(graph, { identifier, branch, current: currentOn(graph, branch, applied) });
  return revisionsOf([walkAtMost(graph, { ...identifier, start, branch }).here]);
}

/** The revisions so many steps below each end. */
function stepsBelow(graph: RevisionGraph, text: string, ends: readonly Revision[]): readonly Revision[] {
  const identifier = parseIdentifier(text);
  if (identifier.steps > 0) throw new LimbeckError('revision/wrong-direction', { target: text, direction: 'downgrade' });
  const branch = identifier.branch === null ? null : findBranch(graph, identifier.branch);
  return revisionsOf(ends.map((start) => walkAtMost(graph, { ...identifier, start, branch }).here));
}

const revisionsOf = (places: readonly Place[]): readonly Revision[] => places.filter((place) => place !== 'base');

const idsOf = (revisions: readonly Revision[]): ReadonlySet<RevisionId> => new Set(revisions.map(({ id }) => id));
