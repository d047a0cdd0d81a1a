import { openSync, closeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { spawn } from 'node:child_process';
import { basename, join } from 'node:path';
import { LimbeckError } from '../kernel/errors.js';

/** A program of PostgreSQL and its arguments. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
}

/** Whom PostgreSQL's programs run as; empty: as ourselves. */
export interface Identity {
  readonly uid?: number;
  readonly gid?: number;
}

/**
 * Runs a command to its end.
 *
 * @throws {LimbeckError} `testing/command-failed`
 */
export type Run = (command: Command) => Promise<void>;

/** What PostgreSQL's programs may see of our environment: never PGPORT, LANG, NODE_OPTIONS and the like. */
const inherited = ['PATH', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'SystemDrive', 'ComSpec'];

/** The environment for PostgreSQL's programs: the same language and time zone on every machine. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  const kept = inherited.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(kept), LC_ALL: 'C', TZ: 'UTC' };
}

/** Where the output of initdb and pg_ctl goes. */
export const commandLog = (folder: string): string => join(folder, 'commands.log');

/** Where the output of the server goes. */
export const serverLog = (folder: string): string => join(folder, 'postgres.log');

/**
 * Runs a command as `identity` in `folder`, its output in the log there.
 *
 * The output goes to a file because a server that `pg_ctl start` leaves behind on Windows inherits a pipe and holds it open.
 *
 * @throws {LimbeckError} `testing/command-failed`
 */
export async function runCommand(command: Command, { folder, identity }: { readonly folder: string; readonly identity: Identity }): Promise<void> {
  const log = openSync(commandLog(folder), 'a');
  try {
    const failure = await new Promise<string | null>((resolve, reject) => {
      const child = spawn(command.file, [...command.args], {
        ...identity,
        cwd: folder,
        env: serverEnvironment(),
        stdio: ['ignore', log, log],
        windowsHide: true,
      });
      child.once('error', reject);
      child.once('exit', (code, signal) => { resolve(code === 0 ? null : `exit code ${code ?? signal}`); });
    });
    if (failure !== null) throw await commandFailed(folder, command, failure);
  } finally {
    closeSync(log);
  }
}

/** The error of a command that failed, with the last lines of what it and the server said. */
export async function commandFailed(folder: string, { file }: Command, failure: string): Promise<LimbeckError> {
  const said = await Promise.all([commandLog(folder), serverLog(folder)].map(lastLines));
  return new LimbeckError('testing/command-failed', { command: basename(file), failure, output: said.join('\n').trim() });
}

/**
 * The last 20 lines of a file, none if there is no such file.
 *
 * Without statements that set a password: initdb shows its own when it fails, as for a user with `"` in the name.
 */
async function lastLines(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const lines = text.trimEnd().split('\n').filter((line) => !/\bPASSWORD E?'/.test(line));
  return lines.slice(-20).join('\n');
}
