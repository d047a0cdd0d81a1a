import { LimbeckError } from '../kernel/errors.js';
import { findBranch, findRevision, onBranch, type Branch } from './find-revision.js';
import type { RevisionGraph } from './graph.js';
import { parseIdentifier, type Identifier } from './identifier.js';
import type { Revision, RevisionId } from './revision.js';
import { ambiguousWalk, walk, type Place } from './walk.js';

/** A target in words, and what of the graph is applied. */
export interface TargetQuery {
  /** `head`, `shop@head`, an id or the beginning of one, `+2`, `ae10-1` … : docs/revisions.md has them all. */
  readonly target: string;
  readonly applied: ReadonlySet<RevisionId>;
}

/**
 * Where an upgrade to `target` leads; no revision for `base`. `+N` counts from what is applied.
 *
 * Source: alembic 1.19, script/revision.py, `RevisionMap._parse_upgrade_target`, for the meaning.
 *
 * @throws {LimbeckError} `revision/bad-identifier`, `revision/unknown`, `revision/unknown-branch`, `revision/ambiguous`,
 * `revision/not-on-branch`, `revision/multiple-heads`, `revision/over-walk`, `revision/ambiguous-walk`, `revision/wrong-direction`.
 */
export function upgradeTargets(graph: RevisionGraph, { target, applied }: TargetQuery): readonly Revision[] {
  const identifier = parseIdentifier(target);
  const { branch: name, symbol, steps } = identifier;
  if (symbol === null && steps < 0) throw new LimbeckError('revision/wrong-direction', { target, direction: 'upgrade' });
  const branch = name === null ? null : findBranch(graph, name);
  if (symbol === 'heads' && steps === 0) return onBranch(graph, graph.heads, branch);
  if (symbol === 'current' && steps === 0) return currentOn(graph, branch, applied);
  const place = placeOf(graph, { identifier, branch, current: currentOn(graph, branch, applied) });
  return place === 'base' ? [] : [place];
}

/** What an upgrade to `target` runs, oldest first. @throws {LimbeckError} as {@link upgradeTargets}. */
export const upgradePath = (graph: RevisionGraph, query: TargetQuery): readonly Revision[] =>
  graph.upgradePath(upgradeTargets(graph, query), query.applied);

/**
 * What a downgrade to `target` undoes, newest first: what stands on the target, and what depends on that. `-N` counts from what
 * is applied; with a branch, as in `shop@base`, only what is on that branch goes.
 *
 * Source: alembic 1.19, script/revision.py, `RevisionMap._collect_downgrade_revisions`, for the meaning.
 *
 * @throws {LimbeckError} as {@link upgradeTargets}, and `revision/not-applied` for a target that is not.
 */
export function downgradePath(graph: RevisionGraph, { target, applied }: TargetQuery): readonly Revision[] {
  const identifier = parseIdentifier(target);
  const { branch: name, symbol, steps } = identifier;
  if (symbol === null && steps > 0) throw new LimbeckError('revision/wrong-direction', { target, direction: 'downgrade' });
  const named = name === null ? null : findBranch(graph, name);
  const current = headsOn(graph, named, applied);
  const place = placeOf(graph, { identifier, branch: named, current });
  if (place !== 'base' && !applied.has(place.id)) throw new LimbeckError('revision/not-applied', { target, revision: place.id });
  const branch = named ?? (symbol === null ? lineTo(current) : null);
  return graph.downgradePath(onBranch(graph, place === 'base' ? graph.bases : graph.children(place.id), branch), applied);
}

/** What {@link placeOf} needs to know. */
export interface PlaceQuery {
  readonly identifier: Identifier;
  /** The branch that the identifier names. */
  readonly branch: Branch | null;
  /** Where the database is, from where steps alone are counted. */
  readonly current: readonly Revision[];
}

/**
 * The one place that an identifier names.
 *
 * @throws {LimbeckError} as {@link upgradeTargets}.
 */
export function placeOf(graph: RevisionGraph, query: PlaceQuery): Place {
  const { identifier, branch } = query;
  return walk(graph, { ...identifier, start: startOf(graph, query), branch });
}

/** Where an identifier starts to count. */
export function startOf(graph: RevisionGraph, { identifier: { text, symbol }, branch, current }: PlaceQuery): Place {
  switch (symbol) {
    case null:
    case 'current':
      return only(text, current);
    case 'base':
      return 'base';
    case 'head':
    case 'heads':
      return theHead(graph, text, branch);
    default:
      return findRevision(graph, symbol, branch);
  }
}

/** Where the database is, for the way up: as {@link headsOn}, or where the branch, of which only the beginning is applied, is entered. */
export function currentOn(graph: RevisionGraph, branch: Branch | null, applied: ReadonlySet<RevisionId>): readonly Revision[] {
  const heads = headsOn(graph, branch, applied);
  return heads.length > 0 ? heads : graph.effectiveHeadsOf(onBranch(graph, graph.withIds(applied), branch));
}

/** Where the database is, on a branch or at all: the applied revisions that no other needs; where another branch needs them, those that are heads but for that. */
function headsOn(graph: RevisionGraph, branch: Branch | null, applied: ReadonlySet<RevisionId>): readonly Revision[] {
  const effective = onBranch(graph, graph.effectiveHeadsOf(graph.withIds(applied)), branch);
  return effective.length > 0 ? effective : onBranch(graph, graph.appliedHeads(applied), branch);
}

/** The line that ends where the database is, so that `-1` takes nothing beside it away. */
const lineTo = ([revision]: readonly Revision[]): Branch | null => (revision === undefined ? null : { name: revision.id, revision });

function only(text: string, [place = 'base', ...others]: readonly Place[]): Place {
  if (others.length > 0) throw ambiguousWalk(text, [place, ...others]);
  return place;
}

function theHead(graph: RevisionGraph, text: string, branch: Branch | null): Place {
  const heads = onBranch(graph, graph.heads, branch);
  const [head = 'base', ...others] = heads;
  if (others.length > 0) throw new LimbeckError('revision/multiple-heads', { target: text, heads: heads.map(({ id }) => id) });
  return head;
}
