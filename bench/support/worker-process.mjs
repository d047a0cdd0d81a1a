// @ts-check
/** What a worker of `worker.mjs` runs: loads a module, starts what it measures, and then does as it is told. */
import { messageOf } from './message.mjs';
import { peakMemoryMiB } from './peak-memory.cjs';
import { trafficBetween, trafficUntilNow, watchConnections } from './wire.mjs';

const [, , module = '', options = '{}'] = process.argv;

/** @type {import('./worker.mjs').Measured<unknown>} */
let measured;

process.on('message', (command) => {
  if (command === 'run') void answer(run);
  if (command === 'stop') void answer(stop).then(() => process.disconnect());
});
watchConnections();
await answer(start);

async function start() {
  measured = await (await import(module)).start(JSON.parse(options));
}

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
 * Does `work`, and tells the parent what it gives, or why it failed.
 *
 * @param {() => Promise<object | void>} work
 */
async function answer(work) {
  try {
    process.send?.({ value: (await work()) ?? null });
  } catch (error) {
    process.send?.({ error: messageOf(error) });
  }
}
