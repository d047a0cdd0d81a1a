// @ts-check
import { byPeerAndSize, duration, failures, mebibytes, number } from '../markdown.mjs';

/**
 * @param {readonly import('../markdown.mjs').Row[]} rows
 * @returns {string[]}
 */
export function initialRevisionSection(rows) {
  return [
    '### The first revision of many tables',
    'On an empty database, as a whole process. `limbeck revision --autogenerate` runs the file there and back before it keeps it; `typeorm migration:generate` writes a file that has not run; tried out by `migration:run` and `migration:revert` it has, but nobody has compared what is there then. The floor sends the statements of the way there and back with `pg` alone, in one transaction, and does nothing else. ' +
      'The server has room for more locks than it has by default (`max_locks_per_transaction = 512`), as all tables are made in one transaction.',
    byPeerAndSize(rows, { unit: 'tables', show: ({ ms, error, fileKiB, peakMiB }) => (error === undefined ? [duration(ms), ...(fileKiB === undefined ? [] : [`${number(Math.round(fileKiB))} KiB written`]), `${mebibytes(peakMiB)} of memory`].join('; ') : 'failed') }),
    ...failures(rows),
  ];
}
