import { messageOf } from '../kernel/error-text.js';
import { LimbeckError } from '../kernel/errors.js';
import { shownPath } from '../loader/shown-path.js';
import { userFrames } from '../loader/stack-frames.js';
import { type CompleteOptions, includeEverything } from '../migrator/options.js';

/**
 * The options with functions whose failures are told as what they are: a fault of the project's own code. A program that calls
 * the library gets its own errors back as it threw them.
 */
export function guardCallbacks(options: CompleteOptions): CompleteOptions {
  const { compareType, compareDefault, includeName, includeObject, processRevision, lint, onEvent } = options;
  return {
    ...options,
    compareType: typeof compareType === 'function' ? guard('compareType', compareType) : compareType,
    compareDefault: typeof compareDefault === 'function' ? guard('compareDefault', compareDefault) : compareDefault,
    // Where nobody said anything, there is nobody to ask, of which the comparison makes use.
    includeName: includeName === includeEverything ? includeName : guard('includeName', includeName),
    includeObject: includeObject === includeEverything ? includeObject : guard('includeObject', includeObject),
    processRevision: guardAsync('processRevision', processRevision),
    lint: { ...lint, add: lint.add.map(({ code, check }) => ({ code, check: guardAsync(`check of ${code}`, check) })) },
    onEvent: guard('onEvent', onEvent),
  };
}

function guard<Argument, Result>(option: string, callback: (argument: Argument) => Result): (argument: Argument) => Result {
  return (argument) => {
    try {
      return callback(argument);
    } catch (cause) {
      throw failed(option, cause);
    }
  };
}

function guardAsync<Argument, Result>(option: string, callback: (argument: Argument) => Result | Promise<Result>): (argument: Argument) => Promise<Result> {
  return async (argument) => {
    try {
      return await callback(argument);
    } catch (cause) {
      throw failed(option, cause);
    }
  };
}

function failed(option: string, cause: unknown): LimbeckError {
  const [frame] = userFrames(cause);
  const place = frame === undefined ? null : `${shownPath(frame.file)}:${frame.line}`;
  return new LimbeckError('config/callback-failed', { option, place, reason: messageOf(cause) }, { cause });
}
