// @ts-check
import { duration, failures, name, number, roundTrips, table } from '../markdown.mjs';
import { picture } from '../pictures.mjs';

/**
 * @param {readonly import('../markdown.mjs').Row[]} rows
 * @returns {string[]}
 */
export function latencySection(rows) {
  const [first] = rows;
  if (first === undefined) return [];
  const show = (/** @type {import('../markdown.mjs').Row} */ row) => (row.error === undefined ? `${duration(row.ms)}; ${roundTrips(row.roundTrips)}` : 'failed');
  const tableOf = (/** @type {string} */ what, /** @type {string} */ head) =>
    table(
      ['', head],
      rows.filter((row) => row.what === what).map((row) => [name(row.peer), show(row)]),
    );
  return [
    '### A database that is far away',
    `Through a proxy that adds ${first.roundTripMs} ms to each round trip. A comparison without a difference, in process, with the connection open; and an upgrade from the connection to its end:`,
    tableOf('diff', `diff of ${number(first.size)} tables`),
    tableOf('upgrade', `upgrade of ${number(first.size)} revisions`),
    ...picture('latency', 'Time of an upgrade through a slow network, by who runs it'),
    ...failures(rows),
  ];
}
