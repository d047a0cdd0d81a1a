import { styleText } from 'node:util';
import { LimbeckError, type ErrorCode } from '../kernel/errors.js';
import { count, indent } from '../kernel/text.js';
import type { Hazard } from '../dialect/hazard.js';
import { describe } from '../operation/describe.js';
import type { Operation } from '../operation/operation.js';
import { withoutPasswords } from './without-passwords.js';

/** Colours for a text; without colours, for files and pipes, the text itself. */
export type Paint = (style: 'bold' | 'dim' | 'red' | 'yellow' | 'green', text: string) => string;

/**
 * Colours on a terminal that has them, unless NO_COLOR is set; else none.
 *
 * Source: Node 20.19, `tty.WriteStream.hasColors` reads NO_COLOR; `util.styleText` would look at stdout, whatever the stream.
 */
export const paintFor = (stream: NodeJS.WriteStream): Paint =>
  stream.isTTY && stream.hasColors() ? (style, text) => styleText(style, text, { validateStream: false }) : (_, text) => text;

/** How operations are shown. */
export interface OperationView {
  /** The namespace that is left out of names. */
  readonly namespace: string;
  readonly hazards: ReadonlyMap<Operation, readonly Hazard[]>;
  readonly paint: Paint;
}

/** One line for each operation, and below it its hazards. */
export function printOperations(operations: readonly Operation[], { namespace, hazards, paint }: OperationView): string {
  return operations
    .flatMap((operation) => [describe(operation, namespace), ...(hazards.get(operation) ?? []).map((hazard) => indent(printHazard(hazard, paint)))])
    .map(indent)
    .join('\n');
}

const printHazard = ({ code, message, hint }: Hazard, paint: Paint): string =>
  `${paint('yellow', `! ${code}`)}: ${message}\n${indent(paint('dim', hint))}`;

/** `12 ms`, `3.4 s`, `2 min 5 s`. */
export function printDuration(durationMs: number): string {
  if (durationMs < 999.5) return `${Math.round(durationMs)} ms`;
  if (durationMs < 59_950) return `${(durationMs / 1000).toFixed(1)} s`;
  const seconds = Math.round(durationMs / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** `The entities and the database differ by 2 operations:`. */
export const printDifference = (operations: readonly Operation[]): string =>
  `The entities and the database differ by ${count(operations.length, 'operation')}:`;

/** What is wrong and what to do; for anything but a {@link LimbeckError}, which is a defect of Limbeck, where it happened too. */
export function printError(error: unknown, paint: Paint): string {
  const label = (name: string): string => paint('bold', name);
  const lines =
    error instanceof LimbeckError
      ? [`${paint('red', 'error:')} ${error.message}`, `${label('hint:')} ${error.hint}`, `${label('code:')} ${error.code}`]
      : [`${paint('red', 'error:')} ${stackOf(error)}`, `${label('hint:')} This is a defect of Limbeck. Please report it, with the lines above.`];
  return withoutPasswords(lines.join('\n'));
}

const stackOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));

const noConnection: readonly ErrorCode[] = ['config/server-unreachable', 'config/login-failed', 'config/database-missing', 'config/cannot-connect'];

/** Whether the database could not be asked at all. */
export const isNoConnection = (error: unknown): error is LimbeckError => noConnection.some((code) => LimbeckError.is(error, code));
