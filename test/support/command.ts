import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import type { DatabaseOptions } from './database.js';
import type { TypeOrmVersion } from './entities.js';

/** How a run of the command ended. */
export interface Outcome {
  /** `null`: it was killed, as it did not end by itself. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** Added to the environment, which holds `PATH`, `HOME` and the variables of `environment` only. */
  readonly env?: Readonly<Record<string, string>>;
  /** Relative to the folder of the project; default: that folder. */
  readonly cwd?: string;
  /** `gone`: nobody reads what it prints on stdout. */
  readonly reader?: 'gone';
}

/** A project of a user in a temporary folder, with the packages that such a project has installed. */
export interface Project extends AsyncDisposable {
  /** Absolute, without links. */
  readonly folder: string;
  /** Writes files; a path ends in a file name, is relative to the folder and parted by `/`. */
  write(files: Readonly<Record<string, string>>): Promise<void>;
  read(path: string): Promise<string>;
  /** The paths of all files in a folder of the project, sorted; none if there is no such folder. */
  list(path: string): Promise<readonly string[]>;
  remove(path: string): Promise<void>;
  /** Runs `limbeck` in the folder, as a process of its own. */
  limbeck(words: readonly string[], options?: RunOptions): Promise<Outcome>;
}

const repository = resolve(__dirname, '../..');
const fixtures = join(repository, 'test/fixtures');
const packages = ['pg', 'reflect-metadata'];
/** Longer than any command of the tests takes, even on a busy machine, and less than a test may take. */
const deadlineMs = 40_000;

export interface ProjectOptions {
  /** A folder of test/fixtures (`cli/shop`), whose files are copied first. */
  readonly fixture?: string;
  /** The line of TypeORM that is installed; 1.x by default. */
  readonly typeOrm?: TypeOrmVersion;
  /** As of {@link Project.write}. */
  readonly files?: Readonly<Record<string, string>>;
  /** What every command of the project sees, as if from a `.env`. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Makes a project, to be disposed of by who asked for it. */
export async function createProject({ fixture, typeOrm = '1', files = {}, environment = {} }: ProjectOptions): Promise<Project> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'limbeck-project-')));
  const write = async (more: Readonly<Record<string, string>>): Promise<void> => {
    for (const [path, text] of Object.entries(more)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
  };
  await installPackages(folder, typeOrm);
  if (fixture !== undefined) await cp(join(fixtures, fixture), folder, { recursive: true });
  await write(files);
  return {
    folder,
    write,
    read: (path) => readFile(join(folder, path), 'utf8'),
    list: (path) => listFiles(join(folder, path)),
    remove: (path) => rm(join(folder, path), { recursive: true }),
    limbeck: (words, options = {}) =>
      runCommand(words, { ...options, cwd: join(folder, options.cwd ?? '.'), env: { ...environment, ...options.env } }),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

async function installPackages(folder: string, typeOrm: TypeOrmVersion): Promise<void> {
  await mkdir(join(folder, 'node_modules'));
  await symlink(join(repository, 'node_modules', typeOrm === '1' ? 'typeorm' : 'typeorm-0.3'), join(folder, 'node_modules/typeorm'), 'junction');
  await symlink(repository, join(folder, 'node_modules/limbeck'), 'junction');
  for (const name of packages) await symlink(join(repository, 'node_modules', name), join(folder, 'node_modules', name), 'junction');
}

async function listFiles(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

async function runCommand(words: readonly string[], { cwd, env, reader }: RunOptions): Promise<Outcome> {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [join(repository, 'dist/cli/main.js'), ...words], {
    cwd,
    env: { PATH, HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: deadlineMs,
    killSignal: 'SIGKILL',
  });
  if (reader === 'gone') child.stdout.destroy();
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
  const [exitCode] = (await once(child, 'close')) as [number | null];
  return { exitCode, stdout: stdout(), stderr: stderr() };
}

function collect(stream: Readable): () => string {
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString();
}

/** The variables that the fixtures read their connection from. */
export function environmentOf({ host, port, username, password, database }: DatabaseOptions): Readonly<Record<string, string>> {
  return { POSTGRES_HOST: host, POSTGRES_PORT: String(port), POSTGRES_USER: username, POSTGRES_PASSWORD: password, POSTGRES_DB: database };
}
