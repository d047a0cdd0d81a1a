// @ts-check
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { timeInTurns } from '../support/turns.mjs';
import { startWorker } from '../support/worker.mjs';
import { runners } from './runner.mjs';

/** @typedef {import('./runner.mjs').Runner} Runner */

/**
 * @typedef {{ size: number, peer: string, ms?: number, runs?: number, roundTrips?: number, bytesIn?: number, bytesOut?: number, peakMiB?: number, error?: string }} RunnerRow
 * @typedef {object} RunnersRequest
 * @property {number} count How many revisions.
 * @property {(url: string) => string} through The URL by which the runners reach the database.
 */

const repository = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Times each runner on an empty database, in a process of its own, from its connection to its end; gives a row for each.
 *
 * @param {Pick<import('../support/part.mjs').PartContext, 'server' | 'folder' | 'patience' | 'hasPeers'>} context
 * @param {RunnersRequest} request
 * @returns {Promise<RunnerRow[]>}
 */
export async function timeRunners({ server, folder, patience, hasPeers }, { count, through }) {
  /** @type {Map<string, Partial<RunnerRow>>} */
  const facts = new Map();
  const entered = runnersThere(hasPeers);
  for (const runner of entered) await writeFiles(runner, { folder, count });
  const timings = await timeInTurns(
    entered.map((runner) => ({
      name: runner.name,
      run: async () => {
        await server.drop('run');
        const url = through(await server.create('run'));
        const worker = await startWorker(runner.module, { url, folder: filesOf(runner, { folder, count }), count });
        const { ms, outcome, peakMiB, roundTrips, bytesIn, bytesOut } = await worker.run().finally(() => worker.stop());
        if (outcome !== count) throw new Error(`runs ${outcome} revisions of ${count}`);
        facts.set(runner.name, { peakMiB, roundTrips, bytesIn, bytesOut });
        return ms;
      },
    })),
    patience,
  );
  return entered.map(({ name }) => ({ size: count, peer: name, ...facts.get(name), ...timings.get(name) }));
}

/** @param {boolean} hasPeers */
export function runnersThere(hasPeers) {
  return runners.filter(({ isPeerPackage }) => hasPeers || !isPeerPackage);
}

/**
 * The folder of the files that a runner reads.
 *
 * @param {Runner} runner
 * @param {{ folder: string, count: number }} place
 */
export function filesOf({ name }, { folder, count }) {
  return join(folder, `${name.replaceAll(/\W+/g, '-')}-${count}`);
}

/**
 * @param {Runner} runner
 * @param {{ folder: string, count: number }} place
 */
async function writeFiles(runner, place) {
  const files = filesOf(runner, place);
  linkPackages(place.folder);
  mkdirSync(files, { recursive: true });
  (await import(runner.module.href)).write(files, place.count);
}

/** So that files in a temporary folder find what they import, as they would in a project. @param {string} folder */
export function linkPackages(folder) {
  const packages = join(folder, 'node_modules');
  if (existsSync(packages)) return;
  mkdirSync(packages);
  symlinkSync(repository, join(packages, 'limbeck'), 'junction');
  for (const name of ['typeorm', 'pg', 'reflect-metadata']) symlinkSync(join(repository, 'node_modules', name), join(packages, name), 'junction');
}
