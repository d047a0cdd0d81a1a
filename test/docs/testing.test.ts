import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { testServer } from '../support/database.js';
import { compile, readPage } from '../support/docs.js';

const repository = resolve(__dirname, '../..');
const page = readPage('testing.md');
const blocks = page.sections.flatMap(({ title, blocks }) => blocks.map((block) => ({ title, ...block })));
const examples = blocks.filter(({ language }) => language === 'ts');

/** What NestJS's packages and the reader's own module give, as far as the example uses them. Source: @nestjs/testing 11, @nestjs/typeorm 11. */
const nest = `declare module '@nestjs/testing' {
  interface TestingModule { close(): Promise<void> }
  export const Test: { createTestingModule(metadata: { imports: unknown[] }): { compile(): Promise<TestingModule> } };
}
declare module '@nestjs/typeorm' {
  import type { DataSource, DataSourceOptions } from 'typeorm';
  export const TypeOrmModule: { forRootAsync(options: { useFactory(): DataSourceOptions; dataSourceFactory(options?: DataSourceOptions): Promise<DataSource> }): object };
}
`;

/** The shop in a folder of its own, with these files beside it. */
function createShop(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'limbeck-docs-'));
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(repository, join(folder, 'node_modules/limbeck'), 'junction');
  for (const name of ['typeorm', 'pg', 'reflect-metadata', 'dotenv']) symlinkSync(join(repository, 'node_modules', name), join(folder, 'node_modules', name), 'junction');
  for (const name of ['ormconfig.ts', 'entities', 'migrations', 'tsconfig.json']) cpSync(join(repository, name), join(folder, name), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

async function runIn(folder: string, words: readonly string[]): Promise<void> {
  try {
    const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], LIMBECK_TEST_URL: await url() };
    const { stdout, stderr, status } = spawnSync(process.execPath, [...words], { cwd: folder, encoding: 'utf8', env });
    expect([status, status === 0 ? '' : stdout + stderr]).toEqual([0, '']);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const url = async (): Promise<string> => {
  const { host, port, user, password } = await testServer();
  return `postgresql://${user}:${password}@${host}:${port}/postgres`;
};

describe('the page of test databases', () => {
  it('has examples that compile', () => {
    const modules = new Map(examples.map(({ text }, index) => [`example-${index}.ts`, `/// <reference path="./nest.d.ts" />\n${text}\nexport {};\n`]));
    expect(compile(new Map([...modules, ['nest.d.ts', nest], ['shop.module.ts', 'export class ShopModule {}']]))).toEqual([]);
  });

  it('has examples that pass under Jest, on the shop', async () => {
    const runnable = examples.filter(({ text, title }) => /^test\(/m.test(text) && title !== 'NestJS');
    expect(runnable.length).toBeGreaterThan(2);
    const transform = { '^.+\\.ts$': [require.resolve('@swc/jest'), { jsc: { parser: { syntax: 'typescript', decorators: true }, target: 'es2022', transform: { legacyDecorator: true, decoratorMetadata: true } }, module: { type: 'commonjs' } }] };
    const folder = createShop({
      'package.json': JSON.stringify({ name: 'shop', jest: { testEnvironment: 'node', testMatch: ['**/*.test.ts'], transform } }),
      ...Object.fromEntries(runnable.map(({ text }, index) => [`example-${index}.test.ts`, text])),
    });
    await runIn(folder, [join(repository, 'node_modules/jest/bin/jest.js'), '-w', '1']);
  });

  it('has an example that passes under node:test', async () => {
    const example = blocks.find(({ title, language }) => title === 'node:test and Mocha' && language === 'js');
    await runIn(createShop({ 'package.json': '{ "name": "shop" }', 'product.test.mjs': example?.text ?? '' }), ['--test', 'product.test.mjs']);
  });
});
