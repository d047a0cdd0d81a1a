import type { Statement } from '../dialect/dialect.js';
import type { NamePatterns } from '../dialect/hazard.js';
import type { Operation } from '../operation/operation.js';
import type { Revision, RevisionId } from '../revision/revision.js';
import type { Direction } from '../runtime/events.js';
import { type Levels, lintCodes } from './levels.js';

/** A step of a revision, as a rule of the project sees it. */
export interface LintedStep {
  readonly operation: Operation;
  /** What it sends to the database. */
  readonly statements: readonly Statement[];
  readonly revision: Revision;
  readonly direction: Direction;
}

/** What a rule of the project says of a step. */
export interface LintProblem {
  /** What will happen. */
  readonly message: string;
  /** What to do instead, or first. */
  readonly hint: string;
}

/** A rule of the project. */
export interface LintRule {
  /** A family and a name, such as `team/no-json`; none that Limbeck has. */
  readonly code: string;
  /** Looks at one step, and gives what is wrong with it; nothing where all is well. */
  readonly check: (step: LintedStep) => Verdict | Promise<Verdict>;
}

type Verdict = LintProblem | readonly LintProblem[] | null | undefined;

/** Hazards of a revision that are accepted, and why; for a file that shall not be changed any more. */
export interface LintAcceptance {
  readonly revision: RevisionId;
  readonly code: string;
  readonly reason: string;
}

/** What of the hazards of revisions counts. Everything may be left out. */
export interface LintOptions {
  /** The levels of codes, or of whole families (`"lock/*"`), that are not to be the usual ones. */
  readonly rules?: Levels;
  /** What is accepted besides what the files themselves accept (`// limbeck-allow`). */
  readonly accept?: readonly LintAcceptance[];
  /** By kind, what the names of new objects must match, and those that something is renamed to: `{ table: /^[a-z_]+$/ }`. */
  readonly names?: NamePatterns;
  /** Rules of the project. */
  readonly add?: readonly LintRule[];
  /** The last revision that is not looked at: it and all that it needs were there before anybody looked. */
  readonly since?: RevisionId;
}

/** The options with their defaults filled in. */
export type CompleteLintOptions = Required<Omit<LintOptions, 'since'>> & Pick<LintOptions, 'since'>;

export const completeLintOptions = ({ rules = {}, accept = [], names = {}, add = [], ...rest }: LintOptions): CompleteLintOptions => ({ rules, accept, names, add, ...rest });

/** All codes that there are: those of Limbeck, and those of the rules of the project. */
export const knownCodes = ({ add }: Pick<CompleteLintOptions, 'add'>): readonly string[] => [...lintCodes, ...add.map(({ code }) => code)];
