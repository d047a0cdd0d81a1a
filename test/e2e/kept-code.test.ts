import { chmod, mkdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { createProject, type Project } from '../support/command.js';

/** Node keeps what it compiled itself from 22.8 on; Limbeck does for those before. */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const keepsItself = major > 22 || (major === 22 && minor >= 8);
const testOurs = keepsItself ? test.skip : test;
const unlessNode = keepsItself ? ' (skipped: this Node keeps code itself)' : '';

/** A package that looks at all that a CommonJS module is given, and a data source that tells it. */
const probe: Readonly<Record<string, string>> = {
  'data-source.cjs': "exports.told = require('probe').then((facts) => console.error(JSON.stringify(facts, null, 1)));",
  'node_modules/probe/package.json': '{ "main": "index.js" }',
  'node_modules/probe/index.js': `const first = new Error('first line').stack.split('\\n')[1]; const given = arguments;
const failure = (work) => { try { return work(); } catch (error) { return [error.name, error.message, error.stack.split('\\n').slice(0, 3)]; } };
exports.early = 'set before the circle';
module.exports = (async () => ({
  first,
  second: new Error('second line').stack.split('\\n')[1],
  given: given.length,
  isExports: this === given[0],
  place: [__filename, __dirname, module.id, module.filename, module.loaded, module.paths],
  parent: module.parent.filename,
  require: [Object.keys(require), require.length, require.main.filename, Object.keys(require.extensions), require.cache[__filename] === module],
  resolve: [require.resolve('./circle'), require.resolve('circle', { paths: [__dirname + '/inner'] }), require.resolve.paths('a'), require.resolve.paths('./a')],
  missing: failure(() => require('./missing')),
  throws: failure(() => require('./throws')),
  broken: failure(() => require('./broken')),
  circle: require('./circle'),
  data: require('./data.json'),
  strict: require('./strict'),
  hashbang: require('./hashbang'),
  comment: require('./comment'),
  esModule: failure(() => require('./module.mjs').told),
  silentModule: failure(() => require('./silent').told),
  imported: (await import('./module.mjs')).told,
  made: (await Function('return import("node:path")')()).sep,
  hidden: await require('./hidden')(),
  children: module.children.map(({ id }) => id),
}))();`,
  'node_modules/probe/inner/node_modules/circle/index.js': '',
  'node_modules/probe/circle.js': "module.exports = Object.keys(require('./index.js'));",
  'node_modules/probe/throws.js': "'use strict'; function fail() { throw new TypeError('thrown'); } fail();",
  'node_modules/probe/broken.js': 'exports.told = ;',
  'node_modules/probe/data.json': '{ "told": "data" }',
  'node_modules/probe/strict.js': "'use strict'; exports.told = (function () { return this === undefined; })();",
  'node_modules/probe/hashbang.js': "#!/usr/bin/env node\nexports.told = 'hashbang';",
  'node_modules/probe/comment.js': "exports.told = 'comment'; // the end",
  'node_modules/probe/module.mjs': "export const told = 'module';",
  'node_modules/probe/silent.js': "export const told = 'a module that does not say so';",
  'node_modules/probe/hidden.js': "module.exports = async () => (await import('./module.mjs')).told;",
};

/** Tells how many scripts V8 took from what was kept, and how many it refused. */
const counting = `const vm = require('node:vm');
const taken = { taken: 0, refused: 0 };
vm.Script = class extends vm.Script {
  constructor(text, options) {
    super(text, options);
    if (options?.cachedData !== undefined) taken[this.cachedDataRejected ? 'refused' : 'taken'] += 1;
  }
};
process.on('exit', () => process.stderr.write(JSON.stringify(taken)));
`;

/** A project with the probe, whose folder of temporary files is in it. */
async function setUp(): Promise<Project> {
  return createProject({ files: { ...probe, 'counting.cjs': counting } });
}

interface RunWishes {
  readonly env?: Readonly<Record<string, string>>;
  readonly command?: string;
}

/** What a command that loads the probe says of it. */
async function tell(project: Project, { env = {}, command = 'heads' }: RunWishes = {}): Promise<string> {
  const { stderr } = await project.limbeck([command, '-d', 'data-source.cjs'], { env: { TMPDIR: project.folder, ...env } });
  return stderr;
}

async function counted(project: Project, wishes: RunWishes = {}): Promise<{ readonly taken: number; readonly refused: number }> {
  const stderr = await tell(project, { ...wishes, env: { NODE_OPTIONS: `--require ${join(project.folder, 'counting.cjs')}`, ...wishes.env } });
  return JSON.parse(stderr.slice(stderr.lastIndexOf('{'))) as { readonly taken: number; readonly refused: number };
}

/** What is kept in the folder for temporary files, by Node or by Limbeck. */
const keptIn = async (project: Project): Promise<readonly string[]> => (await project.list('.')).filter((path) => path.startsWith('node-compile-cache'));

async function fileOf(project: Project): Promise<string> {
  const found = await keptIn(project);
  expect(found).toHaveLength(1);
  return join(project.folder, found[0] ?? '');
}

describe('what was compiled of packages and is kept', () => {
  test('gives modules what Node gives them, when it is made and when it is taken', async () => {
    await using project = await setUp();
    const byNode = await tell(project, { env: { NODE_DISABLE_COMPILE_CACHE: '1' } });
    expect(byNode).toContain('"hidden": "module"');
    expect(await keptIn(project)).toEqual([]);
    expect(await tell(project)).toBe(byNode);
    expect(await keptIn(project)).not.toEqual([]);
    expect(await tell(project)).toBe(byNode);
  });

  testOurs(`is taken by the next run of the same command${unlessNode}`, async () => {
    await using project = await setUp();
    expect(await counted(project)).toEqual({ taken: 0, refused: 0 });
    const { taken, refused } = await counted(project);
    expect(taken).toBeGreaterThan(300);
    expect(refused).toBe(0);
    expect(await counted(project, { command: 'branches' })).toEqual({ taken: 0, refused: 0 });
    expect((await keptIn(project)).map((path) => basename(path).replace(/-.*/, ''))).toEqual(['branches', 'heads']);
  });

  testOurs(`is made anew of a file that has changed, also at the same length${unlessNode}`, async () => {
    await using project = await setUp();
    await tell(project);
    await project.write({ 'node_modules/probe/comment.js': "exports.told = 'changed'; // the end" });
    expect(await tell(project)).toContain('"told": "changed"');
    const before = await stat(await fileOf(project));
    expect(await tell(project)).toContain('"told": "changed"');
    expect((await stat(await fileOf(project))).mtimeMs).toBe(before.mtimeMs);
  });

  testOurs(`is not taken where the file is not whole${unlessNode}`, async () => {
    await using project = await setUp();
    const byNode = await tell(project);
    const file = await fileOf(project);
    const whole = await readFile(file);
    const flipped = Buffer.from(whole);
    flipped.writeUInt8(flipped.readUInt8(whole.length >> 1) ^ 1, whole.length >> 1);
    for (const damaged of [Buffer.alloc(0), whole.subarray(0, 3), whole.subarray(0, whole.length - 1), flipped]) {
      await writeFile(file, damaged);
      expect(await counted(project)).toEqual({ taken: 0, refused: 0 });
      expect(await tell(project)).toBe(byNode);
      expect((await counted(project)).taken).toBeGreaterThan(300);
    }
  });

  testOurs(`is not taken from a folder that others can write into, nor written there${unlessNode}`, async () => {
    await using project = await setUp();
    await tell(project);
    const folder = dirname(await fileOf(project));
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect((await stat(await fileOf(project))).mode & 0o777).toBe(0o600);
    await chmod(folder, 0o777);
    expect(await counted(project)).toEqual({ taken: 0, refused: 0 });
    const before = await stat(await fileOf(project));
    await project.write({ 'node_modules/probe/comment.js': "exports.told = 'changed';" });
    expect(await tell(project)).toContain('"told": "changed"');
    expect((await stat(await fileOf(project))).mtimeMs).toBe(before.mtimeMs);
  });

  testOurs(`is not taken through a link${unlessNode}`, async () => {
    await using project = await setUp();
    await tell(project);
    const folder = dirname(await fileOf(project));
    await mkdir(join(project.folder, 'elsewhere'));
    await symlink(folder, join(project.folder, 'elsewhere', basename(folder)));
    expect(await counted(project, { env: { TMPDIR: join(project.folder, 'elsewhere') } })).toEqual({ taken: 0, refused: 0 });
  });

  test('is done without where it cannot be written', async () => {
    await using project = await setUp();
    const byNode = await tell(project, { env: { NODE_DISABLE_COMPILE_CACHE: '1' } });
    await project.write({ full: 'a file in its place' });
    expect(await tell(project, { env: { NODE_COMPILE_CACHE: join(project.folder, 'full') } })).toBe(byNode);
  });

  testOurs(`leaves nothing half written where it cannot be put in its place${unlessNode}`, async () => {
    await using project = await setUp();
    const byNode = await tell(project);
    const file = await fileOf(project);
    await rm(file);
    await project.write({ [`${relative(project.folder, file)}/in-the-way`]: '' });
    expect(await tell(project)).toBe(byNode);
    expect(await keptIn(project)).toEqual([`${relative(project.folder, file)}/in-the-way`]);
  });

  test('is kept where NODE_COMPILE_CACHE says', async () => {
    await using project = await setUp();
    await tell(project, { env: { NODE_COMPILE_CACHE: join(project.folder, 'own') } });
    expect(await project.list('own')).not.toEqual([]);
    expect(await keptIn(project)).toEqual([]);
  });

  testOurs(`is one file, however many commands end at once${unlessNode}`, async () => {
    await using project = await setUp();
    const byNode = await tell(project, { env: { NODE_DISABLE_COMPILE_CACHE: '1' } });
    const all = await Promise.all(Array.from({ length: 6 }, () => tell(project)));
    expect(all).toEqual(Array.from({ length: 6 }, () => byNode));
    expect(await keptIn(project)).toHaveLength(1);
    expect((await counted(project)).taken).toBeGreaterThan(300);
  });
});
