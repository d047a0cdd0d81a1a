// @ts-check
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { table } from './markdown.mjs';
import { diffSection } from './sections/diff.mjs';
import { initialRevisionSection } from './sections/initial-revision.mjs';
import { latencySection } from './sections/latency.mjs';
import { startUpSection } from './sections/start-up.mjs';
import { testDatabasesSection } from './sections/test-databases.mjs';
import { upgradeSection } from './sections/upgrade.mjs';
import { judgeTargets } from './targets.mjs';

/**
 * @typedef {import('../support/results.mjs').ResultsOfParts} ResultsOfParts
 * @typedef {import('../support/results.mjs').PartResults} PartResults
 */

const begin = '<!-- bench:begin -->';
const end = '<!-- bench:end -->';

/** @type {Readonly<Record<string, (rows: readonly import('./markdown.mjs').Row[]) => string[]>>} */
const sections = {
  diff: diffSection,
  'initial-revision': initialRevisionSection,
  upgrade: upgradeSection,
  latency: latencySection,
  'start-up': startUpSection,
  'test-databases': testDatabasesSection,
};

/**
 * Writes what was measured into `performance.md` of the folder, between two marks, and the pictures beside it; the rest of the page stays as it is.
 *
 * @param {string} folder
 * @param {{ results: ResultsOfParts, draws: boolean }} measured `draws`: whether the pictures are made too, by a library that comes with bench/package.json.
 */
export async function writePage(folder, { results, draws }) {
  const file = join(folder, 'performance.md');
  const page = existsSync(file) ? readFileSync(file, 'utf8') : `${begin}\n${end}\n`;
  const [before, after] = [page.indexOf(begin), page.indexOf(end)];
  if (before < 0 || after < before) throw new Error(`${file} has no ${begin} followed by ${end}, between which the results go.`);
  writeFileSync(file, `${page.slice(0, before + begin.length)}\n\n${describe(results).join('\n\n')}\n\n${page.slice(after)}`);
  if (draws) (await import('./charts.mjs')).drawCharts(join(folder, 'performance'), results);
}

/** @param {ResultsOfParts} results */
function describe(results) {
  return [
    '## Targets',
    table(
      ['target', 'measured', ''],
      judgeTargets(results).map(({ target, verdict }) => [target, verdict?.value ?? 'not measured', verdict === null ? '' : verdict.isMet ? 'met' : '**missed**']),
    ),
    '## Figures',
    ...describeMachines(Object.values(results)),
    ...Object.entries(sections).flatMap(([name, toMarkdown]) => {
      const part = results[name];
      return part === undefined ? [] : [...toMarkdown(part.rows), ...(part.error === undefined ? [] : [`This part ended before its end: ${part.error}`])];
    }),
  ];
}

/** What was measured on; parts that were measured anew later may have met another machine. @param {readonly PartResults[]} parts */
function describeMachines(parts) {
  const machines = new Set(parts.map(({ machine: { processor, cores, memoryGiB, system, node, postgres, date } }) => `${processor}, ${cores} cores, ${memoryGiB} GiB, ${system}; PostgreSQL ${postgres} on the same machine, Node ${node}; ${date}`));
  const versions = Object.entries(Object.assign({}, ...parts.map(({ machine }) => machine.versions))).map(([name, version]) => `${name} ${version}`);
  const loads = parts.map(({ machine: { load } }) => load);
  return [
    [...machines].join('\n\n'),
    `Medians of up to 7 runs after one to warm up, as many as 40 s allow; comparisons in process warm up with up to seven, and those of 100 tables and less count up to 21, as does what finds nothing to do. All are taken in turns, each peer in a process of its own. What else the machine did when the parts began: a load average of ${Math.min(...loads)} to ${Math.max(...loads)}. ${versions.join(', ')}. Trust the ratios more than the single figures.`,
  ];
}
