import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { commandFailed, commandLog, serverEnvironment, type Command } from './native-command.js';
import { folderPrefix, recordFile, removeLeftover, type FolderRecord } from './native-leftovers.js';
import { give, type Place } from './native-place.js';

/**
 * What the supervising process runs.
 *
 * It is text, because it has to start where nothing compiles TypeScript (in tests), too. It does its work one
 * after the other, so that nothing it started is still under way when it cleans up.
 */
const program = `
'use strict';
const { spawn } = require('node:child_process');
const { closeSync, openSync, rmSync } = require('node:fs');
const { folder, log, identity } = JSON.parse(process.argv[1]);
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

  /** Makes the folder and starts the process. Nothing is awaited between the two, so the folder always has somebody who removes it. */
  static start({ base, identity }: Place): Supervisor {
    const folder = mkdtempSync(join(base, folderPrefix));
    give(folder, identity);
    const child = spawn(process.execPath, ['-e', program, JSON.stringify({ folder, log: commandLog(folder), identity })], {
      cwd: base,
      // A session of its own: Ctrl-C and a closed terminal reach only the owner.
      detached: true,
      env: serverEnvironment(),
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      windowsHide: true,
    });
    const record: FolderRecord = { supervisor: child.pid ?? null, host: hostname() };
    writeFileSync(join(folder, recordFile), JSON.stringify(record));
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
    const child = this.#child;
    return new Promise((resolve) => {
      const ended = (): void => { resolve('its supervisor ended'); };
      child.once('disconnect', ended);
      child.once('message', ({ failure }: { readonly failure: string | null }) => {
        child.off('disconnect', ended);
        resolve(failure);
      });
      child.send(message, (error) => { if (error !== null) ended(); });
    });
  }
}
