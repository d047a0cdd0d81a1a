import { LimbeckError, type ErrorCode } from '../kernel/errors.js';
import { count, hang } from '../kernel/text.js';
import { withoutPasswords } from '../kernel/without-passwords.js';
import type { Operation } from '../operation/operation.js';
import type { Paint } from './paint.js';

/** `12 ms`, `3.4 s`, `2 min 5 s`. */
export function printDuration(durationMs: number): string {
  if (durationMs < 999.5) return `${Math.round(durationMs)} ms`;
  if (durationMs < 59_950) return `${(durationMs / 1000).toFixed(1)} s`;
  const seconds = Math.round(durationMs / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** The first line of a statement, for a line of text; the rest is left out. */
export const firstLine = (sql: string): string => {
  const [line = '', ...rest] = sql.trim().split('\n');
  return rest.length === 0 ? line : `${line} …`;
};

/** `The entities and the database differ by 2 operations:`. */
export const printDifference = (operations: readonly Operation[]): string =>
  `The entities and the database differ by ${count(operations.length, 'operation')}:`;

/** What is wrong and what to do, each line of a text behind its first indented; for anything but a {@link LimbeckError}, which is a defect of Limbeck, where it happened too. */
export function printError(error: unknown, paint: Paint): string {
  const label = (name: string): string => paint('bold', name);
  const lines =
    error instanceof LimbeckError
      ? [`${paint('red', 'error:')} ${hang(error.message)}`, `${label('hint:')} ${hang(error.hint)}`, `${label('code:')} ${error.code}`]
      : [`${paint('red', 'error:')} ${hang(stackOf(error))}`, `${label('hint:')} This is a defect of Limbeck. Please report it, with the lines above.`];
  return withoutPasswords(lines.join('\n'));
}

const stackOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));

const noConnection: readonly ErrorCode[] = ['config/server-unreachable', 'config/login-failed', 'config/database-missing', 'config/cannot-connect'];

/** Whether the database could not be asked at all. */
export const isNoConnection = (error: unknown): error is LimbeckError => noConnection.some((code) => LimbeckError.is(error, code));
