import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import Module from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { transformFile } from '@swc/core';
import { loadModule } from '../../src/loader/load-module.js';

const repository = resolve(__dirname, '../..');
const fixtures = join(repository, 'test/fixtures/loader');

/** What a child process tells of a configuration file. */
interface Report {
  readonly entities?: unknown;
  readonly facts?: unknown;
  readonly sameLimbeck?: boolean;
  readonly sameTypeOrm?: boolean;
  readonly compilerLoaded?: boolean;
  readonly hasEsmHooks?: boolean;
  readonly path?: string;
  readonly code?: string;
  readonly message?: string;
  readonly hint?: string;
  readonly details?: unknown;
}

interface Expected {
  readonly files?: readonly string[];
  readonly facts?: unknown;
  readonly entities: unknown;
}

/** Holds the library as built, and projects beside it, away from the repository's own package.json and tsconfig.json. */
let folder: string;
let library: string;

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'limbeck-loader-')));
  library = join(folder, 'limbeck/dist');
  await buildLibrary(library);
  await link('@swc/core', join(folder, 'limbeck/node_modules/@swc/core'));
  await link('get-tsconfig', join(folder, 'limbeck/node_modules/get-tsconfig'));
  await link('es-module-lexer', join(folder, 'limbeck/node_modules/es-module-lexer'));
  await cp(join(fixtures, 'projects'), join(folder, 'projects'), { recursive: true });
  for (const name of ['typeorm', 'pg', 'reflect-metadata']) await link(name, join(folder, 'projects/node_modules', name));
  await write({
    'projects/node_modules/limbeck/package.json': '{ "main": "index.js" }',
    'projects/node_modules/limbeck/index.js': 'exports.operations = "another copy";',
    'projects/node_modules/@types/only-types/package.json': '{ "types": "index.d.ts" }',
    'projects/node_modules/@types/only-types/index.d.ts': 'export interface Point { readonly x: number }',
  });
  await mkdir(join(folder, 'projects/monorepo/node_modules/@acme'), { recursive: true });
  await symlink(join(folder, 'projects/monorepo/packages/entities'), join(folder, 'projects/monorepo/node_modules/@acme/entities'), 'junction');
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** Compiles what of the library loads a configuration, and puts an entry beside it that can be told from others. */
async function buildLibrary(target: string): Promise<void> {
  for (const layer of ['kernel', 'loader', 'typeorm']) {
    for (const name of await readdir(join(repository, 'src', layer), { recursive: true })) {
      if (!name.endsWith('.ts')) continue;
      const { code } = await transformFile(join(repository, 'src', layer, name), {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
        // As `tsc` writes it: import() stays, and Node can see the names of the exports.
        module: { type: 'commonjs', ignoreDynamic: true, exportInteropAnnotation: true },
      });
      const file = join(target, layer, name.replace(/ts$/, 'js'));
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, code);
    }
  }
  await writeFile(join(target, 'index.js'), 'exports.operations = function operations() {};');
}

async function link(name: string, at: string): Promise<void> {
  await mkdir(dirname(at), { recursive: true });
  await symlink(join(repository, 'node_modules', name), at, 'junction');
}

/** Paths are relative to the temporary folder. */
async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}

interface RunOptions {
  /** Relative to the temporary folder, as the files are to it. */
  readonly cwd?: string;
  readonly nodeOptions?: readonly string[];
  readonly library?: string;
}

