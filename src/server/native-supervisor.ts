import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { commandFailed, commandLog, serverEnvironment, type Command } from './native-command.js';
import { folderPrefix, recordFile, removeLeftover } from './native-leftovers.js';
import type { Place } from './native-place.js';

/**
 * What the supervising process runs.
 *
 * It is text, because it has to start where nothing compiles TypeScript (in tests), too. It does its work one
 * after the other, so that nothing it started is still under way when it cleans up.
 */
const program = `
'use strict';
const { spawn } = require('node:child_process');
const { chownSync, closeSync, mkdirSync, openSync, rmSync, writeFileSync } = require('node:fs');
const { hostname } = require('node:os');
const { folder, log, record, identity } = JSON.parse(process.argv[1]);
mkdirSync(folder, { mode: 0o700 });
if (identity.uid !== undefined) chownSync(folder, identity.uid, identity.gid);
writeFileSync(record, JSON.stringify({ supervisor: process.pid, host: hostname() }));
const output = openSync(log, 'a');
let last = null;
let work = Promise.resolve();

const run = ({ file, args }) => new Promise((resolve, reject) => {
  const child = spawn(file, args, { ...identity, cwd: folder, stdio: ['ignore', output, output], windowsHide: true });
  child.once('error', reject);
  child.once('exit', (code, signal) => resolve(code === 0 ? null : 'exit code ' + (code ?? signal)));
}).catch((error) => error.message);

let finishing = false;
const finish = async () => {
  if (finishing) return;
  finishing = true;
  await work;
  if (last !== null) await run(last);
  closeSync(output);
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  process.exit();
};

process.on('message', (message) => {
  if (message.last !== undefined) last = message.last;
  else work = work.then(() => run(message.now)).then((failure) => { process.send({ failure }, () => {}); });
});
process.on('disconnect', finish);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, finish);
if (process.connected) process.send({ failure: null }, () => {});
else finish();
`;

/**
 * A process that runs commands for us, and that cleans up when we end for whatever reason.
 *
 * It learns of our end from the channel between us, which the system closes even after SIGKILL.
 * So this process needs no handlers for signals and exits, and a library should have none.
 */
export class Supervisor implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #exit: Promise<void>;

  private constructor(
    /** A temporary folder that is removed in the end. */
    readonly folder: string,
    child: ChildProcess,
  ) {
    this.#child = child;
    this.#exit = new Promise((resolve) => {
      child.once('error', () => { resolve(); });
      child.once('exit', () => { resolve(); });
    });
    // Who has nothing else to do may end, and with it the server.
    child.unref();
    child.channel?.unref();
  }

  /**
   * Starts the process, which makes the folder itself: so the folder has somebody who removes it from its first moment.
   *
   * @throws {LimbeckError} `testing/command-failed`
   */
  static async start({ base, identity }: Place): Promise<Supervisor> {
    const folder = join(base, `${folderPrefix}${randomBytes(6).toString('hex')}`);
    const task = { folder, log: commandLog(folder), record: join(folder, recordFile), identity };
    const child = spawn(process.execPath, ['-e', program, JSON.stringify(task)], {
      cwd: base,
      // A session of its own: Ctrl-C and a closed terminal reach only the owner.
      detached: true,
      env: serverEnvironment(),
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      windowsHide: true,
    });
    const failure = await answerOf(child);
    if (failure !== null) throw await commandFailed(folder, { file: process.execPath, args: ['(supervisor)'] }, failure);
    return new Supervisor(folder, child);
  }

  /**
   * Runs a command to its end.
   *
   * @throws {LimbeckError} `testing/command-failed`
   */
  async run(command: Command): Promise<void> {
    this.#child.channel?.ref();
    const failure = await this.#send({ now: command });
    this.#child.channel?.unref();
    if (failure !== null) throw await commandFailed(this.folder, command, failure);
  }

  /** Says which command to run before the folder is removed. */
  runLast(command: Command): void {
    this.#child.send({ last: command });
  }

  /** Has the last command run and the folder removed, and waits for it. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.ref();
    if (this.#child.connected) this.#child.disconnect();
    await this.#exit;
    // Somebody may have killed the supervisor.
    if (existsSync(this.folder)) await removeLeftover(this.folder);
  }

  #send(message: { readonly now: Command }): Promise<string | null> {
    const answer = answerOf(this.#child);
    this.#child.send(message, () => undefined);
    return answer;
  }
}

/** What the supervisor says next: `null` that all is well, or what failed. */
function answerOf(child: ChildProcess): Promise<string | null> {
  return new Promise((resolve) => {
    const ended = (): void => { resolve('its supervisor ended'); };
    child.once('error', ended);
    child.once('disconnect', ended);
    child.once('message', ({ failure }: { readonly failure: string | null }) => {
      child.off('error', ended);
      child.off('disconnect', ended);
      resolve(failure);
    });
  });
}
