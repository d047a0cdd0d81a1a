import { LimbeckError } from '../kernel/errors.js';

/** `start:end` in words; what was left out is empty. */
export interface RevisionRange {
  /** As it was written. */
  readonly text: string;
  readonly start: string;
  readonly end: string;
}

/** Takes a range apart. @throws {LimbeckError} `revision/unknown`. */
export function parseRange(text: string): RevisionRange {
  const [start, end, ...others] = text.split(':').map((side) => side.trim());
  if (start === undefined || end === undefined || others.length > 0) throw new LimbeckError('revision/unknown', { target: text, nearest: null });
  return { text, start, end };
}
