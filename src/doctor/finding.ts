import { LimbeckError } from '../kernel/errors.js';

/** How it stands with something: as it should; worth a look; in the way of Limbeck; not looked at. */
export type Level = 'good' | 'warning' | 'problem' | 'unknown';

/** What a check found. */
export interface Finding {
  /** What was looked at. */
  readonly subject: string;
  readonly level: Level;
  /** What is so, as a sentence without its full stop. */
  readonly text: string;
  /** What to do, as sentences; `null` where nothing is. */
  readonly advice: string | null;
}

/** What is wrong, and what to do. */
export interface Complaint {
  readonly text: string;
  readonly advice: string;
}

export const good = (subject: string, text: string): Finding => ({ subject, level: 'good', text, advice: null });
export const warning = (subject: string, complaint: Complaint): Finding => ({ subject, level: 'warning', ...complaint });
export const problem = (subject: string, complaint: Complaint): Finding => ({ subject, level: 'problem', ...complaint });
export const unknown = (subject: string, text: string): Finding => ({ subject, level: 'unknown', text, advice: null });

/** An error of Limbeck as what a check found; anything else goes on. */
export function failed(subject: string, error: unknown): Finding {
  if (!(error instanceof LimbeckError)) throw error;
  return problem(subject, { text: error.message.replace(/\.$/, ''), advice: error.hint });
}

/** What a check found that may throw. */
export function attempt(subject: string, check: () => Finding): Finding {
  try {
    return check();
  } catch (error) {
    return failed(subject, error);
  }
}
