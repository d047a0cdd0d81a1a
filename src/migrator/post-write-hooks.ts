import { execFile } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { isError, messageOf } from '../kernel/error-text.js';
import { LimbeckError } from '../kernel/errors.js';

/** What is done with a new file: a command as the list of its words, in which `{file}` is the absolute path, or a function of the path. */
export type PostWriteHook = readonly string[] | ((file: string) => void | Promise<void>);

/**
 * Runs the hooks over a new file, one after the other, until one fails; the file stays.
 *
 * Commands run without a shell, and find what the project has installed, as in the scripts of a package.json.
 *
 * @throws {LimbeckError} `revision/hook-failed`.
 */
export async function runPostWriteHooks(hooks: readonly PostWriteHook[], file: string): Promise<void> {
  for (const hook of hooks) {
    if (typeof hook === 'function') await callHook(hook, file);
    else await runCommand(hook, file);
  }
}

async function callHook(hook: (file: string) => void | Promise<void>, file: string): Promise<void> {
  try {
    await hook(file);
  } catch (cause) {
    throw new LimbeckError('revision/hook-failed', { hook: hook.name === '' ? 'a function' : hook.name, file, reason: messageOf(cause), output: '' }, { cause });
  }
}

const run = promisify(execFile);

async function runCommand(hook: readonly string[], file: string): Promise<void> {
  const [command = '', ...words] = hook.map((word) => word.replaceAll('{file}', file));
  try {
    await run(command, words, { env: { ...process.env, PATH: pathFrom(dirname(file)) } });
  } catch (cause) {
    throw new LimbeckError('revision/hook-failed', { hook: hook.join(' '), file, reason: reasonOf(cause), output: outputOf(cause) }, { cause });
  }
}

/** The commands of the packages around a folder go before those of the system. */
function pathFrom(folder: string): string {
  const above = (here: string): readonly string[] => (dirname(here) === here ? [here] : [here, ...above(dirname(here))]);
  return [...above(folder).map((each) => join(each, 'node_modules/.bin')), process.env['PATH'] ?? ''].join(delimiter);
}

/** Source: Node 20.19, child_process.execFile, "error.code" and "error.signal". */
function reasonOf(cause: unknown): string {
  if (!isError(cause)) return messageOf(cause);
  if ('code' in cause && typeof cause.code === 'number') return `it ended with ${cause.code}`;
  return 'signal' in cause && typeof cause.signal === 'string' ? `it was ended by ${cause.signal}` : cause.message;
}

function outputOf(cause: unknown): string {
  const { stdout = '', stderr = '' } = cause as { readonly stdout?: string; readonly stderr?: string };
  return `${stdout}${stderr}`.trim();
}
