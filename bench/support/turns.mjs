// @ts-check
import { messageOf } from './message.mjs';
import { median } from './statistics.mjs';

/**
 * @typedef {{ name: string, run: () => Promise<number> }} Entrant `run` gives the milliseconds that it took.
 * @typedef {{ ms: number, runs: number } | { error: string }} Timing The median, and of how many runs.
 * @typedef {{ warmUps: number, rounds: number, budgetMs: number }} Patience How many runs each has at most, of which the first do not count, and how long these may take together.
 */

/**
 * Times all of them in turns, so that whatever else the machine does meets all alike. The first runs of each warm up and do not count,
 * but no more of them than of those that do, where the time is used up before. What fails is told, and the others go on.
 *
 * @param {readonly Entrant[]} entrants
 * @param {Patience} patience
 * @returns {Promise<Map<string, Timing>>}
 */
export async function timeInTurns(entrants, { warmUps, rounds, budgetMs }) {
  const races = entrants.map((entrant) => ({ entrant, times: /** @type {number[]} */ ([]), error: /** @type {string | null} */ (null) }));
  for (let round = 0; round < warmUps + rounds; round += 1) {
    for (const race of races) {
      const spentMs = race.times.reduce((sum, ms) => sum + ms, 0) + (race.times.at(-1) ?? 0);
      if (race.error !== null || spentMs > budgetMs) continue;
      await race.entrant.run().then(
        (ms) => race.times.push(ms),
        (/** @type {unknown} */ error) => (race.error = messageOf(error)),
      );
    }
  }
  return new Map(races.map(({ entrant, times, error }) => [entrant.name, error === null ? timingOf(times, warmUps) : { error }]));
}

/** @param {readonly number[]} times @param {number} warmUps @returns {Timing} */
function timingOf(times, warmUps) {
  const counted = times.slice(Math.min(warmUps, Math.floor(times.length / 2)));
  return { ms: median(counted), runs: counted.length };
}
