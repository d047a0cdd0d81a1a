// @ts-check
/** node-pg-migrate's runner, each migration in a transaction of its own, as the others do it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runner } from 'node-pg-migrate';
import { historyOf } from '../support/history.mjs';

/**
 * @param {string} folder
 * @param {number} count
 */
export function write(folder, count) {
  for (const { timestamp, up } of historyOf(count)) {
    writeFileSync(
      join(folder, `${timestamp}_step.cjs`),
      `exports.up = (pgm) => {
  ${up.map(toCall).join('\n  ')}
};
exports.down = (pgm) => {
  ${up.toReversed().map(toUndoCall).join('\n  ')}
};
`,
    );
  }
}

/**
 * @param {import('./runner.mjs').RunnerOptions} options
 * @returns {Promise<import('../support/worker.mjs').Measured<number>>}
 */
export async function start({ url, folder }) {
  const silent = () => undefined;
  const logger = { debug: silent, info: silent, warn: silent, error: silent };
  return {
    run: async () => (await runner({ databaseUrl: url, dir: folder, direction: 'up', migrationsTable: 'pgmigrations', singleTransaction: false, logger })).length,
    stop: async () => undefined,
  };
}

/** @param {import('../support/history.mjs').Step} step */
function toCall(step) {
  switch (step.kind) {
    case 'createTable':
      return `pgm.createTable('${step.table}', { id: { type: 'serial', primaryKey: true }, title: { type: 'text', notNull: true } });`;
    case 'addColumn':
      return `pgm.addColumn('${step.table}', { ${step.column}: { type: '${step.type}' } });`;
    case 'createIndex':
      return `pgm.createIndex('${step.table}', '${step.column}', { name: '${step.name}' });`;
  }
}

/** @param {import('../support/history.mjs').Step} step */
function toUndoCall(step) {
  switch (step.kind) {
    case 'createTable':
      return `pgm.dropTable('${step.table}');`;
    case 'addColumn':
      return `pgm.dropColumn('${step.table}', '${step.column}');`;
    case 'createIndex':
      return `pgm.dropIndex('${step.table}', '${step.column}', { name: '${step.name}' });`;
  }
}
