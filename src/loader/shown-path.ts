import { isAbsolute, relative } from 'node:path';

/** A path as people type it in the folder they are in. */
export function shownPath(file: string): string {
  const path = relative(process.cwd(), file);
  return path === '' || path.startsWith('..') || isAbsolute(path) ? file : path;
}
