// @ts-check
/** umzug, with `pg` and a table of names, as its README says for a database without an ORM. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { Umzug } from 'umzug';
import { historyOf, toSql, toUndoSql } from '../support/history.mjs';

/**
 * @param {string} folder
 * @param {number} count
 */
export function write(folder, count) {
  const calls = (/** @type {readonly string[]} */ statements) => ['BEGIN', ...statements, 'COMMIT'].map((sql) => `await context.query(\`${sql}\`);`).join('\n  ');
  for (const { timestamp, up } of historyOf(count)) {
    writeFileSync(
      join(folder, `${timestamp}-step.cjs`),
      `exports.up = async ({ context }) => {
  ${calls(up.map(toSql))}
};
exports.down = async ({ context }) => {
  ${calls(up.toReversed().map(toUndoSql))}
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
  return {
    run: async () => {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      const umzug = new Umzug({ migrations: { glob: join(folder, '*.cjs') }, context: client, storage: new Names(client), logger: undefined });
      const ran = await umzug.up();
      await client.end();
      return ran.length;
    },
    stop: async () => undefined,
  };
}

/** The names of the migrations that ran, in a table. */
class Names {
  /** @param {pg.Client} client */
  constructor(client) {
    this.client = client;
  }

  async executed() {
    await this.client.query('CREATE TABLE IF NOT EXISTS umzug (name text PRIMARY KEY)');
    const { rows } = await this.client.query('SELECT name FROM umzug ORDER BY name');
    return rows.map(({ name }) => name);
  }

  /** @param {{ name: string }} migration */
  async logMigration({ name }) {
    await this.client.query('INSERT INTO umzug VALUES ($1)', [name]);
  }

  /** @param {{ name: string }} migration */
  async unlogMigration({ name }) {
    await this.client.query('DELETE FROM umzug WHERE name = $1', [name]);
  }
}
