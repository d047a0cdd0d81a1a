import { mkdir, open, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { LimbeckError } from '../kernel/errors.js';
import { isErrno, reasonOf } from './errno.js';

/** A file that is to be written. */
export interface NewFile {
  readonly directory: string;
  /** May begin with folders below the directory. */
  readonly name: string;
  readonly text: string;
}

/**
 * Writes a file that is not there yet, and its directory where that is missing; gives the path.
 *
 * Nothing is left of a file that could not be written whole.
 *
 * @throws {LimbeckError} `revision/file-exists`, `revision/not-writable`.
 */
export async function writeNewFile({ directory, name, text }: NewFile): Promise<string> {
  const path = join(directory, name);
  const folder = dirname(path);
  await mkdir(folder, { recursive: true }).catch((cause: unknown) => {
    throw notWritable(folder, cause);
  });
  const file = await open(path, 'wx').catch((cause: unknown) => {
    throw isErrno(cause, 'EEXIST') ? new LimbeckError('revision/file-exists', { file: path }, { cause }) : notWritable(path, cause);
  });
  try {
    await file.writeFile(text);
  } catch (cause) {
    await rm(path, { force: true });
    throw notWritable(path, cause);
  } finally {
    await file.close();
  }
  return path;
}

const notWritable = (path: string, cause: unknown): LimbeckError => new LimbeckError('revision/not-writable', { path, reason: reasonOf(cause) }, { cause });
