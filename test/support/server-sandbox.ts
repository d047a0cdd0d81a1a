import { execFileSync, spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { transformFile } from '@swc/core';

/** A temporary folder of its own for processes that start servers, so that all they leave behind can be seen. */
export interface ServerSandbox extends AsyncDisposable {
  /** Holds the temporary folder; for what a test needs beside it. */
  readonly folder: string;
  /** Runs JavaScript in a new Node process, in which `startNativeServer` is defined. */
  start(script: string, user?: User): Owner;
  /** The temporary folders and the processes of servers that are there now. */
  remains(): Promise<Remains>;
  /** What still remains when nothing does any more, or after 10 s. */
  settle(): Promise<Remains>;
}

export interface User {
  readonly uid: number;
  readonly gid: number;
}

export interface Remains {
  readonly folders: readonly string[];
  readonly processes: readonly string[];
}

/** A process that may own servers. */
export interface Owner {
  /** Its first line of output, which is JSON. */
  readonly said: Promise<unknown>;
  readonly ended: Promise<{ readonly code: number | null; readonly signal: string | null; readonly stderr: string }>;
  /** Sends the signal to the process and all of its group, as Ctrl-C does. */
  kill(signal: NodeJS.Signals): void;
}

export const nothing: Remains = { folders: [], processes: [] };

const repository = resolve(__dirname, '../..');

export async function createServerSandbox(): Promise<ServerSandbox> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'limbeck-sandbox-')));
  await chmod(folder, 0o755);
  const temporary = join(folder, 'tmp');
  await mkdir(temporary);
  // Open to all, as /tmp is.
  await chmod(temporary, 0o1777);
  const code = join(folder, 'code');
  for (const layer of ['kernel', 'server']) await compile(join(repository, 'src', layer), join(code, layer));

  const remains = async (): Promise<Remains> => ({ folders: await readdir(temporary), processes: await processesOf(temporary) });
  return {
    folder,
    start: (script, user) =>
      startOwner(`const { startNativeServer } = require(${JSON.stringify(join(code, 'server/native-server.js'))});\n${script}`, {
        temporary,
        user,
        // Another user may have no way into the repository.
        cwd: user === undefined ? repository : folder,
      }),
    remains,
    async settle() {
      const deadlineMs = Date.now() + 10_000;
      for (;;) {
        const now = await remains();
        if ((now.folders.length === 0 && now.processes.length === 0) || Date.now() > deadlineMs) return now;
        await sleep(50);
      }
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Compiles the TypeScript files of a folder, as jest compiles only what it loads itself. */
async function compile(from: string, to: string): Promise<void> {
  for (const name of await readdir(from, { recursive: true })) {
    if (!name.endsWith('.ts')) continue;
    const { code } = await transformFile(join(from, name), {
      swcrc: false,
      module: { type: 'commonjs' },
      jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    });
    const file = join(to, name.replace(/ts$/, 'js'));
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, code);
  }
}

interface OwnerOptions {
  readonly temporary: string;
  readonly user: User | undefined;
  readonly cwd: string;
}

/** The owner leads a process group of its own, which Ctrl-C in this terminal does not reach: it must see by itself that we are gone. */
const endWithUs = 'process.stdin.on("end", () => process.exit()).resume().unref();\n';

function startOwner(script: string, { temporary, user, cwd }: OwnerOptions): Owner {
  const child = spawn(process.execPath, ['-e', endWithUs + script], {
    ...user,
    cwd,
    env: { ...process.env, TMPDIR: temporary, TEMP: temporary },
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => { stderr += text; });
  const ended: Owner['ended'] = new Promise((done, failed) => {
    child.once('error', failed);
    child.once('close', (code, signal) => { done({ code, signal, stderr }); });
  });
  const said = new Promise<unknown>((done, failed) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      if (stdout.includes('\n')) done(JSON.parse(stdout.slice(0, stdout.indexOf('\n'))));
    });
    void ended.then(() => { failed(new Error(`The process said nothing: ${stderr}`)); }, failed);
  });
  // Not every test listens.
  said.catch(() => undefined);
  return {
    said,
    ended,
    kill: (signal) => {
      if (child.pid !== undefined) process.kill(process.platform === 'win32' ? child.pid : -child.pid, signal);
    },
  };
}

/** The command lines that name the folder. */
async function processesOf(folder: string): Promise<readonly string[]> {
  return (await commandLines()).filter((line) => line.includes(folder));
}

async function commandLines(): Promise<readonly string[]> {
  if (process.platform !== 'linux') return execFileSync('ps', ['-axww', '-o', 'command='], { encoding: 'utf8' }).split('\n');
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => ''));
  return (await Promise.all(lines)).map((line) => line.replaceAll('\0', ' '));
}
