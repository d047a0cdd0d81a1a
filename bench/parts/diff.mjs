// @ts-check
/**
 * Comparing entities with a database in which nothing changed, and in which one table of a hundred did: in process, with the metadata built and
 * the connection open; and as a whole process, from its start to its end.
 */
import { mustFind, prepareSize, timeDiffers, timeDiffersAnew } from '../differs/measure.mjs';
import { runNode, runOnce } from '../support/process.mjs';
import { timeInTurns } from '../support/turns.mjs';

/**
 * @typedef {import('../differs/measure.mjs').Entry} Entry
 * @typedef {{ wholeMs: number, wholeRuns: number, peakMiB: number } | { wholeError: string }} WholeFacts `peakMiB` takes the place of that in process.
 */

/** What takes longer in process is not run as a whole process as well, nor with a change: it would take minutes to say the same. */
const slowMs = 15_000;

/** Up to here a comparison takes so little that its times lie far apart, and more of them are taken. */
const smallSize = 100;

/** @type {import('../support/part.mjs').Part} */
export const diff = {
  name: 'diff',
  sizes: { full: [10, 100, 1000, 3000], quick: [10, 100] },
  async measure(context) {
    for (const size of context.sizes) await measureSize(size, context);
  },
};

/**
 * @param {number} size
 * @param {import('../support/part.mjs').PartContext} context
 */
async function measureSize(size, context) {
  // V8 compiles what has run often: some six comparisons, as was measured, in all that compare. The first one of a process is told by the whole processes.
  const { rounds } = context.patience;
  const inProcess = { ...context.patience, warmUps: rounds, rounds: size <= smallSize ? 3 * rounds : rounds };
  const processes = size <= smallSize ? rounds : Math.ceil(rounds / 2);
  let entries = await prepareSize(size, context);
  for (const spelling of spellingNames) {
    context.say(`${size} tables: nothing changed, spelled as ${spelling}, beside the floor alone`);
    for (const row of await timeDiffersAnew(withFloor(entries, spelling), { ...inProcess, processes })) context.record({ ...row, beside: 'floor' });
  }
  for (const isChanged of [false, true]) {
    context.say(`${size} tables: ${isChanged ? 'one of a hundred changed' : 'nothing changed'}`);
    const rows = await timeDiffers(withChange(entries, isChanged), inProcess);
    entries = entries.filter(({ differ }) => rows.some(({ peer, ms = Infinity }) => peer === differ.name && ms < slowMs));
    const whole = await timeWhole(withChange(entries, isChanged), context.patience);
    for (const row of rows) context.record({ ...row, beside: 'all', ...whole.get(row.peer) });
  }
}

/** As PostgreSQL prints it, so that there is nothing to ask about, and as people type it. */
const spellingNames = /** @type {const} */ (['printed', 'typed']);

/**
 * Limbeck and the floor by themselves: next to peers that take seconds, V8 tidies the memory of the processes that rest, and goes on with that when they
 * are to compare again.
 *
 * @param {readonly Entry[]} entries
 * @param {typeof spellingNames[number]} spelling
 * @returns {Entry[]}
 */
function withFloor(entries, spelling) {
  return entries.filter(({ differ }) => ['floor', 'Limbeck'].includes(differ.name)).map((entry) => ({ ...entry, options: { ...entry.options, spelling } }));
}

/**
 * @param {readonly Entry[]} entries
 * @param {boolean} isChanged
 */
function withChange(entries, isChanged) {
  return entries.map((entry) => ({ ...entry, options: { ...entry.options, isChanged } }));
}

/**
 * @param {readonly Entry[]} entries
 * @param {import('../support/turns.mjs').Patience} patience
 * @returns {Promise<Map<string, WholeFacts>>}
 */
async function timeWhole(entries, patience) {
  /** @type {Map<string, number>} */
  const peaks = new Map();
  const timings = await timeInTurns(
    entries.map(({ differ, options }) => ({
      name: differ.name,
      run: async () => {
        const { ms, peakMiB } = await runWhole(differ, options);
        peaks.set(differ.name, peakMiB);
        return ms;
      },
    })),
    { ...patience, rounds: Math.ceil(patience.rounds / 2) },
  );
  return new Map(
    [...timings].map(([name, timing]) => [name, 'error' in timing ? { wholeError: timing.error } : { wholeMs: timing.ms, wholeRuns: timing.runs, peakMiB: peaks.get(name) ?? NaN }]),
  );
}

/**
 * @param {Entry['differ']} differ
 * @param {Entry['options']} options
 */
async function runWhole({ command, module, compares }, options) {
  if (command !== null) return runNode(command, { env: { BENCH_URL: options.url, BENCH_SIZE: String(options.size), BENCH_CHANGED: String(options.isChanged) } });
  const run = await runOnce(module, options);
  if (compares) mustFind(JSON.parse(run.stdout), options);
  return run;
}
