import { DataSource, type QueryRunner } from 'typeorm';
import { LimbeckError } from '../../src/kernel/errors.js';
import { isConnectionLost } from '../../src/typeorm/server-error.js';
import { operations } from '../../src/runtime/op.js';
import type { TransactionMode } from '../../src/runtime/run.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { lineOf, type Behaviour } from '../support/revisions.js';
import { runRevisions } from '../support/run-revisions.js';

/** Every place at which a run can be cut off, which takes minutes, or a sample of them: one in so many. */
const oneIn = process.env['LIMBECK_FULL_FAULTS'] === undefined ? 29 : 1;

const count = async (queryRunner: QueryRunner): Promise<number> => Number(((await queryRunner.query('SELECT count(*) AS n FROM log')) as [{ n: string }])[0].n);

/** Writes a line into the log that says how many lines there were: one too many or too few is seen in all that follow. */
async function log(queryRunner: QueryRunner, what: string): Promise<void> {
  await queryRunner.query('INSERT INTO log (what, before) VALUES ($1, $2)', [what, await count(queryRunner)]);
}

const outside: Behaviour['transaction'] = false;

/** Ten revisions of all kinds: in a transaction and outside, with an autocommit block, transactions of their own, and commands that run outside only. */
const ten: Readonly<Record<string, Behaviour>> = {
  base: { up: (queryRunner) => queryRunner.query('CREATE TABLE log (id serial PRIMARY KEY, what text, before int); CREATE TABLE product (id int, name text)') },
  plain: { up: (queryRunner) => log(queryRunner, 'plain') },
  steps: {
    transaction: outside,
    up: async (queryRunner) => {
      await log(queryRunner, 'steps 1');
      await queryRunner.query(`SET application_name = 'the steps'`);
      await queryRunner.query('ALTER TABLE product ADD COLUMN weight int');
      await log(queryRunner, 'steps 2');
    },
  },
  index: { transaction: outside, up: (queryRunner) => operations(queryRunner).execute('CREATE INDEX CONCURRENTLY product_name ON product (name)') },
  block: {
    up: async (queryRunner) => {
      const op = operations(queryRunner);
      await log(queryRunner, 'before the block');
      await op.autocommitBlock(async () => {
        await op.execute('CREATE UNIQUE INDEX CONCURRENTLY product_id ON product (id)');
        await log(queryRunner, 'in the block');
      });
      await log(queryRunner, 'after the block');
      await queryRunner.query('ALTER TABLE product ADD COLUMN price int');
    },
  },
  legacy: {
    up: async (queryRunner) => {
      await log(queryRunner, 'before the commit');
      await queryRunner.query('COMMIT');
      await queryRunner.query('DROP INDEX CONCURRENTLY product_name');
      await queryRunner.query('BEGIN');
      await log(queryRunner, 'after the commit');
    },
  },
  own: {
    transaction: outside,
    up: async (queryRunner) => {
      const [row] = (await queryRunner.query(`INSERT INTO product (id, name) VALUES (1, 'chair') RETURNING id`)) as [{ id: number }];
      await queryRunner.manager.transaction(async ({ queryRunner: inner }) => {
        await inner?.query('UPDATE product SET price = 3 WHERE id = $1', [row.id]);
        await log(queryRunner, 'own');
      });
      if (!(await queryRunner.hasTable('shelf'))) await queryRunner.query('CREATE TABLE shelf ()');
      await log(queryRunner, 'own, at the end');
    },
  },
  maintenance: { transaction: outside, up: (queryRunner) => queryRunner.query('DROP INDEX CONCURRENTLY IF EXISTS nothing') },
  last: { up: (queryRunner) => log(queryRunner, 'last') },
  outermost: { transaction: outside, up: (queryRunner) => log(queryRunner, 'outermost') },
};

/** All that must be the same, however often a run was cut off. */
async function contentsOf(database: TestDatabase): Promise<unknown> {
  const questions = [
    'SELECT what, before FROM log ORDER BY id',
    'SELECT * FROM product',
    `SELECT relname, indisvalid FROM pg_class LEFT JOIN pg_index ON indexrelid = oid WHERE relnamespace = 'public'::regnamespace ORDER BY 1`,
    `SELECT attname FROM pg_attribute WHERE attrelid = 'product'::regclass AND attnum > 0 ORDER BY attnum`,
    'SELECT limbeck_revision FROM migrations ORDER BY id',
    'SELECT * FROM migrations_journal',
  ];
  const answers: unknown[] = [];
  for (const sql of questions) answers.push(await database.query(sql));
  return answers;
}

interface PgClient {
  query(...args: readonly unknown[]): Promise<unknown>;
  readonly connection: { readonly stream: { destroy(): void } };
}

/** Cuts the connection before or after the `at`th statement is sent, as a kill does; gives how many were sent. */
async function runCut(database: TestDatabase, transaction: TransactionMode, cut: { readonly at: number; readonly when: 'before' | 'after' } | null): Promise<number> {
  const dataSource = await new DataSource({ type: 'postgres', ...database.options, poolSize: 1 }).initialize();
  const first = dataSource.createQueryRunner();
  const client = (await first.connect()) as PgClient;
  const query = client.query.bind(client);
  let sent = 0;
  client.query = async (...args) => {
    sent += 1;
    if (cut?.at === sent && cut.when === 'before') client.connection.stream.destroy();
    const answer = await query(...args);
    if (cut?.at === sent && cut.when === 'after') client.connection.stream.destroy();
    return answer;
  };
  await first.release();
  try {
    await runRevisions(dataSource, lineOf(ten), { transaction, lock: { key: 'test', waitMs: 10_000 } });
  } catch (error) {
    if (cut === null || !(isConnectionLost(error) || LimbeckError.is(error, 'run/connection-lost'))) throw error;
  } finally {
    await dataSource.destroy();
  }
  return sent;
}

describe.each(['each', 'all', 'none'] as const)('a run that is cut off, with transaction: %s', (transaction) => {
  it('goes on where it stopped: nothing is done twice, and nothing is lost', async () => {
    await using whole = await createDatabase();
    const statements = await runCut(whole, transaction, null);
    const expected = await contentsOf(whole);
    const places = Array.from({ length: statements }, (_, index) => index + 1).filter((at) => at % oneIn === 0);
    expect(places.length).toBeGreaterThan(2);
    for (const at of places) {
      for (const when of ['before', 'after'] as const) {
        await using database = await createDatabase();
        await runCut(database, transaction, { at, when });
        await runCut(database, transaction, null);
        expect({ at, when, contents: await contentsOf(database) }).toEqual({ at, when, contents: expected });
      }
    }
  }, 600_000);
});
