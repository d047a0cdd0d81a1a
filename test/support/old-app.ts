import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import type { Project } from './command.js';

/** How an app that uses TypeORM's own command is built and connected. */
export interface OldApp {
  readonly project: Project;
  /** The compiled file of the data source, relative to the project. */
  readonly dataSource: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Compiles `src` into `dist`, file by file, as `nest build` and `tsc` do; imports from `src/…` become relative, as Nest makes them. */
export async function build({ project }: Pick<OldApp, 'project'>): Promise<void> {
  const folder = join(project.folder, 'src');
  const compilerOptions = await readCompilerOptions(project);
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.ts'));
  const compiled = files.map(async (name) => {
    const fileName = join(folder, name);
    const text = (await readFile(fileName, 'utf8')).replace(/from 'src\//g, `from '${relative(dirname(fileName), folder) || '.'}/`);
    return [`dist/${name.replace(/\.ts$/, '.js')}`, ts.transpileModule(text, { compilerOptions, fileName }).outputText] as const;
  });
  await project.write(Object.fromEntries(await Promise.all(compiled)));
}

/** Those of the app; a single file does not show of which kind its package is. */
async function readCompilerOptions(project: Project): Promise<ts.CompilerOptions> {
  const { config } = ts.parseConfigFileTextToJson('tsconfig.json', await project.read('tsconfig.json')) as { readonly config: { readonly compilerOptions: object } };
  const { type } = JSON.parse(await project.read('package.json')) as { readonly type?: string };
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, project.folder);
  return { ...options, module: type === 'module' ? ts.ModuleKind.ES2022 : ts.ModuleKind.CommonJS };
}

/**
 * Runs TypeORM's own command in a built app, as a process of its own, and gives what it prints.
 *
 * @throws {Error} with the end of what it printed, where it does not end with 0.
 */
export async function typeOrm({ project, dataSource, environment }: OldApp, ...words: readonly string[]): Promise<string> {
  const { PATH = '', HOME = '' } = process.env;
  const main = join(project.folder, 'node_modules/typeorm/cli.js');
  const child = spawn(process.execPath, [main, ...words, '-d', dataSource], { cwd: project.folder, env: { PATH, HOME, ...environment }, stdio: ['ignore', 'pipe', 'pipe'], timeout: 40_000, killSignal: 'SIGKILL' });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (printed += text));
  const [exitCode] = (await once(child, 'close')) as [number | null];
  if (exitCode !== 0) throw new Error(`typeorm ${words.join(' ')} ended with ${exitCode}:\n${printed.slice(-2000)}`);
  return printed;
}
