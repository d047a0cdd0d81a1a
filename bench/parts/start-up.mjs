// @ts-check
/** What each command takes to be there: the help of every one, and those that people run all day, with a small project; beside Node and what it loads. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commandNames } from '../../dist/cli/program.js';
import { writeJavaScript } from '../runners/limbeck-files.mjs';
import { linkPackages } from '../runners/measure.mjs';
import { cli, dataSourceFile } from '../runners/runner.mjs';
import { runNode } from '../support/process.mjs';
import { timeInTurns } from '../support/turns.mjs';

const revisions = 10;
const daily = ['current', 'history', 'heads', 'upgrade'];
const peers = {
  'drizzle-kit --help': '../node_modules/drizzle-kit/bin.cjs',
  'node-pg-migrate --help': '../node_modules/node-pg-migrate/bin/node-pg-migrate.js',
};

/**
 * @typedef {import('../support/part.mjs').PartContext} PartContext
 * @typedef {{ what: string, words: readonly string[], env?: Record<string, string> }} Start
 */

/** @type {import('../support/part.mjs').Part} */
export const startUp = {
  name: 'start-up',
  sizes: { full: [], quick: [] },
  async measure(context) {
    const starts = [...baselines, ...helps, ...(context.hasPeers ? peerHelps() : []), ...(await dailyCommands(context))];
    /** @type {Map<string, { peakMiB: number, packages: readonly string[] }>} */
    const facts = new Map();
    const entrants = starts.map(({ what, words, env }) => ({
      name: what,
      run: async () => {
        const { ms, peakMiB, packages } = await runNode(words, { cwd: context.folder, ...(env === undefined ? {} : { env }) });
        facts.set(what, { peakMiB, packages });
        return ms;
      },
    }));
    for (const [what, timing] of await timeInTurns(entrants, context.patience)) {
      const { peakMiB, packages = [] } = facts.get(what) ?? {};
      context.record({ what, ...timing, peakMiB, packages: packages.length, loadsTypeOrm: packages.includes('typeorm') });
    }
  },
};

/** @type {readonly Start[]} */
const baselines = [
  { what: 'node', words: ['-e', '0'] },
  { what: 'node, loading pg', words: ['-e', "require('pg')"] },
  { what: 'node, loading TypeORM and pg', words: ['-e', "require('typeorm'); require('pg')"] },
];

/** @type {readonly Start[]} */
const helps = [
  { what: 'limbeck --version', words: [cli.limbeck, '--version'] },
  { what: 'limbeck --help', words: [cli.limbeck, '--help'] },
  ...commandNames.map((name) => ({ what: `limbeck ${name} --help`, words: [cli.limbeck, name, '--help'] })),
  { what: 'typeorm --help', words: [cli.typeorm, '--help'] },
];

/** @returns {readonly Start[]} */
function peerHelps() {
  return Object.entries(peers).map(([what, file]) => ({ what, words: [fileURLToPath(new URL(file, import.meta.url)), '--help'] }));
}

/**
 * In a project of a few revisions that have all run.
 *
 * @param {PartContext} context
 * @returns {Promise<readonly Start[]>}
 */
async function dailyCommands({ server, folder }) {
  linkPackages(folder);
  const directory = join(folder, 'migrations');
  mkdirSync(directory);
  writeJavaScript(directory, revisions);
  const env = { BENCH_URL: await server.create('start_up'), BENCH_FOLDER: directory };
  await runNode([cli.limbeck, 'upgrade', '-d', dataSourceFile], { env });
  return [
    ...daily.map((name) => ({ what: `limbeck ${name}`, words: [cli.limbeck, name, '-d', dataSourceFile], env })),
    { what: 'typeorm migration:show', words: [cli.typeorm, 'migration:show', '-d', dataSourceFile], env: { BENCH_URL: await server.create('start_up_typeorm') } },
  ];
}
