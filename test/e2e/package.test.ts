import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, posix, relative, resolve } from 'node:path';
import { pack } from '../support/pack.js';

const repository = resolve(__dirname, '../..');

let folder: string;
let tarball: string;

const run = (command: string, words: readonly string[], cwd = folder): string => execFileSync(command, [...words], { cwd, encoding: 'utf8', stdio: 'pipe' });

/** In bytes; what is above it is looked at before it is allowed. */
const largestTarball = 920_000;

const installed = (): string => join(folder, 'node_modules/limbeck');

/** The paths of all files of the package, parted by `/`. */
const packedFiles = (): readonly string[] =>
  readdirSync(installed(), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(installed(), join(entry.parentPath, entry.name)).replaceAll('\\', '/'));

/** The files that a page leads to, as paths of the package. */
const linksOf = (file: string): readonly string[] =>
  [...readFileSync(join(installed(), file), 'utf8').matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)|(?:src|srcset|href)="([^"#]+)"/g)]
    .map(([, link, attribute]) => link ?? attribute ?? '')
    .filter((link) => !link.startsWith('https://'))
    .map((link) => posix.join(posix.dirname(file), link));

/** A project that has the packed package, and what it needs from where the repository has it. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'limbeck-package-'));
  tarball = pack(folder);
  mkdirSync(join(folder, 'node_modules'));
  run('tar', ['-xzf', tarball, '-C', 'node_modules']);
  run('mv', ['node_modules/package', 'node_modules/limbeck']);
  const { dependencies } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as { readonly dependencies: Readonly<Record<string, string>> };
  for (const name of [...Object.keys(dependencies), 'typeorm', 'pg', 'reflect-metadata', 'typescript']) {
    mkdirSync(join(folder, 'node_modules', name, '..'), { recursive: true });
    symlinkSync(join(repository, 'node_modules', name), join(folder, 'node_modules', name), 'junction');
  }
  writeFileSync(join(folder, 'package.json'), '{ "name": "app", "private": true }');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the packed package', () => {
  it.each(['limbeck', 'limbeck/testing', 'limbeck/jest', 'limbeck/vitest'])('%s: what CommonJS requires, an ES module imports by name, and it is the same', (entry) => {
    writeFileSync(join(folder, 'names.cjs'), `console.log(Object.keys(require('${entry}')).join());`);
    const names = run(process.execPath, ['names.cjs']).trim();
    expect(names.split(',').length).toBeGreaterThan(2);
    const app = `import { createRequire } from 'node:module';
import { ${names} } from '${entry}';
const required = createRequire(import.meta.url)('${entry}');
console.log(Object.entries({ ${names} }).every(([name, value]) => typeof value === 'function' && value === required[name]));`;
    writeFileSync(join(folder, 'app.mjs'), app);
    expect(run(process.execPath, ['app.mjs'])).toBe('true\n');
  });

  it('has types that a strict application can use, in both kinds of module', () => {
    const source = `import { LimbeckError, Migrator, operations, type MigratorOptions } from 'limbeck';
import { DataSource, type QueryRunner } from 'typeorm';
export const options: MigratorOptions = { directory: 'migrations', compareType: ({ column }) => (column.to.type === 'citext' ? false : null) };
export const up = async (queryRunner: QueryRunner): Promise<void> => operations(queryRunner).addColumn('product', { name: 'sku', type: 'text' });
export const migrator = new Migrator(new DataSource({ type: 'postgres' }), options);
export const code = (error: unknown): string | null => (LimbeckError.is(error, 'lock/held') ? error.details.holder : null);
// @ts-expect-error A column has no such facet.
export const wrong = async (queryRunner: QueryRunner): Promise<void> => operations(queryRunner).addColumn('product', { name: 'sku', type: 'text', colour: 'red' });
`;
    writeFileSync(join(folder, 'typed.mts'), source);
    writeFileSync(join(folder, 'typed.cts'), source);
    const compiler = join(repository, 'node_modules/typescript/bin/tsc');
    const compilerOptions = { noEmit: true, strict: true, exactOptionalPropertyTypes: true, skipLibCheck: true, target: 'es2022', module: 'node16', types: [] };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['typed.mts', 'typed.cts'] }));
    expect(spawnSync(process.execPath, [compiler], { cwd: folder, encoding: 'utf8' }).stdout).toBe('');
  });

  it('brings the command', () => {
    const { bin, version } = JSON.parse(readFileSync(join(folder, 'node_modules/limbeck/package.json'), 'utf8')) as { readonly bin: { readonly limbeck: string }; readonly version: string };
    expect(run(process.execPath, [join(folder, 'node_modules/limbeck', bin.limbeck), '--version'])).toBe(`${version}\n`);
  });

  it('holds what is needed and nothing else', () => {
    const files = packedFiles();
    const kinds = files.map((file) => [dirname(file).split('/')[0], /\.d\.m?ts$|\.\w+$/.exec(file)?.[0] ?? basename(file)].join(' '));
    expect([...new Set(kinds)].sort()).toEqual(['. .json', '. .md', '. LICENSE', 'dist .d.mts', 'dist .d.ts', 'dist .js', 'dist .mjs', 'docs .md', 'docs .png', 'docs .svg']);
    expect(files.filter((file) => dirname(file) === '.').sort()).toEqual(['CHANGELOG.md', 'LICENSE', 'README.md', 'SECURITY.md', 'package.json']);
    // Each module of the sources, with its types; so nothing is left of one that is gone.
    const modules = (paths: readonly string[]): readonly string[] => paths.map((path) => path.replace(/\.[cm]?[jt]s$/, '')).sort();
    const compiled = files.filter((file) => file.startsWith('dist/')).map((file) => file.slice('dist/'.length));
    const sources = modules(readdirSync(join(repository, 'src'), { recursive: true, encoding: 'utf8' }).filter((file) => /\.m?ts$/.test(file)));
    expect(modules(compiled.filter((file) => /\.m?js$/.test(file)))).toEqual(sources);
    expect(compiled.filter((file) => /\.d\.m?ts$/.test(file)).map((file) => file.replace(/\.d\.m?ts$/, '')).sort()).toEqual(sources);
    expect(statSync(tarball).size).toBeLessThan(largestTarball);
  });

  it('leads nowhere that it does not hold', () => {
    const files = packedFiles();
    const lines = files.filter((file) => /\.m?[jt]s$/.test(file)).filter((file) => /^\/\/# sourceMappingURL/m.test(readFileSync(join(installed(), file), 'utf8')));
    expect(lines).toEqual([]);
    const links = files.filter((file) => file.endsWith('.md')).flatMap((file) => linksOf(file));
    expect(links.length).toBeGreaterThan(100);
    expect(links.filter((link) => !files.includes(link))).toEqual([]);
  });

  it('has no fault that publint knows, and entry points that every kind of project resolves', () => {
    const judge = (script: string, words: readonly string[]): string => spawnSync(process.execPath, [join(repository, 'node_modules', script), ...words], { cwd: folder, encoding: 'utf8' }).stdout;
    expect(judge('publint/src/cli.js', ['run', installed(), '--strict', '--pack', 'false'])).toContain('All good!');
    const { analysis } = JSON.parse(judge('@arethetypeswrong/cli/dist/index.js', [tarball, '--format', 'json'])) as {
      readonly analysis: { readonly problems: readonly unknown[]; readonly entrypoints: Readonly<Record<string, unknown>> };
    };
    expect(analysis.problems).toEqual([]);
    expect(Object.keys(analysis.entrypoints)).toEqual(expect.arrayContaining(['.', './testing', './jest/global-setup', './vitest']));
  });

  it('loads neither TypeORM nor ts-morph nor a compiler to be imported', () => {
    writeFileSync(join(folder, 'cost.cjs'), `require('limbeck'); console.log(Object.keys(require.cache).filter((file) => /node_modules[\\\\/](typeorm|ts-morph|pg|@swc|typescript)[\\\\/]/.test(file)).length);`);
    expect(run(process.execPath, ['cost.cjs'])).toBe('0\n');
  });
});
