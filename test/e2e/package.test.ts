import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const repository = resolve(__dirname, '../..');
const names = ['LimbeckError', 'Migrator', 'operations'];

let folder: string;

const run = (command: string, words: readonly string[], cwd = folder): string => execFileSync(command, [...words], { cwd, encoding: 'utf8', stdio: 'pipe' });

/** A project that has the packed package, and what it needs from where the repository has it. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'limbeck-package-'));
  const packed = JSON.parse(run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], repository)) as readonly { readonly filename: string }[];
  mkdirSync(join(folder, 'node_modules'));
  run('tar', ['-xzf', packed[0]?.filename ?? '', '-C', 'node_modules']);
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
  it('is imported by name from an ES module', () => {
    writeFileSync(join(folder, 'app.mjs'), `import { ${names.join(', ')} } from 'limbeck';\nconsole.log([${names.join(', ')}].map((each) => typeof each).join());`);
    expect(run(process.execPath, ['app.mjs'])).toBe('function,function,function\n');
  });

  it('is required from CommonJS, and is the same there', () => {
    writeFileSync(join(folder, 'app.cjs'), `const limbeck = require('limbeck');\nimport('limbeck').then((module) => console.log(${JSON.stringify(names)}.every((name) => module[name] === limbeck[name])));`);
    expect(run(process.execPath, ['app.cjs'])).toBe('true\n');
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
    expect(readdirSync(join(folder, 'node_modules/limbeck')).sort()).toEqual(['CHANGELOG.md', 'LICENSE', 'README.md', 'dist', 'package.json']);
    const files = readdirSync(join(folder, 'node_modules/limbeck/dist'), { recursive: true, encoding: 'utf8' });
    expect(files.filter((file) => /\.(map|tsbuildinfo|test\.js)$/.test(file))).toEqual([]);
  });

  it('loads neither TypeORM nor ts-morph nor a compiler to be imported', () => {
    writeFileSync(join(folder, 'cost.cjs'), `require('limbeck'); console.log(Object.keys(require.cache).filter((file) => /node_modules[\\\\/](typeorm|ts-morph|pg|@swc|typescript)[\\\\/]/.test(file)).length);`);
    expect(run(process.execPath, ['cost.cjs'])).toBe('0\n');
  });
});
