// @ts-check
/** TypeORM's `runMigrations()`, each migration in a transaction of its own, as the others do it. Its files are loaded when it connects. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { historyOf, toSql, toUndoSql } from '../support/history.mjs';

/**
 * Files as `typeorm migration:generate` writes them, in JavaScript.
 *
 * @param {string} folder
 * @param {number} count
 */
export function write(folder, count) {
  const calls = (/** @type {readonly string[]} */ statements) => statements.map((sql) => `await queryRunner.query(\`${sql}\`);`).join('\n        ');
  for (const { name, timestamp, up } of historyOf(count)) {
    writeFileSync(
      join(folder, `${timestamp}-Step.js`),
      `module.exports = class ${name} {
    name = '${name}'

    async up(queryRunner) {
        ${calls(up.map(toSql))}
    }

    async down(queryRunner) {
        ${calls(up.toReversed().map(toUndoSql))}
    }
}
`,
    );
  }
}

/**
 * @param {import('./runner.mjs').RunnerOptions} options
 * @returns {Promise<import('../support/worker.mjs').Measured<number>>}
 */
export async function start({ url, folder }) {
  const dataSource = new DataSource({ type: 'postgres', url, migrations: [join(folder, '*.js')] });
  return {
    run: async () => {
      await dataSource.initialize();
      const ran = await dataSource.runMigrations({ transaction: 'each' });
      await dataSource.destroy();
      return ran.length;
    },
    stop: async () => undefined,
  };
}
