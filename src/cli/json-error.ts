import { isError, messageOf } from '../kernel/error-text.js';
import { LimbeckError } from '../kernel/errors.js';
import { withoutPasswords } from '../kernel/without-passwords.js';
import { jsonText } from './json-text.js';

/** The number of the shapes that `--json` prints; a change that a reader must know of raises it. */
export const jsonVersion = 1;

/** An error as `--json` shows it; the code of a defect of Limbeck is `null`. */
export interface JsonError {
  readonly code: string | null;
  readonly message: string;
  readonly hint: string;
  /** The facts that belong to the code. */
  readonly details: unknown;
}

/** What `--json` prints in place of a result: one object, without passwords. */
export function printJsonError(error: unknown): string {
  const shown = error instanceof LimbeckError ? shownOf(error as LimbeckError) : defectOf(error);
  const hide = (_: string, value: unknown): unknown => (typeof value === 'string' ? withoutPasswords(value) : value);
  return jsonText({ version: jsonVersion, error: shown }, hide);
}

function shownOf({ code, message, hint, details }: LimbeckError): JsonError {
  return { code, message, hint, details };
}

const defectOf = (error: unknown): JsonError => ({
  code: null,
  message: messageOf(error),
  hint: 'This is a defect of Limbeck. Please report it.',
  details: { stack: isError(error) ? (error.stack ?? null) : null },
});
