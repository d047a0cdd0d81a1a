#!/usr/bin/env node
import './compile-cache.js';
import { LimbeckError } from '../kernel/errors.js';
import { limbeckVersion } from '../kernel/version.js';
import { parseArguments } from './arguments.js';
import type * as running from './run-command.js';

/** What was typed behind the name of the command. */
const words = process.argv.slice(2);

/** 0: done. 1: there is a difference (`check`). 2: refused, with what to do. 3: a defect of Limbeck. */
type ExitCode = 0 | 1 | 2 | 3;

/** Reads the command line, and loads what the command needs only when it is known which command that is. */
async function run(): Promise<ExitCode> {
  const request = parseArguments(words, limbeckVersion());
  if (request.type === 'text') {
    process.stdout.write(request.text);
    return 0;
  }
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- import() would first load Node's loader of ES modules
  const { runCommand } = require('./run-command.js') as typeof running;
  return runCommand(request.call, request.options);
}

/** The one place where an error ends: told on stderr, or as JSON on stdout, where a program reads the result. */
async function fail(error: unknown): Promise<ExitCode> {
  if (words.includes('--json')) {
    const { printJsonError } = await import('./json-error.js');
    process.stdout.write(`${printJsonError(error)}\n`);
  } else {
    const { paintFor } = await import('./paint.js');
    const { printError } = await import('./print.js');
    const { tell } = await import('./write.js');
    tell(process.stderr, printError(error, paintFor(process.stderr)));
  }
  return error instanceof LimbeckError ? 2 : 3;
}

/** The worst of what happened counts. */
function end(exitCode: ExitCode): void {
  process.exitCode = process.exitCode === undefined ? exitCode : Math.max(Number(process.exitCode), exitCode);
}

/** A reader that closes its end (`limbeck history | head -1`) has what it wanted. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

/** Node would print a stack trace and end with 1, which here means that there is a difference. */
process.on('uncaughtException', (error) => {
  void fail(new LimbeckError('command/uncaught', { reason: error.message }, { cause: error })).then(end);
});

void run().catch(fail).then(end);
