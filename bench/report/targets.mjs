// @ts-check
/** What was set as a target, held against what was measured: each ratio is of one run. */
import { duration, mebibytes, number } from './markdown.mjs';

/**
 * @typedef {import('../support/results.mjs').ResultsOfParts} ResultsOfParts
 * @typedef {import('../support/part.mjs').Row} Row
 * @typedef {{ value: string, isMet: boolean }} Verdict
 * @typedef {{ target: string, judge(results: Find): Verdict | null }} Target `judge` gives `null` where it was not measured.
 * @typedef {(part: string, wanted: Row) => Row[]} Find The rows of a part that have all these facts, and no error.
 */

/**
 * @param {ResultsOfParts} results
 * @returns {{ target: string, verdict: Verdict | null }[]}
 */
export function judgeTargets(results) {
  /** @type {Find} */
  const find = (part, wanted) => (results[part]?.rows ?? []).filter((row) => row.error === undefined && Object.entries(wanted).every(([name, value]) => row[name] === value));
  return targets.map(({ target, judge }) => ({ target, verdict: judge(find) }));
}

/** @type {readonly Target[]} */
const targets = [
  {
    target: 'a comparison without a difference takes at most 1.5 times the floor, at 100 tables and more, where there is no expression to ask about',
    judge: (find) => allAtMost(comparedAtSizes(find, { ...besideFloor, spelling: 'printed' }).filter(({ size }) => size >= 100), { most: 1.5 }),
  },
  {
    target: '… and where a check and a predicate of each table are asked about, which the floor leaves out',
    judge: (find) => allAtMost(comparedAtSizes(find, besideFloor).filter(({ size }) => size >= 100), { most: 1.5 }),
  },
  {
    target: 'its time grows in line with the number of tables: a table costs at most 1.25 times as much among 3,000 as among 1,000',
    judge: (find) => {
      const costs = [1000, 3000].map((size) => (find('diff', { ...unchanged, peer: 'Limbeck', size })[0]?.ms ?? NaN) / size);
      return atMost((costs[1] ?? NaN) / (costs[0] ?? NaN), { most: 1.25, show: times });
    },
  },
  {
    target: 'at most 3 round trips where there is no expression to ask about, however many tables',
    judge: (find) => atMost(mostTrips(find('diff', { peer: 'Limbeck', spelling: 'printed' })), { most: 3, show: number }),
  },
  {
    target: 'at most 8 with expressions and differences, however many tables',
    judge: (find) => atMost(mostTrips(find('diff', { peer: 'Limbeck', spelling: 'typed' })), { most: 8, show: number }),
  },
  {
    target: '10 times faster than the fastest peer at 1,000 tables',
    judge: (find) => {
      const others = ['TypeORM', 'MikroORM', 'drizzle-kit'].flatMap((peer) => comparedAtSizes(find, { ...unchanged, peer }).filter(({ size }) => size === 1000));
      return atLeast(Math.min(...others.map(({ ratio }) => 1 / ratio)), { least: 10, show: times });
    },
  },
  {
    target: '40 times faster than TypeORM at 1,000 tables',
    judge: (find) => atLeast(1 / (comparedAtSizes(find, { ...unchanged, peer: 'TypeORM' }).find(({ size }) => size === 1000)?.ratio ?? NaN), { least: 40, show: times }),
  },
  {
    target: 'memory at 3,000 tables under 250 MiB, the whole process',
    judge: (find) => atMost(find('diff', { ...unchanged, peer: 'Limbeck', size: 3000 })[0]?.peakMiB ?? NaN, { most: 250, show: mebibytes }),
  },
  {
    target: 'an upgrade of 1,000 revisions takes at most 1.2 times the floor',
    judge: (find) => {
      const ratioTo = (/** @type {string} */ against) => ratioOf(find, 'upgrade', { what: 'upgrade', size: 1000, against });
      return atMost(ratioTo('floor'), { most: 1.2, show: (ratio) => `${times(ratio)}; ${times(ratioTo('lower floor'))} the lower floor` });
    },
  },
  {
    target: 'at most 2 round trips for each further revision',
    judge: (find) => {
      const trips = [100, 1000].map((size) => find('upgrade', { what: 'upgrade', peer: 'Limbeck', size })[0]?.roundTrips ?? NaN);
      return atMost(((trips[1] ?? NaN) - (trips[0] ?? NaN)) / 900, { most: 2, show: (value) => value.toFixed(2) });
    },
  },
  {
    target: 'with 20 ms of latency, 100 revisions take less than half of the time of TypeORM',
    judge: (find) => atMost(ratioOf(find, 'latency', { what: 'upgrade', size: 100, against: 'TypeORM' }), { most: 0.5, show: times }),
  },
  {
    target: 'with 20 ms of latency, comparing 100 tables takes less than 0.3 s',
    judge: (find) => atMost(find('latency', { what: 'diff', peer: 'Limbeck', size: 100 })[0]?.ms ?? NaN, { most: 300, show: duration }),
  },
  ...[
    { language: 'JavaScript', files: 'in JavaScript' },
    { language: 'ES module', files: 'in JavaScript, with the data source in an ES module,' },
    { language: 'TypeScript', files: 'in TypeScript' },
  ].flatMap(({ language, files }) => [
    {
      target: `\`upgrade\` with nothing to do among 1,000 files ${files} takes at most 150 ms more than loading TypeORM and \`pg\``,
      judge: (/** @type {Find} */ find) => {
        const wanted = { what: 'nothing to do', size: 1000 };
        const msOf = (/** @type {string} */ peer) => find('upgrade', { ...wanted, language, peer })[0]?.ms ?? NaN;
        return atMost(msOf('Limbeck') - msOf('loading TypeORM and pg'), { most: 150, show: duration });
      },
    },
    {
      target: `… and less than half of \`typeorm migration:run\`, ${files.replace(/,$/, '')}`,
      judge: (/** @type {Find} */ find) => atMost(ratioOf(find, 'upgrade', { what: 'nothing to do', size: 1000, language, against: 'TypeORM' }), { most: 0.5, show: times }),
    },
  ]),
  {
    target: '`limbeck --help` under 150 ms',
    judge: (find) => atMost(find('start-up', { what: 'limbeck --help' })[0]?.ms ?? NaN, { most: 150, show: duration }),
  },
  {
    target: '`limbeck --help` loads no TypeORM',
    judge: (find) => {
      const [row] = find('start-up', { what: 'limbeck --help' });
      return row === undefined ? null : { value: row.loadsTypeOrm ? 'loads it' : 'does not', isMet: !row.loadsTypeOrm };
    },
  },
  {
    target: 'the first revision of 1,000 tables, written and verified, within 5 s',
    judge: (find) => {
      const times1000 = (/** @type {string} */ against) => times(ratioOf(find, 'initial-revision', { size: 1000, against }));
      return atMost(find('initial-revision', { peer: 'Limbeck', size: 1000 })[0]?.ms ?? NaN, { most: 5000, show: (ms) => `${duration(ms)}; ${times1000('floor')} the floor, ${times1000('TypeORM, tried out')} TypeORM, tried out` });
    },
  },
];

