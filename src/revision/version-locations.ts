import { readdirSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { LimbeckError } from '../kernel/errors.js';
import { isErrno, reasonOf } from './errno.js';

/** Where revision files lie, and where new ones go. Paths are absolute. */
export interface VersionLocations {
  /** Where new files go by default. */
  readonly directory: string;
  /** Further folders that are read. */
  readonly versionLocations: readonly string[];
  /** Whether the folders below count too. */
  readonly recursiveVersionLocations: boolean;
}

/** All locations, the default one first. */
export const locationsOf = ({ directory, versionLocations }: VersionLocations): readonly string[] => [...new Set([directory, ...versionLocations])];

/** The folders that hold revision files: the locations, and what is below them where that counts. @throws {LimbeckError} `revision/not-readable`. */
export function foldersOf(locations: VersionLocations): readonly string[] {
  const all = locationsOf(locations);
  return locations.recursiveVersionLocations ? all.flatMap(withFoldersBelow) : all;
}

/** Folders of tools and of packages hold no revisions of ours. */
const isPassedOver = (name: string): boolean => name.startsWith('.') || name === 'node_modules';

function withFoldersBelow(folder: string): readonly string[] {
  try {
    const below = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory() && !isPassedOver(entry.name));
    return [folder, ...below.flatMap(({ name }) => withFoldersBelow(join(folder, name)))];
  } catch (cause) {
    if (isErrno(cause, 'ENOENT')) return [folder];
    throw new LimbeckError('revision/not-readable', { path: folder, reason: reasonOf(cause) }, { cause });
  }
}

/** The location that a file or folder lies in: the innermost one; `null` when it is in none. */
export function locationOf(path: string, locations: VersionLocations): string | null {
  const around = locationsOf(locations).filter((location) => path === location || path.startsWith(location + sep));
  return around.sort((left, right) => right.length - left.length)[0] ?? null;
}

/**
 * The folder for new files that somebody named, absolute.
 *
 * @throws {LimbeckError} `revision/unknown-location` for one whose files would not be read.
 */
export function versionPathOf(path: string, locations: VersionLocations): string {
  const folder = resolve(path);
  const location = locationOf(folder, locations);
  const isRead = location === folder || (location !== null && locations.recursiveVersionLocations);
  if (!isRead) throw new LimbeckError('revision/unknown-location', { path: folder, locations: locationsOf(locations) });
  return folder;
}
