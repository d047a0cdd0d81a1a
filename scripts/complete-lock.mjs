// @ts-check
/**
 * Adds the packages of other platforms to a lock file, after `npm install`: `node scripts/complete-lock.mjs [package-lock.json]`.
 *
 * Where a registry does not serve the binaries of every platform, `npm install` leaves them out of the lock file, and `npm ci`
 * then refuses the file, on every platform. What is added names the version, and the platform that npm installs it on.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const processors = ['arm64', 'arm', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64'];

const [, , file = new URL('../package-lock.json', import.meta.url)] = process.argv;
const lock = JSON.parse(readFileSync(file, 'utf8'));
let added = 0;

for (const [path, { optionalDependencies = {}, dev }] of Object.entries(lock.packages)) {
  if (path === '') continue;
  for (const [name, version] of Object.entries(optionalDependencies)) {
    if (isLocked(path, name) || !/^\d/.test(version)) continue;
    lock.packages[`node_modules/${name}`] = { version, ...platformOf(name), ...(dev === undefined ? {} : { dev }), optional: true };
    added += 1;
  }
}

const [root, ...others] = Object.entries(lock.packages);
lock.packages = Object.fromEntries([root, ...others.sort(([left], [right]) => left.localeCompare(right, 'en'))]);
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${added} packages added.`);

/**
 * Whether `name` is in the lock file, beside the package that wants it or above.
 *
 * @param {string} path
 * @param {string} name
 */
function isLocked(path, name) {
  return `${path}/node_modules/${name}` in lock.packages || `node_modules/${name}` in lock.packages;
}

/**
 * What npm must know not to fetch it elsewhere, read from the name: `@swc/core-linux-arm64-gnu`.
 *
 * @param {string} name
 */
function platformOf(name) {
  const words = name.split(/[-/]/);
  const os = systems.filter((system) => words.includes(system) || (system === 'win32' && words.includes('windows')));
  const cpu = processors.filter((processor) => words.includes(processor) || (processor === 'arm' && words.includes('arm')));
  const libc = words.includes('musl') ? ['musl'] : words.includes('gnu') && os.includes('linux') ? ['glibc'] : [];
  return { ...(cpu.length === 0 ? {} : { cpu }), ...(libc.length === 0 ? {} : { libc }), ...(os.length === 0 ? {} : { os }) };
}
