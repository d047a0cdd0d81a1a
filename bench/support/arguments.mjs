// @ts-check
import { parseArgs } from 'node:util';

/**
 * @typedef {object} BenchArguments
 * @property {readonly string[] | null} only The parts to measure; all unless given.
 * @property {readonly number[] | null} sizes Instead of the sizes of each part.
 * @property {boolean} isQuick Small sizes and few runs.
 * @property {boolean} isReport Nothing is measured; the page is made of the results that are there.
 * @property {boolean} hasPeers
 * @property {string | null} out
 */

const usage = `npm run bench -- [options]

  --only <parts>    measure these alone: diff, upgrade, start-up, test-databases, latency, initial-revision
  --sizes <numbers> instead of the sizes of each part: 10,100
  --quick           small sizes and few runs
  --without-peers   leave out what comes with bench/package.json
  --report          measure nothing; make the page of the results that are there
  --out <folder>    where the page and its results go: docs, or bench/out where not all of a part was measured
`;

/**
 * What the command line asks for; where that is the help, or cannot be understood, says so and gives `null`.
 *
 * @param {readonly string[]} words
 * @param {readonly string[]} partNames
 * @returns {BenchArguments | null}
 */
export function readArguments(words, partNames) {
  try {
    const asked = parse(words);
    if (asked === null) console.log(usage);
    for (const name of asked?.only ?? []) if (!partNames.includes(name)) throw new TypeError(`--only: there is no part ${name}`);
    for (const size of asked?.sizes ?? []) if (!Number.isInteger(size) || size < 1) throw new TypeError('--sizes: numbers of 1 and more, with commas between them');
    return asked;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    console.error(`${error.message}\n\n${usage}`);
    process.exitCode = 2;
    return null;
  }
}

/**
 * @param {readonly string[]} words
 * @returns {BenchArguments | null}
 */
function parse(words) {
  const { values } = parseArgs({
    args: [...words],
    options: {
      only: { type: 'string' },
      sizes: { type: 'string' },
      quick: { type: 'boolean', default: false },
      'without-peers': { type: 'boolean', default: false },
      report: { type: 'boolean', default: false },
      out: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return null;
  return {
    only: values.only?.split(',') ?? null,
    sizes: values.sizes?.split(',').map(Number) ?? null,
    isQuick: values.quick,
    isReport: values.report,
    hasPeers: !values['without-peers'],
    out: values.out ?? null,
  };
}
