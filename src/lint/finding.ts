import type { Hazard } from '../dialect/hazard.js';
import type { Operation } from '../operation/operation.js';
import type { Revision } from '../revision/revision.js';
import type { Direction } from '../runtime/events.js';
import type { HazardLevel } from './levels.js';

/** Something that a revision can do to data or to a running system, or what is wrong with how it accepts that. */
export interface LintFinding extends Pick<Hazard, 'message' | 'hint' | 'lock' | 'work'> {
  readonly revision: Revision;
  /** `null`: it is about a comment, or about an entry of the options. */
  readonly direction: Direction | null;
  /** A {@link HazardCode}, `lint/…`, or that of a rule of the project. */
  readonly code: string;
  readonly level: Exclude<HazardLevel, 'off'>;
  /** Where it was called in the file, both counted from 1; `null` where that is not known. */
  readonly place: FindingPlace | null;
  /** The step that it is about. */
  readonly operation: Operation | null;
  /** Why it is accepted; `null`: it is open. */
  readonly acceptance: string | null;
}

/** A place in a file, both counted from 1. */
export interface FindingPlace {
  readonly line: number;
  readonly column: number;
}

/** Whether a finding has to be settled before its revision may count as safe. */
export const isOpenError = ({ level, acceptance }: LintFinding): boolean => level === 'error' && acceptance === null;
