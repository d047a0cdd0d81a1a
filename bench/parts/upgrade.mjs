// @ts-check
/**
 * Running a whole history on an empty database, in process, from the connection to its end; and then, as a whole process, finding that there is
 * nothing to do, with the files in JavaScript, with the data source in an ES module, and with the files in TypeScript.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeTypeScript } from '../runners/limbeck-files.mjs';
import { filesOf, runnersThere, timeRunners } from '../runners/measure.mjs';
import { cli, dataSourceFile, dataSourceModule } from '../runners/runner.mjs';
import { runNode, runOnce } from '../support/process.mjs';
import { timeInTurns } from '../support/turns.mjs';
import { startWorker } from '../support/worker.mjs';

/**
 * @typedef {import('../runners/runner.mjs').Runner} Runner
 * @typedef {import('../runners/runner.mjs').RunnerOptions} RunnerOptions
 * @typedef {import('../support/part.mjs').PartContext} PartContext
 * @typedef {import('../support/process.mjs').ProcessRun} ProcessRun
 */

const registerHooks = fileURLToPath(new URL('../../dist/loader/register-hooks.js', import.meta.url));

/** @type {import('../support/part.mjs').Part} */
export const upgrade = {
  name: 'upgrade',
  sizes: { full: [100, 1000], quick: [20] },
  async measure(context) {
    for (const count of context.sizes) {
      context.say(`${count} revisions`);
      const rows = await timeRunners(context, { count, through: (url) => url });
      for (const row of rows) context.record({ what: 'upgrade', ...row });
    }
    const count = Math.max(...context.sizes);
    context.say(`nothing to do, ${count} files`);
    const { javaScript, esModule } = javaScriptRuns(context, count);
    await measureNothing('JavaScript', javaScript, { context, count });
    await measureNothing('ES module', esModule, { context, count });
    await measureNothing('TypeScript', await typeScriptRuns(context, count), { context, count });
  },
};

/**
 * @param {string} language
 * @param {ReadonlyMap<string, () => Promise<ProcessRun>>} runs
 * @param {{ context: PartContext, count: number }} request
 */
async function measureNothing(language, runs, { context, count }) {
  /** @type {Map<string, number>} */
  const peaks = new Map();
  const entrants = [...runs].map(([name, run]) => ({
    name,
    run: async () => {
      const { ms, peakMiB } = await run();
      peaks.set(name, peakMiB);
      return ms;
    },
  }));
  const patience = { ...context.patience, rounds: 3 * context.patience.rounds };
  for (const [peer, timing] of await timeInTurns(entrants, patience)) context.record({ what: 'nothing to do', language, size: count, peer, peakMiB: peaks.get(peer), ...timing });
}

const loading = 'loading TypeORM and pg';

/** @param {string} folder */
function loadCommonJs(folder) {
  return runNode(['-e', "require('typeorm'); require('pg')"], { cwd: folder });
}

/**
 * The processes, each with a database in which its own run left nothing to do; and what Node, TypeORM and `pg` take to be there at all.
 *
 * @param {PartContext} context
 * @param {number} count
 */
function javaScriptRuns({ server, folder, hasPeers }, count) {
  /** @type {Map<string, () => Promise<ProcessRun>>} */
  const javaScript = new Map([[loading, () => loadCommonJs(folder)]]);
  /** @type {Map<string, () => Promise<ProcessRun>>} */
  const esModule = new Map([[loading, () => runNode(['--input-type=module', '-e', "import 'typeorm'; import 'pg'"], { cwd: folder })]]);
  for (const runner of runnersThere(hasPeers).filter(({ repeatsAnother }) => !repeatsAnother)) {
    /** @type {Promise<RunnerOptions> | undefined} */
    let prepared;
    const runOver = (/** @type {string} */ dataSource) => async () => {
      prepared ??= runAll(runner, { server, folder, count });
      return runNothing(runner, await prepared, dataSource);
    };
    javaScript.set(runner.name, runOver(dataSourceFile));
    if (runner.readsDataSource) esModule.set(runner.name, runOver(dataSourceModule));
  }
  return { javaScript, esModule };
}

/**
 * A database of the runner's own in which it has run all there is.
 *
 * @param {Runner} runner
 * @param {Pick<PartContext, 'server' | 'folder'> & { count: number }} place
 * @returns {Promise<RunnerOptions>}
 */
async function runAll(runner, { server, folder, count }) {
  const options = { url: await server.create(`nothing_${runner.name}`), folder: filesOf(runner, { folder, count }), count };
  const worker = await startWorker(runner.module, options);
  await worker.run().finally(() => worker.stop());
  return options;
}

/**
 * @param {Runner} runner
 * @param {RunnerOptions} options
 * @param {string} dataSource
 */
async function runNothing({ command, module }, options, dataSource) {
  if (command !== null) {
    const { words, ...rest } = command(options, dataSource);
    return runNode(words, rest);
  }
  const run = await runOnce(module, options);
  if (Number(run.stdout) !== 0) throw new Error(`runs ${run.stdout} revisions where there are none left`);
  return run;
}

/**
 * The same files for both, of which TypeORM's command reads TypeScript by Limbeck's compiler, as it brings none.
 *
 * @param {PartContext} context
 * @param {number} count
 * @returns {Promise<Map<string, () => Promise<ProcessRun>>>}
 */
async function typeScriptRuns({ server, folder }, count) {
  const files = join(folder, 'typescript');
  mkdirSync(files);
  writeTypeScript(files, count);
  const hooks = join(folder, 'hooks.cjs');
  writeFileSync(hooks, `require(${JSON.stringify(registerHooks)}).registerHooks();\n`);
  const url = await server.create('nothing_typescript');
  const env = { BENCH_URL: url, BENCH_FOLDER: files };
  await runNode([cli.limbeck, 'upgrade', '-d', dataSourceFile], { env });
  return new Map([
    [loading, () => loadCommonJs(folder)],
    ['Limbeck', () => runNode([cli.limbeck, 'upgrade', '-d', dataSourceFile], { env, says: 'Nothing to upgrade.' })],
    ['TypeORM', () => runNode(['--require', hooks, cli.typeorm, 'migration:run', '-d', dataSourceFile], { env: { BENCH_URL: url, BENCH_MIGRATIONS: files }, says: 'No migrations are pending' })],
  ]);
}
