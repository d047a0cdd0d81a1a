import { lstat, readdir, readFile, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Place } from './native-place.js';
import { identifyProcess, stopPostmaster } from './native-processes.js';

/** How the names of the temporary folders of our servers begin. */
export const folderPrefix = 'limbeck-postgres-';

/** The file in such a folder that holds its {@link FolderRecord}. */
export const recordFile = 'limbeck.json';

/** Who looks after a temporary folder. */
export interface FolderRecord {
  readonly supervisor: number | null;
  /** Containers can share a temporary folder and yet not see each other's processes. */
  readonly host: string;
}

/** The data folder in a temporary folder. */
export const dataFolder = (folder: string): string => join(folder, 'data');

const hourMs = 3_600_000;

/**
 * Stops the servers and removes the folders of ours that nobody looks after any more, as after a power cut.
 *
 * It is tidying up, so what cannot be read or removed is passed over.
 */
export async function removeLeftovers({ base, identity }: Place): Promise<void> {
  const owners = [process.geteuid?.(), identity.uid];
  for (const name of await readdir(base)) {
    if (!name.startsWith(folderPrefix)) continue;
    const folder = join(base, name);
    if (await isLeftover(folder, owners).catch(() => false)) await removeLeftover(folder).catch(() => undefined);
  }
}

/** Stops the server of a temporary folder, if it runs, and removes the folder. */
export async function removeLeftover(folder: string): Promise<void> {
  await stopPostmaster(dataFolder(folder), 'SIGQUIT');
  await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
}

/** Folders of other users do not count: root would act on what they wrote into them. */
async function isLeftover(folder: string, owners: readonly (number | undefined)[]): Promise<boolean> {
  const { uid, mtimeMs } = await lstat(folder);
  if (process.platform !== 'win32' && !owners.includes(uid)) return false;
  const record = await readRecord(folder);
  // A folder has no record in the instant after it was made.
  if (record === null) return Date.now() - mtimeMs > hourMs;
  if (record.host !== hostname()) return false;
  return record.supervisor === null || (await identifyProcess(record.supervisor, folder)) === 'not ours';
}

async function readRecord(folder: string): Promise<FolderRecord | null> {
  const text = await readFile(join(folder, recordFile), 'utf8').catch(() => null);
  return text === null || text === '' ? null : (JSON.parse(text) as FolderRecord);
}
