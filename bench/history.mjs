// @ts-check
import { EntitySchema } from 'typeorm';

/** A history grows tables in its first tenth, and columns and indexes in the rest. */
const tablesIn = (/** @type {number} */ count) => Math.max(1, Math.floor(count / 10));

const types = /** @type {const} */ (['character varying(80)', 'integer', 'timestamp with time zone']);

/**
 * The files of `count` revisions in one line.
 *
 * @param {number} count
 */
export function revisions(count) {
  return Array.from({ length: count }, (_, number) => {
    const id = number.toString(16).padStart(12, '0');
    const parent = number === 0 ? 'null' : `'${(number - 1).toString(16).padStart(12, '0')}'`;
    const name = `Step${1_700_000_000_000 + number}`;
    const { up, down } = step(number, tablesIn(count));
    return {
      file: `${String(number).padStart(4, '0')}-${id}_step.ts`,
      text: `import type { MigrationInterface, QueryRunner } from 'typeorm';
import { operations } from 'limbeck';

/** step ${number} */
export class ${name} implements MigrationInterface {
  static readonly revision = '${id}';
  static readonly downRevision = ${parent};
  readonly name = '${name}';

  async up(queryRunner: QueryRunner): Promise<void> {
    const op = operations(queryRunner);
    ${up}
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    const op = operations(queryRunner);
    ${down}
  }
}
`,
    };
  });
}

/**
 * @param {number} number
 * @param {number} tables
 */
function step(number, tables) {
  const table = `bench_${number % tables}`;
  if (number < tables) {
    return {
      up: `await op.createTable({ name: '${table}', columns: [{ name: 'id', type: 'integer', nullable: false, generation: 'serial' }, { name: 'title', type: 'text', nullable: false }], primaryKey: { name: 'pk_${table}', columns: ['id'] } });`,
      down: `await op.dropTable('${table}');`,
    };
  }
  const round = Math.floor(number / tables);
  const column = `column_${round}`;
  const index = `idx_${number % tables}_${round}`;
  const isIndexed = round % 3 === 0;
  return {
    up: `await op.addColumn('${table}', { name: '${column}', type: '${types[round % 3]}' });${isIndexed ? ` await op.createIndex('${table}', { name: '${index}', keys: ['${column}'] });` : ''}`,
    down: `await op.dropColumn('${table}', '${column}');`,
  };
}

/**
 * The entities to which they lead.
 *
 * @param {number} count
 */
export function entities(count) {
  const tables = tablesIn(count);
  return Array.from({ length: tables }, (_, table) => {
    const rounds = Array.from({ length: Math.ceil((count - table) / tables) - 1 }, (_, index) => index + 1);
    const name = `bench_${table}`;
    return new EntitySchema({
      name,
      columns: {
        id: { type: 'integer', primary: true, generated: 'increment', primaryKeyConstraintName: `pk_${name}` },
        title: { type: 'text' },
        ...Object.fromEntries(rounds.map((round) => [`column_${round}`, { type: types[round % 3]?.replace(/\(.*/, '') ?? 'text', nullable: true, ...(round % 3 === 0 ? { length: 80 } : {}) }])),
      },
      indices: rounds.filter((round) => round % 3 === 0).map((round) => ({ name: `idx_${table}_${round}`, columns: [`column_${round}`] })),
    });
  });
}