/** Loads configuration files in one process of their own. An empty name is none. */
async function load(files: readonly string[], { cwd = '.', nodeOptions = [], library: built = library }: RunOptions = {}): Promise<readonly Report[]> {
  const child = spawn(process.execPath, [...nodeOptions, join(fixtures, 'load-projects.cjs'), built, ...files], {
    cwd: join(folder, cwd),
    env: { PATH: process.env['PATH'], NODE_PATH: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const lines = stdout.split('\n').filter((line) => line.startsWith('{'));
  if (lines.length !== files.length) throw new Error(`Of ${files.length} files ${lines.length} were reported.\n${stderr}`);
  return lines.map((line) => JSON.parse(line) as Report);
}

describe('projects, all in one process and from another folder', () => {
  const names = [
    'aliases', 'circular-esm', 'commonjs', 'commonjs-esnext', 'cts', 'define-es2021', 'define-es2022', 'define-off', 'esm', 'esm-bundler', 'export-equals',
    'metadata', 'metadata-esm', 'metadata-loose', 'monorepo', 'mts', 'no-tsconfig', 'package-imports', 'package-imports-esm', 'types', 'types-esm',
  ];
  const reports = new Map<string, Report>();
  const expected = new Map<string, Expected>();

  beforeAll(async () => {
    for (const name of names) expected.set(name, JSON.parse(await readFile(join(fixtures, 'projects', name, 'expected.json'), 'utf8')) as Expected);
    const files = names.flatMap((name) => filesOf(name));
    const loaded = await load(files);
    for (const [index, file] of files.entries()) reports.set(file, loaded[index] ?? {});
  });

  const filesOf = (name: string): readonly string[] => (expected.get(name)?.files ?? ['ormconfig.ts']).map((file) => `projects/${name}/${file}`);

  test.each(names)('%s', (name) => {
    const { facts, entities } = expected.get(name) ?? {};
    for (const file of filesOf(name)) {
      expect(reports.get(file)).toMatchObject({ entities, sameTypeOrm: true });
      expect(reports.get(file)?.facts).toEqual(facts);
    }
  });
});

test('limbeck and typeorm are the ones that run, whatever paths and node_modules say', async () => {
  const same = expect.objectContaining({ sameLimbeck: true, sameTypeOrm: true }) as unknown;
  expect(await load(['projects/instances/ormconfig.ts', 'projects/instances-esm/ormconfig.ts'])).toEqual([same, same]);
});

describe('JavaScript', () => {
  const commonJs = "const { DataSource } = require('typeorm');\nmodule.exports = new DataSource({ type: 'postgres', database: 'shop' });\n";
  const esm = "import { DataSource } from 'typeorm';\nexport default await Promise.resolve(new DataSource({ type: 'postgres', database: 'shop' }));\n";

  beforeAll(() =>
    write({
      'projects/javascript/package.json': '{}',
      'projects/javascript/a.js': commonJs,
      'projects/javascript/b.cjs': commonJs,
      'projects/javascript/c.mjs': esm,
      'projects/javascript/d.js': esm,
      'projects/javascript/e.ts': "export { default } from './a';\n",
    }),
  );

  test('loads no compiler', async () => {
    const reports = await load(['a.js', 'b.cjs', 'c.mjs', 'd.js'], { cwd: 'projects/javascript' });
    expect(reports).toEqual(reports.map(() => expect.objectContaining({ sameTypeOrm: true, compilerLoaded: false }) as unknown));
  });

  test('teaches import() only where something may need it: entities that a glob finds do', async () => {
    const named = (globs: string): string =>
      `import { DataSource } from 'typeorm';\nexport default new DataSource({ type: 'postgres', entities: [${globs}] });\nexport const facts = [];\n`;
    await write({
      'projects/javascript/named.mjs': `import { Named } from './entity.mjs';\n${named('Named')}`,
      'projects/javascript/entity.mjs': "import { EntitySchema } from 'typeorm';\nexport const Named = new EntitySchema({ name: 'Named', columns: { id: { type: 'int', primary: true } } });\n",
      'projects/javascript/glob.mjs': named("import.meta.dirname + '/esm/*.mts'"),
      'projects/javascript/esm/found.mts': "import { Entity, PrimaryColumn } from 'typeorm';\n@Entity()\nexport class Found {\n  @PrimaryColumn()\n  id!: number;\n}\n",
    });
    expect(await load(['named.mjs'], { cwd: 'projects/javascript' })).toMatchObject([{ entities: { Named: { id: 'int' } }, hasEsmHooks: false }]);
    expect(await load(['glob.mjs'], { cwd: 'projects/javascript' })).toMatchObject([{ entities: { Found: { id: 'Number' } }, hasEsmHooks: true }]);
  });

  test('needs none; TypeScript says so when there is none', async () => {
    const built = join(folder, 'without-compiler/dist');
    await buildLibrary(built);
    await link('get-tsconfig', join(folder, 'without-compiler/node_modules/get-tsconfig'));
    await link('es-module-lexer', join(folder, 'without-compiler/node_modules/es-module-lexer'));
    expect(await load(['a.js', 'c.mjs', 'e.ts'], { cwd: 'projects/javascript', library: built })).toMatchObject([
      { sameTypeOrm: true },
      { sameTypeOrm: true },
      { code: 'config/compiler-missing', message: expect.stringMatching(/@swc\/core, does not load: Cannot find module/) as unknown },
    ]);
  });
});

describe('what exports a DataSource', () => {
  const header = "import { DataSource } from 'typeorm';\nconst one = new DataSource({ type: 'postgres', database: 'shop' });\n";

  test('by any name, as a promise, twice the same, beside other things', async () => {
    await write({
      'projects/exports/promise.ts': `${header}export const later = Promise.resolve(one);\n`,
      'projects/exports/again.ts': `${header}export const again = one;\nexport default one;\n`,
      'projects/exports/beside.ts': `${header}export const limbeck = { directory: 'db' };\nexport function seed() { throw new Error('called'); }\nexport { one };\n`,
    });
    const reports = await load(['promise.ts', 'again.ts', 'beside.ts'], { cwd: 'projects/exports' });
    expect(reports).toEqual(reports.map(() => expect.objectContaining({ entities: {}, sameTypeOrm: true }) as unknown));
  });

  test('not at all, for two, or only in vain', async () => {
    await write({
      'projects/exports/none.ts': 'export const options = {};\nexport function createDataSource(): void {}\n',
      'projects/exports/nothing.ts': 'const secret = 1;\n',
      'projects/exports/two.ts': `${header}export { one };\nexport const other = new DataSource({ type: 'postgres' });\n`,
      'projects/exports/failing.ts': "export const later = Promise.reject(new Error('no settings'));\n",
    });
    expect(await load(['none.ts', 'nothing.ts', 'two.ts', 'failing.ts'], { cwd: 'projects/exports' })).toMatchObject([
      { code: 'config/no-data-source', details: { file: 'none.ts', exports: ['createDataSource', 'options'] } },
      { code: 'config/no-data-source', message: 'nothing.ts exports no DataSource; it exports nothing.' },
      { code: 'config/several-data-sources', message: 'two.ts exports 2 data sources: "one" and "other".' },
      { code: 'config/load-failed', message: 'failing.ts:1 fails while it is loaded: no settings' },
    ]);
  });

  test('is looked for where people keep it, and nowhere else when it is named', async () => {
    await write({ 'projects/search/src/data-source.ts': `${header}export { one };\n` });
    const [found, named] = await load(['', 'ormconfig.ts'], { cwd: 'projects/search' });
    expect(found?.path).toBe(join(folder, 'projects/search/src/data-source.ts'));
    expect(named).toMatchObject({ code: 'config/file-not-found', message: 'There is no file ormconfig.ts.' });
    const [missing] = await load([''], { cwd: 'limbeck' });
    expect(missing?.message).toMatch(/looked for ormconfig\.ts, data-source\.ts, src\/data-source\.ts, and the same in JavaScript\.$/);
  });
});

describe('what does not load is explained', () => {
  const messages = async (files: readonly string[], cwd: string): Promise<readonly unknown[]> =>
    (await load(files, { cwd })).map(({ code, message }) => [code, message]);

  test('in CommonJS and in ES modules, imported and found by a glob', async () => {
    const glob = (base: string): string =>
      `import { DataSource } from 'typeorm';\nexport const dataSource = new DataSource({ type: 'postgres', entities: [${base} + '/customer.ts'] });\n`;
    const projects = ['broken', 'missing-module', 'throwing'].flatMap((name) => [name, `${name}-esm`]);
    await write(
      Object.fromEntries(projects.map((name) => [`projects/${name}/glob.ts`, glob(name.endsWith('esm') ? 'import.meta.dirname' : '__dirname')])),
    );
    const files = projects.flatMap((name) => [`${name}/ormconfig.ts`, `${name}/glob.ts`]);
    const expected = (name: string): readonly string[] =>
      ({
        broken: ['config/does-not-compile', `${name}/customer.ts does not compile: Expected ',', got ':' (line 9, column 7).`],
        'missing-module': ['config/module-not-found', `${name}/customer.ts imports a module that is not found: ./levels`],
        'missing-module-esm': ['config/module-not-found', `${name}/customer.ts imports a module that is not found: ${name}/levels.js`],
        throwing: ['config/load-failed', `${name}/customer.ts:14 fails while it is loaded: Cannot read properties of undefined (reading 'name')`],
      })[name === 'missing-module-esm' ? name : name.replace('-esm', '')] ?? [];
    // A module that failed is not loaded again: Node gives the same error to who asks next.
    expect(await messages(files, 'projects')).toEqual(projects.flatMap((name) => [expected(name), expected(name)]));
  });

  test('where the cause is not in one file', async () => {
    await write({
      'projects/links/package.json': '{ "type": "module" }',
      'projects/links/names.ts': 'export const a = 1;\n',
      'projects/links/export.ts': "import { b } from './names.js';\nconsole.log(b);\n",
      'projects/links/package.ts': "import { b } from 'not-installed';\nconsole.log(b);\n",
      'projects/links/first.ts': "import { Second } from './second.js';\nexport class First extends Second {}\n",
      'projects/links/second.ts': "import { First } from './first.js';\nexport class Second {}\nexport class Third extends First {}\n",
      'projects/links/await.cts': 'await Promise.resolve();\n',
      'projects/links/text.ts': "throw 'no error';\n",
      'projects/links/bad/tsconfig.json': '{ "extends": "@acme/tsconfig" }',
      'projects/links/bad/ormconfig.ts': 'export {};\n',
    });
    expect(await messages(['export.ts', 'package.ts', 'first.ts', 'await.cts', 'text.ts', 'bad/ormconfig.ts'], 'projects/links')).toEqual([
      ['config/missing-export', 'export.ts:1 imports "b" from "./names.js", which does not export it.'],
      ['config/module-not-found', 'package.ts imports a module that is not found: not-installed'],
      ['config/import-cycle', 'second.ts:3 uses "First" before it is made: the files import each other.'],
      [
        'config/load-failed',
        'await.cts fails while it is loaded: await at the top level needs an ES module; name the file .mts, or set "type": "module" in package.json',
      ],
      ['config/load-failed', 'text.ts fails while it is loaded: no error'],
      ['config/tsconfig-invalid', "The tsconfig.json that bad/ormconfig.ts belongs to cannot be read: File '@acme/tsconfig' not found."],
    ]);
  });
});

describe('a process that knows TypeScript already', () => {
  test('by a loader of the user: that loader loads', async () => {
    await write({
      'projects/loader/loader.cjs': `require.extensions['.ts'] = (module, file) =>
        module._compile("const { DataSource } = require('typeorm'); exports.facts = 'by the other loader'; exports.d = new DataSource({ type: 'postgres' });", file);`,
      'projects/loader/ormconfig.ts': 'this is not TypeScript\n',
    });
    const [report] = await load(['ormconfig.ts'], { cwd: 'projects/loader', nodeOptions: ['--require', './loader.cjs'] });
    expect(report).toMatchObject({ sameTypeOrm: true, compilerLoaded: false, facts: 'by the other loader' });
  });

  test('Jest: its own require loads, and nothing is hooked', async () => {
    const { createDataSource } = await loadModule(join(fixtures, 'projects/no-tsconfig/ormconfig.ts'));
    expect(await createDataSource).toHaveProperty('options.database', 'shop');
    expect((Module as unknown as { readonly _extensions: object })._extensions).not.toHaveProperty('.ts');
  });
});
