import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The version of a package that a file would load; `null` if it would find none. */
export function installedVersion(name: string, file: string): string | null {
  try {
    return versionAbove(dirname(createRequire(file).resolve(name)), name);
  } catch (error) {
    if ((error as { readonly code?: unknown } | null)?.code === 'MODULE_NOT_FOUND') return null;
    throw error;
  }
}

/** From the nearest package.json that has this name: packages may hide theirs, and have more of them inside. */
function versionAbove(folder: string, name: string): string | null {
  const manifest = readManifest(join(folder, 'package.json'));
  if (manifest?.name === name) return manifest.version ?? null;
  return dirname(folder) === folder ? null : versionAbove(dirname(folder), name);
}

function readManifest(file: string): { readonly name?: string; readonly version?: string } | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as { readonly name?: string; readonly version?: string };
  } catch {
    return null;
  }
}

/** The major and the minor number of a version. */
export function versionIn(version: string): readonly [major: number, minor: number, patch: number] {
  const [major = 0, minor = 0, patch = 0] = version.split(/[.+-]/).map(Number);
  return [major, minor, patch];
}
