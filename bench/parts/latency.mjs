// @ts-check
/** A database that is far away: the same comparison and the same history through a proxy that adds 20 ms to each round trip. */
import { prepareSize, timeDiffers } from '../differs/measure.mjs';
import { timeRunners } from '../runners/measure.mjs';
import { startProxy } from '../support/proxy.mjs';

const roundTripMs = 20;

/** @type {import('../support/part.mjs').Part} */
export const latency = {
  name: 'latency',
  sizes: { full: [100], quick: [10] },
  largest: 100,
  async measure(context) {
    const { server, patience, sizes } = context;
    const proxy = await startProxy({ port: server.port, roundTripMs });
    const fewer = { ...context, patience: { ...patience, rounds: Math.ceil(patience.rounds / 2) } };
    try {
      for (const size of sizes) {
        context.say(`diff of ${size} tables`);
        const entries = await prepareSize(size, context);
        const far = entries.map((entry) => ({ ...entry, options: { ...entry.options, url: proxy.through(entry.options.url) } }));
        for (const row of await timeDiffers(far, fewer.patience)) context.record({ what: 'diff', roundTripMs, ...row });
        context.say(`upgrade of ${size} revisions`);
        for (const row of await timeRunners(fewer, { count: size, through: proxy.through })) context.record({ what: 'upgrade', roundTripMs, ...row });
      }
    } finally {
      await proxy.stop();
    }
  },
};
