import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, mkdir, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** How a script ended. */
export interface Outcome {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ScriptOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** The only packages that are installed besides Limbeck's own dependencies; by default, those of the repository. */
  readonly packages?: readonly string[];
}

const repository = resolve(__dirname, '../..');
/** What the compiled code needs at all times. */
const dependencies = ['@swc/core', 'get-tsconfig', 'js-tokens', 'ts-morph', 'commander'];

/** Runs a script in a process of its own, with the built package at `LIMBECK`. */
export async function runScript(script: string, { env = {}, cwd, packages }: ScriptOptions = {}): Promise<Outcome> {
  const { PATH = '', HOME = '', NODE_PATH = '' } = process.env;
  const alone = packages === undefined ? null : await installAlone([...dependencies, ...packages]);
  const root = alone ?? repository;
  try {
    const child = spawn(process.execPath, ['-e', `const LIMBECK = ${JSON.stringify(join(root, 'dist'))};\nmodule.paths.unshift(${JSON.stringify(join(root, 'node_modules'))});\n${script}`], {
      cwd: cwd ?? alone ?? tmpdir(),
      env: { PATH, HOME, ...(alone === null ? { NODE_PATH } : {}), ...env },
      timeout: 50_000,
      killSignal: 'SIGKILL',
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const [exitCode] = (await once(child, 'close')) as [number | null];
    return { exitCode, stdout, stderr };
  } finally {
    if (alone !== null) await rm(alone, { recursive: true, force: true });
  }
}

/** The built package in a folder that has no other packages. */
async function installAlone(names: readonly string[]): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'limbeck-alone-')));
  await cp(join(repository, 'dist'), join(folder, 'dist'), { recursive: true });
  await cp(join(repository, 'package.json'), join(folder, 'package.json'));
  for (const name of names) {
    await mkdir(dirname(join(folder, 'node_modules', name)), { recursive: true });
    await symlink(join(repository, 'node_modules', name), join(folder, 'node_modules', name), 'junction');
  }
  return folder;
}
