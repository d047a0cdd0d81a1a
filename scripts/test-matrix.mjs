// @ts-check
/**
 * Runs the tests that depend on the PostgreSQL server on every major version, and the cases with TypeORM 0.3 too:
 * `npm run test:matrix`, or `npm run test:matrix -- 13 15` for these versions only. It ends with a line for each run.
 *
 * A server that is not there yet is installed below `node_modules/.cache` (test/support/server-package.ts).
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * What jest says of a run.
 *
 * @typedef {{ readonly status: string, readonly fullName: string }} Test
 * @typedef {{ readonly success: boolean, readonly testResults: readonly { readonly name: string, readonly message: string, readonly assertionResults: readonly Test[] }[] }} Report
 */

const versions = process.argv.length > 2 ? process.argv.slice(2) : ['13', '14', '15', '16', '17', '18'];

/** Left out is what is the same on every server (the command line, files, laws of plain data), and what brings a server of its own. */
const suites = [
  { typeOrm: '1', tests: ['test/integration/', 'test/property/(alter-column|entity-pairs|quote)', 'test/shop/', 'test/docs/operations'] },
  { typeOrm: '0.3', tests: ['test/integration/cases', 'test/property/entity-pairs'] },
];
const others = ['/fixtures/', 'integration/(loader|native|local-server)'];

const folder = mkdtempSync(join(tmpdir(), 'limbeck-matrix-'));
const results = versions.flatMap((version) => suites.map((suite) => run(version, suite)));
rmSync(folder, { recursive: true });
console.log(`\n${results.map(({ lines }) => lines[0]).join('\n')}`);
process.exitCode = results.every(({ success }) => success) ? 0 : 1;

/**
 * One run of jest, and what is to be said of it.
 *
 * @param {string} version
 * @param {{ readonly typeOrm: string, readonly tests: readonly string[] }} suite
 */
function run(version, { typeOrm, tests }) {
  const name = `PostgreSQL ${version}  TypeORM ${typeOrm.padEnd(3)}`;
  const file = join(folder, `${version}-${typeOrm}.json`);
  const startMs = Date.now();
  console.log(`\n${name}`);
  spawnSync('npx', ['jest', ...tests, '--testPathIgnorePatterns', ...others, '--json', '--outputFile', file], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    env: { ...process.env, LIMBECK_PG: version, LIMBECK_TYPEORM: typeOrm },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const report = read(file);
  const [first, ...more] = report === null ? ['did not run'] : describe(report);
  const lines = [`${name}  ${first}  ${Math.round((Date.now() - startMs) / 1_000)} s`, ...more];
  console.log(lines.join('\n'));
  return { lines, success: report?.success === true };
}

/**
 * @param {string} file
 * @returns {Report | null}
 */
function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

/**
 * How many tests did what, and a line for each that failed and for each reason to skip some.
 *
 * @param {Report} report
 */
function describe({ testResults }) {
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  const of = (/** @type {string} */ status) => tests.filter((test) => test.status === status).map(({ fullName }) => fullName);
  const failed = [...of('failed'), ...testResults.filter(({ assertionResults }) => assertionResults.length === 0).map(({ name, message }) => `${name}: ${message}`)];
  const reasons = of('pending').map((name) => /\(([^()]*)\)$/.exec(name)?.[1] ?? name);
  return [
    `${of('passed').length} passed  ${failed.length} failed  ${reasons.length} skipped`,
    ...failed.map((name) => `  failed: ${name}`),
    ...[...new Set(reasons)].map((reason) => `  skipped: ${reasons.filter((other) => other === reason).length}, ${reason}`),
  ];
}
