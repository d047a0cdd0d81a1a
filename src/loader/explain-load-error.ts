import { isAbsolute } from 'node:path';

import { messageOf } from '../kernel/error-text.js';
import { LimbeckError } from '../kernel/errors.js';
import { shownPath } from './shown-path.js';
import { failedWhileLoading, headingPlace, userFrames, type StackFrame } from './stack-frames.js';

/**
 * The error that tells a user why a module of the project did not load; `null` when `error` came of something else.
 *
 * For what `loadModule` throws, and for what `DataSource.initialize()` throws, which loads the entities of a glob.
 * The codes are `config/compiler-missing`, `config/does-not-compile`, `config/import-cycle`, `config/load-failed`,
 * `config/missing-export`, `config/module-not-found` and `config/tsconfig-invalid`.
 */
export const explainLoadError = (error: unknown): LimbeckError | null => explain(error) ?? (failedWhileLoading(error) ? toLoadFailure(error, null) : null);

/** The same for an error that is known to have come up while `file` was loaded, whatever it is. */
export const explainLoadFailure = (error: unknown, file: string): LimbeckError => explain(error) ?? toLoadFailure(error, file);

function explain(error: unknown): LimbeckError | null {
  if (error instanceof LimbeckError) return error;
  return explainOwn(error) ?? explainMissingModule(error) ?? explainMissingExport(error) ?? explainCycle(error);
}

/** On a thread of their own the hooks hand their errors over as copies, which are of no class of ours any more. */
function explainOwn(error: unknown): LimbeckError | null {
  const { name, code, details } = fieldsOf(error);
  if (name !== 'LimbeckError' || typeof code !== 'string') return null;
  return new LimbeckError(code as 'config/does-not-compile', details as never, { cause: error });
}

function explainMissingModule(error: unknown): LimbeckError | null {
  const { code, message, requireStack } = fieldsOf(error);
  if (code !== 'MODULE_NOT_FOUND' && code !== 'ERR_MODULE_NOT_FOUND') return null;
  const [, name = '', importedFrom] = /^Cannot find (?:module|package) '(.*?)'(?: imported from (.*))?/.exec(message) ?? [];
  const stack: readonly unknown[] = Array.isArray(requireStack) ? requireStack : [];
  const importer = importedFrom ?? (typeof stack[0] === 'string' ? stack[0] : userFrames(error)[0]?.file);
  return new LimbeckError(
    'config/module-not-found',
    { specifier: isAbsolute(name) ? shownPath(name) : name, importer: importer === undefined ? null : shownPath(importer) },
    { cause: error },
  );
}

function explainMissingExport(error: unknown): LimbeckError | null {
  const { message } = fieldsOf(error);
  const [, specifier, name] = /^The requested module '(.*)' does not provide an export named '(.*)'$/.exec(message) ?? [];
  if (specifier === undefined || name === undefined) return null;
  return new LimbeckError('config/missing-export', { name, specifier, ...placeOf(headingPlace(error), null) }, { cause: error });
}

/** The innermost frame is of the export that is not there yet; the one that asks for it is at the top level of its file. */
function explainCycle(error: unknown): LimbeckError | null {
  const { message } = fieldsOf(error);
  const [, name] = /^Cannot access '(.*)' before initialization$/.exec(message) ?? [];
  if (name === undefined || !failedWhileLoading(error)) return null;
  const frames = userFrames(error);
  const asking = frames.find(({ functionName }) => functionName === '' || functionName.endsWith('<anonymous>')) ?? frames[0] ?? null;
  return new LimbeckError('config/import-cycle', { name, ...placeOf(asking, null) }, { cause: error });
}

function toLoadFailure(error: unknown, file: string | null): LimbeckError {
  const { message } = fieldsOf(error);
  const needsModule = message.startsWith('await is only valid');
  const problem = needsModule ? 'await at the top level needs an ES module; name the file .mts, or set "type": "module" in package.json' : message;
  const place = placeOf(userFrames(error)[0] ?? headingPlace(error), file);
  return new LimbeckError('config/load-failed', { ...place, line: needsModule ? null : place.line, problem }, { cause: error });
}

const placeOf = (frame: Omit<StackFrame, 'column'> | null, file: string | null): { readonly file: string; readonly line: number | null } =>
  frame === null ? { file: file === null ? 'A file of the project' : shownPath(file), line: null } : { file: shownPath(frame.file), line: frame.line };

interface ErrorFields {
  readonly name: unknown;
  readonly code: unknown;
  readonly details: unknown;
  readonly message: string;
  readonly requireStack: unknown;
}

/** What an error says of itself; anything can be thrown. */
function fieldsOf(error: unknown): ErrorFields {
  const fields = (typeof error === 'object' && error !== null ? error : {}) as Partial<Record<keyof ErrorFields, unknown>>;
  return { name: fields.name, code: fields.code, details: fields.details, message: messageOf(error), requireStack: fields.requireStack };
}
