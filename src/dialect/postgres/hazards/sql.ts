import type { Hazard } from '../../hazard.js';
import { forEach, forSql, type Rule } from './rule.js';

/** What cannot be judged, or PostgreSQL refuses. */
export const sqlRules: readonly Rule[] = [
  forEach('run code', ({ what }) => [opaque(what)]),
  forEach('drop', ({ what, isCascading, table }, ledger) => (isCascading && !(table !== null && ledger.isNew(table)) ? [cascades(`what stands on ${what}`)] : [])),
  forEach('truncate', ({ tables, isCascading }, ledger) => (isCascading && ledger.waitedFor(tables).length > 0 ? [cascades('the rows of every table that refers to it')] : [])),
  forEach('change rows', ({ assigned }) => assigned.filter((column, position) => assigned.indexOf(column) < position).map(twice)),
].map(forSql);

const opaque = (what: string): Hazard => ({
  code: 'sql/opaque',
  message: `What ${what} does cannot be read from the text.`,
  hint: 'Look at it yourself, and say why it may run.',
});

const cascades = (what: string): Hazard => ({
  code: 'sql/cascade',
  message: `CASCADE takes ${what} with it, whatever that is when it runs.`,
  hint: 'Name what is to go, without CASCADE.',
});

const twice = (column: string): Hazard => ({
  code: 'sql/duplicate-assignment',
  message: `PostgreSQL refuses an UPDATE that sets "${column}" twice.`,
  hint: 'Set it once.',
});

export const syntaxError = (refusal: string): Hazard => ({
  code: 'sql/syntax-error',
  message: `PostgreSQL refuses this text: ${refusal}.`,
  hint: 'Correct the SQL.',
});