const unchanged = { isChanged: false, spelling: 'typed', beside: 'all' };
const besideFloor = { ...unchanged, beside: 'floor', peer: 'floor' };

/**
 * Limbeck's time for a comparison without a difference as a part of another's, at each size at which both were measured.
 *
 * @param {Find} find
 * @param {Row} other
 */
function comparedAtSizes(find, other) {
  return find('diff', other).flatMap(({ size, ms }) => find('diff', { ...other, peer: 'Limbeck', size }).map((ours) => ({ size, ratio: ours.ms / ms })));
}

/**
 * @param {Find} find
 * @param {string} part
 * @param {Row} wanted `against`: the peer.
 */
function ratioOf(find, part, { against, ...wanted }) {
  return (find(part, { ...wanted, peer: 'Limbeck' })[0]?.ms ?? NaN) / (find(part, { ...wanted, peer: against })[0]?.ms ?? NaN);
}

/** @param {readonly Row[]} rows */
function mostTrips(rows) {
  return rows.length === 0 ? NaN : Math.max(...rows.map(({ roundTrips }) => roundTrips));
}

/** @param {number} ratio */
function times(ratio) {
  return `${ratio.toFixed(ratio < 10 ? 2 : 1)} times`;
}

/**
 * @param {readonly { size: number, ratio: number }[]} measured
 * @param {{ most: number }} limit
 * @returns {Verdict | null}
 */
function allAtMost(measured, { most }) {
  if (measured.length === 0) return null;
  return { value: measured.map(({ size, ratio }) => `${times(ratio)} at ${number(size)}`).join(', '), isMet: measured.every(({ ratio }) => ratio <= most) };
}

/**
 * @param {number} value
 * @param {{ most: number, show: (value: number) => string }} limit
 * @returns {Verdict | null}
 */
function atMost(value, { most, show }) {
  return Number.isFinite(value) ? { value: show(value), isMet: value <= most } : null;
}

/**
 * @param {number} value
 * @param {{ least: number, show: (value: number) => string }} limit
 * @returns {Verdict | null}
 */
function atLeast(value, { least, show }) {
  return Number.isFinite(value) ? { value: show(value), isMet: value >= least } : null;
}
