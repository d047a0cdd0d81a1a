// @ts-check
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { historyOf } from '../support/history.mjs';

/** @typedef {import('../support/history.mjs').Step} Step */

/**
 * The files of a history as `limbeck revision` writes them, but in JavaScript, as TypeORM and the other runners read without a compiler.
 *
 * @param {string} folder
 * @param {number} count
 */
export function writeJavaScript(folder, count) {
  for (const entry of historyOf(count)) {
    writeFileSync(
      join(folder, `${fileName(entry.number)}.js`),
      `const { operations } = require('limbeck');

/** step ${entry.number} */
class ${entry.name} {
  static revision = '${idOf(entry.number)}';
  static downRevision = ${parentOf(entry.number)};
  name = '${entry.name}';

  async up(queryRunner) {
    const op = operations(queryRunner);
    ${entry.up.map(toCall).join('\n    ')}
  }

  async down(queryRunner) {
    const op = operations(queryRunner);
    ${entry.up.toReversed().map(toUndoCall).join('\n    ')}
  }
}
exports.${entry.name} = ${entry.name};
`,
    );
  }
}

/**
 * The files of a history as `limbeck revision` writes them.
 *
 * @param {string} folder
 * @param {number} count
 */
export function writeTypeScript(folder, count) {
  for (const entry of historyOf(count)) {
    writeFileSync(
      join(folder, `${fileName(entry.number)}.ts`),
      `import type { MigrationInterface, QueryRunner } from 'typeorm';
import { operations } from 'limbeck';

/** step ${entry.number} */
export class ${entry.name} implements MigrationInterface {
  static readonly revision = '${idOf(entry.number)}';
  static readonly downRevision = ${parentOf(entry.number)};
  readonly name = '${entry.name}';

  async up(queryRunner: QueryRunner): Promise<void> {
    const op = operations(queryRunner);
    ${entry.up.map(toCall).join('\n    ')}
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    const op = operations(queryRunner);
    ${entry.up.toReversed().map(toUndoCall).join('\n    ')}
  }
}
`,
    );
  }
}

/** @param {number} number */
function fileName(number) {
  return `${String(number).padStart(5, '0')}-${idOf(number)}_step`;
}

/** @param {number} number */
function idOf(number) {
  return number.toString(16).padStart(12, '0');
}

/** @param {number} number */
function parentOf(number) {
  return number === 0 ? 'null' : `'${idOf(number - 1)}'`;
}

/** @param {Step} step */
function toCall(step) {
  switch (step.kind) {
    case 'createTable':
      return `await op.createTable({ name: '${step.table}', columns: [{ name: 'id', type: 'integer', nullable: false, generation: 'serial' }, { name: 'title', type: 'text', nullable: false }], primaryKey: { name: 'pk_${step.table}', columns: ['id'] } });`;
    case 'addColumn':
      return `await op.addColumn('${step.table}', { name: '${step.column}', type: '${step.type}' });`;
    case 'createIndex':
      return `await op.createIndex('${step.table}', { name: '${step.name}', keys: ['${step.column}'] });`;
  }
}

/** @param {Step} step */
function toUndoCall(step) {
  switch (step.kind) {
    case 'createTable':
      return `await op.dropTable('${step.table}');`;
    case 'addColumn':
      return `await op.dropColumn('${step.table}', '${step.column}');`;
    case 'createIndex':
      return `await op.dropIndex('${step.table}', '${step.name}');`;
  }
}
