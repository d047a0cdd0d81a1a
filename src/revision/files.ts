import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { basename, dirname, join, normalize, resolve, sep } from 'node:path';
import type * as tinyglobby from 'tinyglobby';
import { LimbeckError } from '../kernel/errors.js';
import { isErrno, reasonOf } from './errno.js';

/** The absolute paths of the files in a directory that can hold a revision, sorted. */
export function revisionFiles(directory: string): readonly string[] {
  try {
    const entries = readdirSync(directory, { withFileTypes: true });
    const folder = join(resolve(directory), sep);
    return entries.filter((entry) => !entry.isDirectory() && isRevisionFile(entry.name)).map(({ name }) => folder + name).sort();
  } catch (cause) {
    if (isErrno(cause, 'ENOENT')) return [];
    throw new LimbeckError('revision/not-readable', { path: directory, reason: reasonOf(cause) }, { cause });
  }
}

/**
 * The absolute paths of the files that fulfil a pattern and can hold a revision, sorted.
 *
 * Source: typeorm 1.1.1, importClassesFromDirectories, which asks the same library.
 */
export function filesMatching(patterns: readonly string[]): readonly string[] {
  if (patterns.length === 0) return [];
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- 20 ms that nobody without patterns has to wait
  const { globSync } = require('tinyglobby') as typeof tinyglobby;
  const found = patterns.flatMap((pattern) => globSync(asGlob(pattern), { absolute: true }));
  return found.map((file) => resolve(file)).filter((file) => isRevisionFile(basename(file))).sort();
}

/** As TypeORM has it (typeorm 1.1.1, PlatformTools.pathNormalize): on Windows, `\\` parts folders and escapes nothing. */
const asGlob = (pattern: string): string => (process.platform === 'win32' ? normalize(pattern).replaceAll('\\', '/') : normalize(pattern));

/** Each folder once, whatever links lead to it; one that is not there has nothing in it. */
export function uniqueFolders(folders: readonly string[]): readonly string[] {
  return uniqueBy(folders, (folder) => (existsSync(folder) ? realpathSync(folder) : folder));
}

/** Each file once, whatever links lead to its folder. */
export function uniqueFiles(files: readonly string[]): readonly string[] {
  const folders = new Map<string, string>();
  const realFolder = (folder: string): string => {
    const real = folders.get(folder) ?? realpathSync(folder);
    folders.set(folder, real);
    return real;
  };
  return uniqueBy(files, (file) => join(realFolder(dirname(file)), basename(file)));
}

/** The first of those that have the same key. */
function uniqueBy(paths: readonly string[], keyOf: (path: string) => string): readonly string[] {
  const byKey = new Map<string, string>();
  for (const path of paths) {
    const key = keyOf(path);
    if (!byKey.has(key)) byKey.set(key, path);
  }
  return [...byKey.values()];
}

/** Sources in TypeScript and JavaScript, but for declarations and tests. */
const isRevisionFile = (name: string): boolean => /\.[cm]?[jt]s$/.test(name) && !/\.(?:d|test|spec)\.[cm]?[jt]s$/.test(name) && !name.startsWith('.');
