import { LimbeckError } from '../kernel/errors.js';
import { nearest } from '../kernel/nearest.js';
import type { Change } from '../operation/operation.js';

/** Somebody says that `from` is called `to` now. */
export interface Claim<Name> extends Change<Name> {
  /** As it was typed; `null`: declared in the model, where it stays when it is done. */
  readonly text: string | null;
}

/** The objects that claims of one kind can speak of. */
export interface Names<Name> {
  readonly there: readonly Name[];
  readonly wanted: readonly Name[];
  readonly keyOf: (name: Name) => string;
  /** As people read it, with its kind. */
  readonly show: (name: Name) => string;
}

/**
 * The claims that are still to be done, in an order in which each finds its new name free; in a circle none does.
 *
 * A declaration whose old name is gone, or whose new name is there, is done. What was typed for this one time must fit.
 *
 * @throws {LimbeckError} `rename/unknown`, `rename/taken`, `rename/conflict`.
 */
export function openClaims<Name>(claims: readonly Claim<Name>[], names: Names<Name>): Claim<Name>[] {
  if (claims.length === 0) return [];
  const there = new Set(names.there.map(names.keyOf));
  const wanted = new Set(names.wanted.map(names.keyOf));
  for (const claim of claims) requireKnown(claim, names, { there, wanted });
  const live = unique(claims, names).filter(({ from, to }) => there.has(names.keyOf(from)) && wanted.has(names.keyOf(to)));
  requireOneEach(live, names);
  const isFree = (open: readonly Claim<Name>[], { to }: Claim<Name>): boolean =>
    !there.has(names.keyOf(to)) || open.some((other) => names.keyOf(other.from) === names.keyOf(to));
  const open: Claim<Name>[] = [];
  for (let next: Claim<Name> | undefined; (next = live.find((claim) => !open.includes(claim) && isFree(open, claim))); ) open.push(next);
  return [...open, ...circles(live.filter((claim) => !open.includes(claim)), names)];
}

/** What was typed and has no free name: names that change places, or an error. A declared one is done, as both names are there. */
function circles<Name>(stuck: readonly Claim<Name>[], { keyOf, show }: Names<Name>): Claim<Name>[] {
  const typed = stuck.filter(({ text }) => text !== null);
  const sources = new Set(typed.map(({ from }) => keyOf(from)));
  for (const { from, to, text } of typed) {
    if (!sources.has(keyOf(to))) throw new LimbeckError('rename/taken', { rename: text ?? '', from: show(from), to: show(to) });
  }
  return typed;
}

function unique<Name>(claims: readonly Claim<Name>[], { keyOf }: Names<Name>): Claim<Name>[] {
  const byKey = new Map<string, Claim<Name>>();
  for (const claim of claims) {
    const key = JSON.stringify([keyOf(claim.from), keyOf(claim.to)]);
    if (claim.text !== null || !byKey.has(key)) byKey.set(key, claim);
  }
  return [...byKey.values()].filter(({ from, to }) => keyOf(from) !== keyOf(to));
}

interface Known {
  readonly there: ReadonlySet<string>;
  readonly wanted: ReadonlySet<string>;
}

function requireKnown<Name>({ from, to, text }: Claim<Name>, names: Names<Name>, { there, wanted }: Known): void {
  if (text === null) return;
  const { keyOf, show } = names;
  const isKnown = there.has(keyOf(from)) || there.has(keyOf(to));
  if (!isKnown) throw unknown({ rename: text, side: 'database', name: show(from), known: names.there.map(show) });
  if (!wanted.has(keyOf(to))) throw unknown({ rename: text, side: 'entities', name: show(to), known: names.wanted.map(show) });
}

export interface UnknownName {
  readonly rename: string;
  readonly side: 'database' | 'entities';
  readonly name: string;
  readonly known: readonly string[];
}

export const unknown = ({ known, ...details }: UnknownName): LimbeckError =>
  new LimbeckError('rename/unknown', { ...details, nearest: nearest(details.name, known) });

/** One object cannot get two names, nor two objects one. */
function requireOneEach<Name>(claims: readonly Claim<Name>[], { keyOf, show }: Names<Name>): void {
  for (const [position, claim] of claims.entries()) {
    const rival = claims.slice(0, position).find((other) => keyOf(other.from) === keyOf(claim.from) || keyOf(other.to) === keyOf(claim.to));
    if (rival === undefined) continue;
    throw new LimbeckError('rename/conflict', { first: `${show(rival.from)} to ${show(rival.to)}`, second: `${show(claim.from)} to ${show(claim.to)}` });
  }
}

/**
 * The single steps of open claims: names that change places go by way of a name that nothing has.
 *
 * @param aside Gives a name for the time between, from a name that is in the way.
 */
export function stepsOf<Name>(claims: readonly Change<Name>[], keyOf: (name: Name) => string, aside: (name: Name) => Name): Change<Name>[] {
  const waiting = [...claims];
  const steps: Change<Name>[] = [];
  while (waiting.length > 0) {
    const taken = new Set(waiting.map(({ from }) => keyOf(from)));
    const free = waiting.findIndex(({ to }) => !taken.has(keyOf(to)));
    const [next] = waiting.splice(Math.max(free, 0), 1);
    if (next === undefined) break;
    if (free >= 0) steps.push({ from: next.from, to: next.to });
    else {
      const between = aside(next.from);
      steps.push({ from: next.from, to: between });
      waiting.push({ from: between, to: next.to });
    }
  }
  return steps;
}
