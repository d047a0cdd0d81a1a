// @ts-check
import { failures, mebibytes, table, timeOf } from '../markdown.mjs';

/**
 * @param {readonly import('../markdown.mjs').Row[]} rows
 * @returns {string[]}
 */
export function startUpSection(rows) {
  return [
    '### Starting',
    'Whole processes; the commands that ask the database have ten revisions that have all run.',
    table(
      ['', 'time', 'memory', 'loads TypeORM'],
      rows.map(({ what, peakMiB, loadsTypeOrm, ...row }) => [what.includes(' --') || what.startsWith('limbeck') ? `\`${what}\`` : what, timeOf(row), mebibytes(peakMiB), loadsTypeOrm ? 'yes' : 'no']),
    ),
    ...failures(rows),
  ];
}
