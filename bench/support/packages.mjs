// @ts-check
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const bench = fileURLToPath(new URL('..', import.meta.url));

/** Installs the packages of bench/package.json where they are missing. */
export function installPeers() {
  if (existsSync(`${bench}/node_modules/.package-lock.json`)) return;
  console.error('bench/node_modules is missing: npm ci in bench/');
  const { status } = spawnSync('npm', ['ci'], { cwd: bench, stdio: ['ignore', 'inherit', 'inherit'], shell: process.platform === 'win32' });
  if (status !== 0) throw new Error('npm ci in bench/ failed; --without-peers measures without what it brings.');
}

/**
 * The versions of what is measured.
 *
 * @param {readonly string[]} names
 * @returns {Record<string, string>}
 */
export function versionsOf(names) {
  const require = createRequire(import.meta.url);
  return Object.fromEntries(
    names.flatMap((name) => {
      const file = [`${bench}/node_modules/${name}/package.json`, ...(require.resolve.paths(name) ?? []).map((folder) => `${folder}/${name}/package.json`)].find(existsSync);
      return file === undefined ? [] : [[name, JSON.parse(readFileSync(file, 'utf8')).version]];
    }),
  );
}
