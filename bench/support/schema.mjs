// @ts-check
/**
 * The seeded schemas that are compared: what each table holds, as plain data from which every peer builds its own entities.
 *
 * A table has 12 columns: a serial key, a code (unique), an amount (checked), an enum, a time, two references, and five of types that the seed
 * chooses; and two indexes, one of them partial. The same size always gives the same schema.
 */

/**
 * @typedef {{ name: string, type: string, nullable: boolean, default: string | number | boolean | {} | null }} Field A column, its type in PostgreSQL's spelling; a default of null is none.
 * @typedef {{ name: string, enumName: string, fields: readonly Field[], left: string, right: string }} Table
 * @typedef {object} SchemaRequest
 * @property {number} size How many tables.
 * @property {boolean} isChanged Whether one table of a hundred differs from the database.
 * @property {keyof typeof spellings} [spelling] How the expressions are spelled: as people type them unless given, or as PostgreSQL prints them.
 */

const seed = 20_260_611;
const seededFields = 5;
export const states = ['new', 'open', 'done'];

/** The check of a table, and the predicate of its partial index. */
export const spellings = {
  typed: { check: 'amount >= 0', predicate: 'amount > 0' },
  printed: { check: '(amount >= (0)::numeric)', predicate: '(amount > (0)::numeric)' },
};

/** @type {readonly Omit<Field, 'name'>[]} */
const kinds = [
  { type: 'character varying(200)', nullable: false, default: 'untitled' },
  { type: 'text', nullable: true, default: null },
  { type: 'integer', nullable: false, default: 0 },
  { type: 'smallint', nullable: false, default: 1 },
  { type: 'bigint', nullable: true, default: null },
  { type: 'double precision', nullable: false, default: 1.5 },
  { type: 'boolean', nullable: false, default: true },
  { type: 'jsonb', nullable: false, default: {} },
  { type: 'uuid', nullable: true, default: null },
  { type: 'date', nullable: true, default: null },
];

/**
 * The tables of a schema.
 *
 * @param {SchemaRequest} request
 * @returns {readonly Table[]}
 */
export function tablesOf({ size, isChanged }) {
  return Array.from({ length: size }, (_, number) => tableAt(number, { size, isChanged: isChanged && number % 100 === 0 }));
}

/** How many tables of a schema differ from the database where they shall. @param {number} size */
export function changedTables(size) {
  return Math.ceil(size / 100);
}

/**
 * @param {number} number
 * @param {SchemaRequest} request
 * @returns {Table}
 */
function tableAt(number, { size, isChanged }) {
  const fields = Array.from({ length: seededFields }, (_, position) => fieldAt(number, position));
  return {
    name: nameOf(number),
    enumName: `${nameOf(number)}_state`,
    fields: isChanged ? [...fields, { name: 'added', type: 'character varying(60)', nullable: true, default: null }] : fields,
    left: nameOf((number + 1) % size),
    right: nameOf((number + 7) % size),
  };
}

/** @param {number} number @returns {string} */
function nameOf(number) {
  return `bench_${String(number).padStart(4, '0')}`;
}

/**
 * @param {number} table
 * @param {number} position
 * @returns {Field}
 */
function fieldAt(table, position) {
  const kind = kinds[scatter(table * seededFields + position) % kinds.length];
  if (kind === undefined) throw new Error('There is a kind for every number.');
  return { name: `field_${position}`, ...kind };
}

/** An integer that looks like chance and is none: the finaliser of MurmurHash3, of the seed and `number`. @param {number} number */
function scatter(number) {
  let mixed = Math.imul(seed ^ number, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
