// @ts-check
import { failures, number, table, timeOf } from '../markdown.mjs';

/**
 * @param {readonly import('../markdown.mjs').Row[]} rows
 * @returns {string[]}
 */
export function testDatabasesSection(rows) {
  const [first] = rows;
  if (first === undefined) return [];
  return [
    '### Databases for tests',
    `A template in which ${number(first.revisions)} revisions ran, on a server with its data in memory.`,
    table(
      ['', 'median', 'times'],
      rows.map(({ what, runs, ...row }) => [what, timeOf(row), String(runs ?? '–')]),
    ),
    ...failures(rows),
  ];
}
