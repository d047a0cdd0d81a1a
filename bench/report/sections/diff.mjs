// @ts-check
import { byPeerAndSize, bytes, duration, failures, mebibytes, number, timeOf } from '../markdown.mjs';
import { picture } from '../pictures.mjs';

/**
 * @param {readonly import('../markdown.mjs').Row[]} rows
 * @returns {string[]}
 */
export function diffSection(rows) {
  const together = rows.filter(({ beside }) => beside === 'all');
  const unchanged = together.filter(({ isChanged }) => !isChanged);
  const changed = together.filter(({ isChanged }) => isChanged);
  const unit = 'tables';
  const whole = (/** @type {import('../markdown.mjs').Row} */ { wholeMs, wholeError }) => (wholeError === undefined ? duration(wholeMs) : 'failed');
  return [
    '### Comparing',
    'Nothing changed, in process, with the metadata built and the connection open. `diff()` beside `createSchemaBuilder().log()` of TypeORM, `getUpdateSchemaSQL()` of MikroORM and `pushSchema()` of drizzle-kit; each on a ' +
      'database in which it finds no difference. The floor is the catalog read with `pg` alone in one round trip, and the least comparison that finds a difference. ' +
      'Reading alone is all that Limbeck reads, by its own queries, with `pg` alone; nothing is made of the rows.',
    byPeerAndSize(unchanged, { unit, show: timeOf }),
    ...picture('diff', 'Time of a comparison without a difference, by the number of tables'),
    'One table of a hundred has a new column:',
    byPeerAndSize(changed, { unit, show: timeOf }),
    'Whole processes, from start to end: `limbeck diff`, `typeorm schema:log`, and a script for the others; what takes more than 15 s in process is left out. Nothing changed:',
    byPeerAndSize(unchanged, { unit, show: whole }),
    'One table of a hundred has a new column:',
    byPeerAndSize(changed, { unit, show: whole }),
    'Round trips, and what is received and sent, where nothing changed:',
    byPeerAndSize(unchanged, { unit, show: ({ roundTrips, bytesIn, bytesOut }) => (roundTrips === undefined ? '–' : `${number(roundTrips)}; ${bytes(bytesIn)}, ${bytes(bytesOut)}`) }),
    ...besideFloor(rows),
    'The most memory that the process held, of the whole process where it was run:',
    byPeerAndSize(unchanged, { unit, show: ({ peakMiB }) => mebibytes(peakMiB) }),
    ...failures(rows),
  ];
}

/** @param {readonly import('../markdown.mjs').Row[]} rows */
function besideFloor(rows) {
  const measured = rows.filter(({ beside }) => beside === 'floor');
  if (measured.length === 0) return [];
  const table = (/** @type {string} */ wanted) =>
    byPeerAndSize(
      measured.filter(({ spelling }) => spelling === wanted),
      { unit: 'tables', show: (row) => `${timeOf(row)}; ${row.roundTrips ?? '–'}` },
    );
  return [
    'In turns with the floor alone, which never asks, in seven pairs of processes one after the other, and in four beyond 100 tables; the median of theirs. Time and round trips, where the entities spell checks and predicates as PostgreSQL prints them, so that there is nothing to ask about:',
    table('printed'),
    'And where they spell them otherwise:',
    table('typed'),
  ];
}
