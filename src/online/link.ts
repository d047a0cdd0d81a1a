import type { AcceptedHazard, Execute, Operation } from '../operation/operation.js';
import type { Phase } from '../revision/phase.js';
import { type Locking, lockInTime } from './lock-in-time.js';
import type { StageTraits } from './stage.js';
import { execute, type Outside, type Step } from './way.js';

/** One revision of a chain. */
export interface Link {
  readonly phase: Phase;
  readonly isTransaction: boolean;
  /** What it does of the whole, in a few words. */
  readonly title: string;
  readonly up: readonly Operation[];
  readonly down: readonly Operation[];
}

/** What is done at one stage or several, of which a revision is made. */
export interface Piece extends StageTraits {
  readonly up: Body;
  readonly down: Body;
}

/** One way of a piece: what belongs together, and what is done outside of that. */
interface Body extends Required<Outside> {
  readonly together: readonly Operation[];
  readonly accepts: readonly AcceptedHazard[];
}

/** All that is done at one stage; the way back is that of the steps, last first. */
export function pieceOf(traits: StageTraits, steps: readonly Step[]): Piece {
  return {
    ...traits,
    up: bodyOf(steps.map(({ up, outside, accepts }) => ({ together: up, accepts: accepts?.up ?? [], ...outside?.up }))),
    down: bodyOf(steps.map(({ down, outside, accepts }) => ({ together: down, accepts: accepts?.down ?? [], ...outside?.down })).reverse()),
  };
}

const bodyOf = (parts: readonly (Pick<Body, 'together' | 'accepts'> & Outside)[]): Body => ({
  before: parts.flatMap(({ before = [] }) => before),
  together: parts.flatMap(({ together }) => together),
  accepts: parts.flatMap(({ accepts }) => accepts),
  after: parts.flatMap(({ after = [] }) => after),
});

/** Puts a piece into the one before where both hold their locks for a moment only, in the same phase. */
export function joinShort(pieces: readonly Piece[], next: Piece): readonly Piece[] {
  const last = pieces.at(-1);
  if (last === undefined || !last.isShort || !next.isShort || last.phase !== next.phase) return [...pieces, next];
  const joined = { ...next, title: `${last.title}, ${next.title}`, up: bodyOf([last.up, next.up]), down: bodyOf([next.down, last.down]) };
  return [...pieces.slice(0, -1), joined];
}

/** The revision that a piece becomes: one transaction, unless something has to be done outside of it; then that is a single step of several statements. */
export function linkOf({ phase, title, isTransaction, up, down }: Piece, locking: Locking): Link {
  if (!isTransaction) return { phase, title, isTransaction, up: up.together, down: down.together };
  if (!hasOutside(up) && !hasOutside(down)) return { phase, title, isTransaction, up: inTime(up.together, locking), down: inTime(down.together, locking) };
  const wholeOf = (body: Body): readonly Operation[] => [...body.before, ...together(body.together, locking).map((text) => ({ ...text, accepts: body.accepts })), ...body.after];
  return { phase, title, isTransaction: false, up: wholeOf(up), down: wholeOf(down) };
}

const hasOutside = ({ before, after }: Body): boolean => before.length + after.length > 0;

const inTime = (operations: readonly Operation[], locking: Locking): readonly Operation[] => (operations.length === 0 ? [] : [...lockInTime(operations, locking).map(execute), ...operations]);

/**
 * The operations as one text, which the server runs in one transaction by itself.
 *
 * Source: PostgreSQL 18, 54.2.2.1 "Multiple Statements in a Simple Query".
 */
export const together = (operations: readonly Operation[], locking: Locking): readonly Execute[] =>
  operations.length === 0 ? [] : [execute([...lockInTime(operations, locking), ...operations.flatMap(locking.dialect.render).map(({ sql }) => sql)].join(';\n'))];
