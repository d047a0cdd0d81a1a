import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { type NativeServer, startNativeServer } from '../../src/server/native-server.js';

const repository = resolve(__dirname, '../..');
/** One of our own, as all databases are looked at. */
let server: NativeServer;
let folder: string;
let env: Readonly<Record<string, string | undefined>>;

beforeAll(async () => {
  server = await startNativeServer({ storage: 'memory' });
  folder = mkdtempSync(join(tmpdir(), 'limbeck-vitest-'));
  env = { PATH: process.env['PATH'], HOME: process.env['HOME'], LIMBECK_TEST_URL: server.url('postgres') };
  mkdirSync(join(folder, 'node_modules'));
  mkdirSync(join(folder, 'migrations'));
  symlinkSync(repository, join(folder, 'node_modules/limbeck'), 'junction');
  for (const name of ['typeorm', 'pg', 'reflect-metadata']) symlinkSync(join(repository, 'node_modules', name), join(folder, 'node_modules', name), 'junction');
  writeFileSync(join(folder, 'package.json'), '{ "name": "app", "private": true }');
  writeFileSync(join(folder, 'ormconfig.cjs'), "require('reflect-metadata');\nexports.dataSource = new (require('typeorm').DataSource)({ type: 'postgres', url: process.env.DATABASE_URL });\n");
});

afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

const run = (words: readonly string[], more: Readonly<Record<string, string>> = {}): { readonly status: number | null; readonly stdout: string; readonly stderr: string } =>
  spawnSync(process.execPath, [...words], { cwd: folder, encoding: 'utf8', env: { ...env, ...more } });

test('what Vitest calls makes a database for each worker, and drops them', () => {
  writeFileSync(
    join(folder, 'calls.mjs'),
    `import * as entry from 'limbeck/vitest';
import pg from 'pg';
const names = async () => {
  const client = new pg.Client({ connectionString: process.env.LIMBECK_TEST_URL });
  await client.connect();
  const { rows } = await client.query("SELECT datname FROM pg_database WHERE datname LIKE 'limbeck\\\\_t\\\\_%'");
  await client.end();
  return rows.map(({ datname }) => datname);
};
await entry.setup({ config: { maxWorkers: 1, poolOptions: { forks: { maxForks: 5 } } } });
const made = await names();
const own = new URL(entry.useWorkerDatabase()).pathname.slice(1);
process.env.VITEST_POOL_ID = '6';
let refusal = null;
try { entry.useWorkerDatabase(); } catch (error) { refusal = error.code; }
await entry.teardown();
const left = await names();
// Vitest takes a default export for the whole set-up.
console.log(JSON.stringify({ default: entry.default ?? null, made: made.length >= 5, own: made.includes(own), variable: process.env.PGDATABASE === own, refusal, left: left.filter((name) => made.includes(name)) }));
`,
  );
  const { stdout, stderr } = run(['calls.mjs'], { VITEST_POOL_ID: '5' });
  expect(stderr).toContain('Limbeck: 5 test databases, provider url.');
  expect(JSON.parse(stdout)).toEqual({ default: null, made: true, own: true, variable: true, refusal: 'testing/no-worker-database', left: [] });
});

/** Vitest itself, where the repository or `NODE_PATH` has it. */
function findVitest(): string | null {
  for (const file of [join(repository, 'package.json'), ...(process.env['NODE_PATH'] ?? '').split(':').map((path) => join(path, '../package.json'))]) {
    try {
      return join(dirname(createRequire(file).resolve('vitest/package.json')), 'vitest.mjs');
    } catch {
      continue;
    }
  }
  return null;
}

const vitest = findVitest();

(vitest === null ? test.skip : test)(`Vitest itself runs with it${vitest === null ? ' (does not run: Vitest is not installed)' : ''}`, () => {
  symlinkSync(dirname(vitest ?? ''), join(folder, 'node_modules/vitest'), 'junction');
  writeFileSync(join(folder, 'vitest.config.mjs'), "export default { test: { globalSetup: ['limbeck/vitest'], setupFiles: ['limbeck/vitest/setup-file'], pool: 'forks', include: ['*.spec.mjs'] } };");
  for (const name of ['a', 'b', 'c']) {
    writeFileSync(
      join(folder, `${name}.spec.mjs`),
      `import { beforeAll, expect, test } from 'vitest';
import { resetWorkerDatabase } from 'limbeck/vitest';
import config from './ormconfig.cjs';
beforeAll(() => resetWorkerDatabase());
test('${name}', async () => {
  await config.dataSource.initialize();
  await config.dataSource.query('CREATE TABLE here (id integer)');
  await config.dataSource.destroy();
});`,
    );
  }
  const { status, stdout, stderr } = run([vitest ?? '', 'run']);
  expect([status, status === 0 ? '' : stdout + stderr]).toEqual([0, '']);
});
