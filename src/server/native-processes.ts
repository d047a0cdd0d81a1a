import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Whether the process is one that we started for `folder`: its command line names the folder.
 *
 * The number alone says nothing, as process numbers are used again; `unknown` where the system does not tell.
 */
export async function identifyProcess(pid: number, folder: string): Promise<'ours' | 'not ours' | 'unknown'> {
  try {
    process.kill(pid, 0);
  } catch {
    return 'not ours';
  }
  const commandLine = await readCommandLine(pid).catch(() => null);
  if (commandLine === null) return 'unknown';
  return withSlashes(commandLine).includes(withSlashes(folder)) ? 'ours' : 'not ours';
}

/** PostgreSQL turns the backslashes of Windows into slashes, JSON doubles them. */
const withSlashes = (text: string): string => text.replace(/\\+/g, '/');

async function readCommandLine(pid: number): Promise<string> {
  if (process.platform === 'linux') return readFile(`/proc/${pid}/cmdline`, 'utf8');
  if (process.platform === 'win32') {
    const query = `(Get-CimInstance Win32_Process -Filter 'ProcessId=${pid}').CommandLine`;
    return (await run('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', query], { windowsHide: true })).stdout;
  }
  return (await run('ps', ['-ww', '-o', 'command=', '-p', String(pid)])).stdout;
}

/** A server that runs on a data folder. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
}

/**
 * The server that runs on the data folder, or null.
 *
 * Source: PostgreSQL 18, src/include/utils/pidfile.h: line 1 is the process, line 4 the port.
 */
export async function findPostmaster(data: string): Promise<Postmaster | null> {
  const text = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '');
  const [pid = 0, , , port = 0] = text.split('\n').map(Number);
  if (!Number.isInteger(pid) || pid <= 0 || (await identifyProcess(pid, data)) !== 'ours') return null;
  return { pid, port };
}

/**
 * Stops the server that runs on the data folder, if one does, and waits until it has ended.
 *
 * `SIGINT` is PostgreSQL's fast shutdown, `SIGQUIT` the immediate one without a checkpoint. Windows knows neither:
 * there the server is ended at once and recovers from its log at the next start.
 * Source: PostgreSQL 18, 18.5 "Shutting Down the Server".
 */
export async function stopPostmaster(data: string, signal: 'SIGINT' | 'SIGQUIT'): Promise<void> {
  const postmaster = await findPostmaster(data);
  if (postmaster === null) return;
  process.kill(postmaster.pid, signal);
  const deadlineMs = Date.now() + 30_000;
  while ((await identifyProcess(postmaster.pid, data)) === 'ours') {
    if (Date.now() > deadlineMs) process.kill(postmaster.pid, 'SIGKILL');
    await sleep(50);
  }
}
