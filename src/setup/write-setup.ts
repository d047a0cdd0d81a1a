import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { messageOf } from '../kernel/error-text.js';
import { LimbeckError } from '../kernel/errors.js';
import { shownPath } from '../loader/shown-path.js';
import type { Setup } from './plan-setup.js';

/**
 * Makes the folder, and writes the files.
 *
 * @throws {LimbeckError} `setup/not-writable`.
 */
export async function writeSetup({ directory, changes }: Pick<Setup, 'directory' | 'changes'>): Promise<void> {
  await writing(directory.path, () => mkdir(directory.path, { recursive: true }));
  for (const { file, before, after } of changes) {
    await writing(file, async () => {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, after, before === null ? { flag: 'wx' } : {});
    });
  }
}

async function writing(path: string, work: () => Promise<unknown>): Promise<void> {
  await work().catch((cause: unknown) => {
    throw new LimbeckError('setup/not-writable', { path: shownPath(path), reason: messageOf(cause) }, { cause });
  });
}
