import { dirname, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A line of a stack: where code was when it failed, and whose it is. */
export interface StackFrame {
  /** Empty for the top level of an ES module. */
  readonly functionName: string;
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1. */
  readonly column: number;
}

const ownFolder = dirname(__dirname) + sep;

/** The frames that lie in files of the user's project, innermost first: not Node's, not those of packages, not Limbeck's. */
export function userFrames(error: unknown): readonly StackFrame[] {
  return stackOf(error)
    .split('\n')
    .flatMap((text) => readFrame(text))
    .filter(({ file }) => !file.startsWith(ownFolder) && !/[\\/]node_modules[\\/]/.test(file));
}

/** An error whose stack leads from here to where all this was called, however deep. */
export function stackHere(): Error {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = Infinity;
  try {
    return new Error();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** Whether Node's module loader was at work: then a file failed while it was loaded, and not later. */
export const failedWhileLoading = (error: unknown): boolean => /^\s*at .*node:internal\/modules\//m.test(stackOf(error));

/**
 * The place that V8 writes above the stack of a syntax error, and Node above that of an import that cannot be linked:
 * `file:///path/file.mjs:3`, alone in the first line.
 */
export function headingPlace(error: unknown): Omit<StackFrame, 'column'> | null {
  const [, path, line] = /^((?:file:|\/|[A-Za-z]:\\)[^\n]*):(\d+)\n/.exec(stackOf(error)) ?? [];
  return path === undefined ? null : { functionName: '', file: toPath(path), line: Number(line) };
}

function stackOf(error: unknown): string {
  const stack = (error as { readonly stack?: unknown } | null | undefined)?.stack;
  return typeof stack === 'string' ? stack : '';
}

/** `at name (/path/file.ts:1:2)`, `at async file:///path/file.ts:1:2`. */
function readFrame(text: string): readonly StackFrame[] {
  const match = /^\s*at (?:async )?(?:(.*) \()?((?:file:\/\/|\/|[A-Za-z]:\\).*?):(\d+):(\d+)\)?$/.exec(text);
  return match === null ? [] : [{ functionName: match[1] ?? '', file: toPath(match[2] ?? ''), line: Number(match[3]), column: Number(match[4]) }];
}

const toPath = (place: string): string => (place.startsWith('file:') ? fileURLToPath(place) : place);
