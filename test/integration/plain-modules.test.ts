import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const dist = resolve(__dirname, '../../dist/loader');

/** What is imported, by name, beside the files that each test looks at. */
const imported = {
  'package.json': '{ "type": "module" }',
  'leaf.js': "export const told = 'leaf';",
  'with space.js': "export const told = 'space';",
  'common.cjs': "const own = require('./inner.cjs'); exports.told = own.told;",
  'inner.cjs': "exports.told = 'inner';",
  'data.json': '{ "told": "data" }',
  'typed.ts': "export const told: string = 'typed';",
  'chain.js': "export { told } from './link.js';",
  'link.js': "export { told } from './typed.ts';",
  'lazy.js': "export const { told } = await import('./typed.ts');",
  'round.js': "import './around.js'; export const told = 'round';",
  'around.js': "import './round.js';",
  'broken.js': 'export const told = ;',
  'node_modules/plain/package.json': '{ "type": "module", "exports": "./index.js" }',
  'node_modules/plain/index.js': "export const told = 'plain';",
  'node_modules/typed/package.json': '{ "type": "module", "exports": "./index.ts" }',
  'node_modules/typed/index.ts': "export const told: string = 'typed package';",
  'node_modules/limbeck/package.json': '{ "main": "index.js" }',
  'node_modules/limbeck/index.js': "exports.told = 'another copy';",
  'workspace/package.json': '{ "type": "module", "exports": "./index.ts" }',
  'workspace/index.ts': "export const told: string = 'workspace';",
};

/** A module by itself, and whether it is plain. */
const cases: Readonly<Record<string, readonly [source: string, isPlain: boolean]>> = {
  'imports nothing': ["export const told = 'alone'; import.meta.url;", true],
  'a file beside it': ["export { told } from './leaf.js';", true],
  'a file with a query': ["export * from './leaf.js?version=2';", true],
  'a file whose name is escaped': ["export { told } from './with%20space.js';", true],
  'CommonJS, which requires more': ["import common from './common.cjs'; export const { told } = common;", true],
  JSON: ["import data from './data.json' with { type: 'json' }; export const { told } = data;", true],
  'what belongs to Node': ["import { sep } from 'node:path'; import 'fs'; export const told = typeof sep;", true],
  'a package': ["export { told } from 'plain';", true],
  'a circle': ["export { told } from './round.js';", true],
  'import() of a text': ["export const { told } = await import('./leaf.js');", true],
  TypeScript: ["export { told } from './typed.ts';", false],
  'TypeScript, far below': ["export { told } from './chain.js';", false],
  'TypeScript, by import()': ["export { told } from './lazy.js';", false],
  'import() of what is known later': ["const name = 'leaf'; export const { told } = await import(`./${name}.js`);", false],
  'import in a text and in a comment': ["/* import './typed.ts' */ export const told = \"import './typed.ts'\";", true],
  'a package in TypeScript': ["export { told } from 'typed';", false],
  'a package of the workspace': ["export { told } from 'workspace';", false],
  'limbeck, of which another copy is there': ["import limbeck from 'limbeck'; export const told = typeof limbeck.told;", false],
  'a file that is missing': ["export { told } from './missing.js';", false],
  'an address that is none': ["export { told } from './%2F.js';", false],
  'a package that is missing': ["export { told } from 'missing';", false],
  'a file that Node refuses': ["export { told } from './broken.js';", true],
};

const names = Object.keys(cases);
const fileOf = (name: string): string => `case-${names.indexOf(name)}.js`;

let folder: string;

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'limbeck-plain-')));
  const sources = Object.fromEntries(Object.entries(cases).map(([name, [source]]) => [fileOf(name), source]));
  for (const [path, content] of Object.entries({ ...imported, ...sources })) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  await symlink(join(folder, 'workspace'), join(folder, 'node_modules/workspace'), 'junction');
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** What an expression of JavaScript gives in a process of its own, by case: `file` is the path, and `at` finds a module of the loader. */
async function ask(expression: string): Promise<Readonly<Record<string, unknown>>> {
  const script = `
    const at = (name) => require(require('node:path').join(${JSON.stringify(dist)}, name));
    const told = async (file) => { try { return await (${expression}); } catch (error) { return error.code ?? error.name; } };
    (async () => {
      const answers = {};
      for (const file of ${JSON.stringify(names.map((name) => join(folder, fileOf(name))))}) answers[file] = await told(file);
      process.stdout.write('\\n' + JSON.stringify(answers));
    })();`;
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', script], { cwd: folder });
  const answers = JSON.parse(stdout.split('\n').at(-1) ?? '') as Record<string, unknown>;
  return Object.fromEntries(names.map((name) => [name, answers[join(folder, fileOf(name))]]));
}

test('is plain where all that is imported can be read off the files, and is JavaScript', async () => {
  expect(await ask("at('plain-modules.js').isPlainModule(file)")).toEqual(Object.fromEntries(names.map((name) => [name, cases[name]?.[1]])));
});

test('what is plain, Node alone runs as it does with the hooks', async () => {
  const alone = await ask("import(require('node:url').pathToFileURL(file)).then(({ told }) => told)");
  const hooked = await ask("(at('register-hooks.js').registerHooks(), at('register-hooks.js').registerEsmHooks(), import(require('node:url').pathToFileURL(file)).then(({ told }) => told))");
  const plain = names.filter((name) => cases[name]?.[1] === true);
  for (const name of plain) expect([name, alone[name]]).toEqual([name, hooked[name]]);
  expect(plain.map((name) => alone[name])).toEqual(plain.map(() => expect.stringMatching(/^(?:alone|leaf|space|inner|data|string|plain|round|import '.\/typed.ts'|SyntaxError)$/) as unknown));
});

test('what is not plain, the hooks run, unless there is nothing to run', async () => {
  const loaded = await ask("at('load-module.js').loadModule(file).then(({ told }) => told)");
  const needed = ['TypeScript', 'TypeScript, far below', 'TypeScript, by import()', 'a package in TypeScript', 'a package of the workspace'];
  expect(needed.map((name) => loaded[name])).toEqual(['typed', 'typed', 'typed', 'typed package', 'workspace']);
});
