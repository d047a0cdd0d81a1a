// @ts-check
import { byPeerAndSize, duration, failures, mebibytes, name, number, roundTrips, table, timeOf } from '../markdown.mjs';
import { picture } from '../pictures.mjs';

/**
 * @param {readonly import('../markdown.mjs').Row[]} rows
 * @returns {string[]}
 */
export function upgradeSection(rows) {
  const upgrades = rows.filter(({ what }) => what === 'upgrade');
  const nothing = rows.filter(({ what }) => what === 'nothing to do');
  return [
    '### Running revisions',
    'A history on an empty database, in process, from the connection to its end; each revision in a transaction of its own, with two steps: a table or a column, and an index of it. ' +
      'The files of Limbeck call `op`; those of the others are as their generators or their manuals write them. The floor sends the same with `pg` alone, statement by statement, and loads no files; ' +
      'the lower floor sends each revision in one message, and so could not say which statement failed.',
    byPeerAndSize(upgrades, { unit: 'revisions', show: (row) => (row.error === undefined ? `${duration(row.ms)}; ${roundTrips(row.roundTrips)}` : 'failed') }),
    ...picture('upgrade', 'Time of an upgrade, by who runs it'),
    ...nothingToDo(nothing),
    ...failures(rows),
  ];
}

/** @param {readonly import('../markdown.mjs').Row[]} rows */
function nothingToDo(rows) {
  const [first] = rows;
  if (first === undefined) return [];
  const find = (/** @type {string} */ peer, /** @type {string} */ language) => rows.find((row) => row.peer === peer && row.language === language);
  const show = (/** @type {import('../markdown.mjs').Row | undefined} */ row) => (row === undefined ? '–' : timeOf(row));
  return [
    `Nothing to do, whole process, ${number(first.size)} files: \`limbeck upgrade\`, \`typeorm migration:run\`, \`node-pg-migrate up\`, and a script for umzug. TypeORM reads TypeScript here by the compiler of Limbeck, as it brings none.`,
    table(
      ['', 'JavaScript', 'data source in an ES module', 'TypeScript', 'memory'],
      [...new Set(rows.map(({ peer }) => peer))].map((peer) => [
        name(peer),
        ...['JavaScript', 'ES module', 'TypeScript'].map((language) => show(find(peer, language))),
        mebibytes(find(peer, 'JavaScript')?.peakMiB),
      ]),
    ),
  ];
}
