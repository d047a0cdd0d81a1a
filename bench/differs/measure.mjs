// @ts-check
import { messageOf } from '../support/message.mjs';
import { changedTables } from '../support/schema.mjs';
import { median } from '../support/statistics.mjs';
import { timeInTurns } from '../support/turns.mjs';
import { startWorker } from '../support/worker.mjs';
import { differs } from './differ.mjs';

/**
 * @typedef {import('./differ.mjs').Differ} Differ
 * @typedef {import('./differ.mjs').DifferOptions} DifferOptions
 * @typedef {{ differ: Differ, options: DifferOptions, obstacle?: string }} Entry `obstacle`: why it cannot be measured.
 * @typedef {{ size: number, isChanged: boolean, spelling: string, peer: string, ms?: number, runs?: number, roundTrips?: number, bytesIn?: number, bytesOut?: number, peakMiB?: number, error?: string }} DifferRow
 */

/**
 * The differs that are measured at this size, each with a database in which nothing differs.
 *
 * @param {number} size
 * @param {Pick<import('../support/part.mjs').PartContext, 'server' | 'hasPeers' | 'say'>} context
 * @returns {Promise<Entry[]>}
 */
export async function prepareSize(size, { server, hasPeers, say }) {
  const entered = differs.filter((differ) => size <= differ.largest && (hasPeers || !differ.isPeerPackage));
  /** @type {Map<string, { url: string, obstacle?: string }>} */
  const databases = new Map();
  for (const { tables, module } of entered.filter(({ makesTables }) => makesTables)) {
    say(`${size} tables: ${tables} makes its own`);
    const url = await server.create(`${tables}_${size}`);
    databases.set(tables, { url });
    try {
      await (await import(module.href)).create({ url, size, isChanged: false });
      await server.analyse(`${tables}_${size}`);
    } catch (error) {
      databases.set(tables, { url, obstacle: `its tables could not be made: ${messageOf(error)}` });
    }
  }
  return entered.map((differ) => {
    const { url = '', ...rest } = databases.get(differ.tables) ?? {};
    return { differ, options: { url, size, isChanged: false }, ...rest };
  });
}

/**
 * Times each in a process of its own, with the metadata built and the connection open; gives a row for each.
 *
 * @param {readonly Entry[]} entries
 * @param {import('../support/turns.mjs').Patience} patience
 * @returns {Promise<DifferRow[]>}
 */
export async function timeDiffers(entries, patience) {
  /** @type {Map<string, Partial<DifferRow>>} */
  const facts = new Map();
  /** @type {Map<string, import('../support/worker.mjs').Worker>} */
  const workers = new Map();
  const timings = await timeInTurns(
    entries.map(({ differ, options, obstacle }) => ({
      name: differ.name,
      run: async () => {
        if (obstacle !== undefined) throw new Error(obstacle);
        const worker = workers.get(differ.name) ?? (await startWorker(differ.module, options));
        workers.set(differ.name, worker);
        const { ms, outcome, peakMiB, roundTrips, bytesIn, bytesOut } = await worker.run();
        if (differ.compares) mustFind(outcome, options);
        facts.set(differ.name, { peakMiB, roundTrips, bytesIn, bytesOut });
        return ms;
      },
    })),
    patience,
  );
  await Promise.all([...workers.values()].map((worker) => worker.stop()));
  return entries.map(({ differ, options: { size, isChanged, spelling = 'typed' } }) => ({ size, isChanged, spelling, peer: differ.name, ...facts.get(differ.name), ...timings.get(differ.name) }));
}

/**
 * Times each in several processes of its own, one after the other, as processes and their sessions differ, and none is as fast as the next; gives a row for
 * each, with the median of what they took.
 *
 * @param {readonly Entry[]} entries
 * @param {import('../support/turns.mjs').Patience & { readonly processes: number }} patience
 * @returns {Promise<DifferRow[]>}
 */
export async function timeDiffersAnew(entries, { processes, ...patience }) {
  /** @type {DifferRow[][]} */
  const timed = [];
  for (let each = 0; each < processes; each += 1) timed.push(await timeDiffers(entries, patience));
  return entries.map(({ differ }) => medianRow(timed.flatMap((rows) => rows.filter(({ peer }) => peer === differ.name))));
}

/** What failed once has failed. @param {readonly DifferRow[]} rows @returns {DifferRow} */
function medianRow(rows) {
  const [first] = rows;
  if (first === undefined) throw new Error('nothing was timed');
  const failed = rows.find(({ error }) => error !== undefined);
  return failed ?? { ...first, ms: median(rows.map(({ ms = NaN }) => ms)), runs: rows.reduce((sum, { runs = 0 }) => sum + runs, 0) };
}

/**
 * A comparison that finds something else than is there does other work.
 *
 * @param {number} differences
 * @param {DifferOptions} options
 */
export function mustFind(differences, { size, isChanged }) {
  const expected = isChanged ? changedTables(size) : 0;
  if (differences !== expected) throw new Error(`finds ${differences} differences where there are ${expected}`);
}
