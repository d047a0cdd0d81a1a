// @ts-check
/** A history of revisions, as plain data from which every runner gets files of its own. */

/**
 * @typedef {{ kind: 'createTable', table: string } | { kind: 'addColumn', table: string, column: string, type: string } | { kind: 'createIndex', table: string, name: string, column: string }} Step
 * @typedef {{ number: number, timestamp: number, name: string, up: readonly Step[] }} HistoryEntry
 */

const types = /** @type {const} */ (['character varying(80)', 'integer', 'timestamp with time zone']);
const firstTimestamp = 1_700_000_000_000;

/** A history makes tables in its first tenth, and adds a column to one of them with each revision after that. @param {number} count */
export function tablesIn(count) {
  return Math.max(1, Math.floor(count / 10));
}

/**
 * The revisions of a line of `count`, of two steps each: a table or a column, and an index of it.
 *
 * @param {number} count
 * @returns {readonly HistoryEntry[]}
 */
export function historyOf(count) {
  return Array.from({ length: count }, (_, number) => ({
    number,
    timestamp: firstTimestamp + number,
    name: `Step${firstTimestamp + number}`,
    up: stepsOf(number, tablesIn(count)),
  }));
}

/**
 * @param {number} number
 * @param {number} tables
 * @returns {readonly Step[]}
 */
function stepsOf(number, tables) {
  const table = `bench_${number % tables}`;
  const round = Math.floor(number / tables);
  if (round === 0) return [{ kind: 'createTable', table }, { kind: 'createIndex', table, name: `idx_${table}_title`, column: 'title' }];
  const column = `column_${round}`;
  return [
    { kind: 'addColumn', table, column, type: columnType(round) },
    { kind: 'createIndex', table, name: `idx_${table}_${round}`, column },
  ];
}

/** @param {number} round @returns {string} */
function columnType(round) {
  return types[round % types.length] ?? types[0];
}

/**
 * The columns that a history has added to table number `table` in the end, with their types.
 *
 * @param {number} count
 * @param {number} table
 * @returns {readonly { name: string, type: string }[]}
 */
export function addedColumns(count, table) {
  return historyOf(count)
    .flatMap(({ up }) => up)
    .flatMap((step) => (step.kind === 'addColumn' && step.table === `bench_${table}` ? [{ name: step.column, type: step.type }] : []));
}

/** The statement of a step. @param {Step} step */
export function toSql(step) {
  switch (step.kind) {
    case 'createTable':
      return `CREATE TABLE "${step.table}" ("id" SERIAL NOT NULL, "title" text NOT NULL, CONSTRAINT "pk_${step.table}" PRIMARY KEY ("id"))`;
    case 'addColumn':
      return `ALTER TABLE "${step.table}" ADD COLUMN "${step.column}" ${step.type}`;
    case 'createIndex':
      return `CREATE INDEX "${step.name}" ON "${step.table}" ("${step.column}")`;
  }
}

/** The statement that undoes a step. @param {Step} step */
export function toUndoSql(step) {
  switch (step.kind) {
    case 'createTable':
      return `DROP TABLE "${step.table}"`;
    case 'addColumn':
      return `ALTER TABLE "${step.table}" DROP COLUMN "${step.column}"`;
    case 'createIndex':
      return `DROP INDEX "${step.name}"`;
  }
}
