// @ts-check
/** What a worker of `worker.mjs` runs: loads a module, starts what it measures, and then does as it is told. */
import { peakMemoryMiB } from './peak-memory.cjs';
import { trafficBetween, trafficUntilNow, watchConnections } from './wire.mjs';

const [, , module = '', options = '{}'] = process.argv;

watchConnections();
const measured = await answer(async () => (await import(module)).start(JSON.parse(options)));

process.on('message', (command) => {
  if (command === 'run') void answer(run);
  if (command === 'stop') void answer(stop).then(() => process.disconnect());
});

async function run() {
  const before = trafficUntilNow();
  const startMs = performance.now();
  const outcome = await measured.run();
  const ms = performance.now() - startMs;
  return { ms, outcome, peakMiB: peakMemoryMiB(), ...trafficBetween(before, trafficUntilNow()) };
}

async function stop() {
  await measured.stop();
}

/**
 * Does `work`, and tells the parent how it ended.
 *
 * @param {() => Promise<any>} work
 */
async function answer(work) {
  try {
    const value = await work();
    process.send?.({ value: typeof value?.run === 'function' ? null : (value ?? null) });
    return value;
  } catch (error) {
    process.send?.({ error: error instanceof Error ? error.message : String(error) });
    return null;
  }
}
