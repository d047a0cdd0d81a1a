import { readFileSync } from 'node:fs';
import pg from 'pg';
import { DataSource, type QueryRunner } from 'typeorm';
import { LimbeckError } from '../../src/kernel/errors.js';
import { noHooks } from '../../src/runtime/hooks.js';
import { type Op, operations } from '../../src/runtime/op.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { lineOf } from '../support/revisions.js';
import { type Choices, runRevisions } from '../support/run-revisions.js';

let database: TestDatabase;
let dataSource: DataSource;
beforeEach(async () => {
  database = await createDatabase();
  dataSource = await new DataSource({ type: 'postgres', ...database.options }).initialize();
});
afterEach(async () => {
  await dataSource.destroy();
  await database.drop();
});

type Step = (op: Op, queryRunner: QueryRunner) => Promise<unknown>;

const run = (steps: Readonly<Record<string, Step>>, choices: Choices = {}): Promise<string[]> => {
  const behaviours = Object.entries(steps).map(([id, step]) => [id, { up: (queryRunner: QueryRunner) => step(operations(queryRunner), queryRunner) }]);
  return runRevisions(dataSource, lineOf(Object.fromEntries(behaviours), __filename), choices);
};

const failureOf = async (step: Step): Promise<LimbeckError<'run/statement-failed'>['details']> => {
  const outcome = await run({ a: step }).catch((error: unknown) => error);
  if (!LimbeckError.is(outcome, 'run/statement-failed')) throw new Error(`expected a failure, got ${String(outcome)}`, { cause: outcome });
  return outcome.details;
};

const exists = async (name: string) => (await database.query<{ found: boolean }>('SELECT to_regclass($1) IS NOT NULL AS found', [name]))[0]?.found;

/** The number of the line of this file that ends in a comment. */
const lineWith = (comment: string): number => readFileSync(__filename, 'utf8').split('\n').findIndex((line) => line.endsWith(`// ${comment}`)) + 1;

/** How often the client of the driver was asked while `work` ran. */
async function countQueries(work: () => Promise<unknown>): Promise<number> {
  const query = jest.spyOn(pg.Client.prototype, 'query');
  try {
    await work();
    return query.mock.calls.length;
  } finally {
    query.mockRestore();
  }
}

const tableOf = (name: string): Parameters<Op['createTable']>[0] => ({ name, columns: [{ name: 'id', type: 'integer' }, { name: 'code', type: 'text' }] });

/** A table, and five things about it. */
const six = (name: string): Step => async (op) => {
  await op.createTable(tableOf(name));
  await op.addColumn(name, { name: 'price', type: 'integer', nullable: false, default: '0' });
  await op.createCheck(name, { name: `${name}_price`, expression: 'price >= 0' });
  await op.createIndex(name, { name: `${name}_code`, keys: ['code'] });
  await op.execute(`INSERT INTO ${name} (id, code) VALUES (1, 'a;b') -- the first`);
  await op.createUnique(name, { name: `${name}_id`, columns: ['id'] });
};

it('takes two ways to the server and back for a further revision, however many steps it has', async () => {
  const two = await countQueries(() => run({ a: six('a'), b: six('b') }));
  await database.query('DROP TABLE a, b, migrations');
  const five = await countQueries(() => run({ a: six('a'), b: six('b'), c: six('c'), d: six('d'), e: six('e') }));
  expect(five - two).toBe(3 * 2);
  expect(await database.query('SELECT id, code, price FROM e')).toEqual([{ id: 1, code: 'a;b', price: 0 }]);
});

describe('a statement that is refused among others', () => {
  const rows = (name: string): Step => async (op) => {
    await op.createTable(tableOf(name));
    await op.execute(`INSERT INTO ${name} (id) VALUES (1), (1)`);
    await op.createUnique(name, { name: 'once', columns: ['id'] }); // refused for its rows
    await op.createIndex(name, { name: 'never', keys: ['code'] });
  };

  it('is named with the place of its call, where the server gives no position', async () => {
    const details = await failureOf(rows('t'));
    expect(details).toMatchObject({ sql: 'ALTER TABLE "public"."t" ADD CONSTRAINT "once" UNIQUE ("id")', sqlState: '23505', place: null });
    expect(details.source).toContain(`:${lineWith('refused for its rows')}:`);
    expect(await exists('t')).toBe(false);
  });

  it('is named with the position in itself, counted in characters', async () => {
    const details = await failureOf(async (op) => {
      await op.createTable({ name: 'größe_😀', columns: [{ name: 'id', type: 'integer' }] });
      await op.execute('UPDATE "größe_😀"\n   SET missing = 1');
      await op.addColumn('größe_😀', { name: 'more', type: 'integer' });
    });
    expect(details).toMatchObject({ sqlState: '42703', sql: 'UPDATE "größe_😀"\n   SET missing = 1', place: { line: 2, column: 8 } });
  });

  it('is named though the server could not parse it, and so did none of them', async () => {
    const details = await failureOf(async (op) => {
      await op.createTable(tableOf('t'));
      await op.addColumn('t', { name: 'price', type: 'integer', default: '1 +' });
      await op.addColumn('t', { name: 'more', type: 'integer' });
    });
    expect(details).toMatchObject({ sqlState: '42601', sql: 'ALTER TABLE "public"."t" ADD COLUMN "price" integer DEFAULT 1 +' });
  });

  it('is the later one of two with the same text', async () => {
    const details = await failureOf(async (op) => {
      await op.execute('CREATE TABLE t ()');
      await op.execute('CREATE TABLE t ()'); // refused as it is there
    });
    expect(details.source).toContain(`:${lineWith('refused as it is there')}:`);
  });
});

describe('what waits goes before', () => {
  it.each<readonly [string, Step]>([
    ['a query of the query runner', (_, queryRunner) => queryRunner.query('SELECT id FROM t')],
    ['a query of the manager', (_, queryRunner) => queryRunner.manager.query('SELECT id FROM t')],
    ['an inspection', async (op) => expect((await op.inspect()).hasTable('t')).toBe(true)],
    ['the client of the driver', async (_, queryRunner) => ((await queryRunner.connect()) as pg.ClientBase).query('SELECT id FROM t')],
    ['a block outside of the transaction', (op) => op.autocommitBlock(() => op.createIndex('t', { name: 'i', keys: ['code'] }, { concurrently: true }))],
    ['values apart from the SQL', (op) => op.bulkInsert('t', [{ id: 1 }])],
  ])('%s', async (_, ask) => {
    const step: Step = async (op, queryRunner) => {
      await op.createTable(tableOf('t'));
      await ask(op, queryRunner);
    };
    await run({ a: step });
    expect(await exists('t')).toBe(true);
  });

  it('the end of the transaction, also where the revision does not wait for a step', async () => {
    await run({ a: (op) => Promise.all([op.createTable(tableOf('t')), op.addColumn('t', { name: 'more', type: 'integer' })]) });
    expect(await database.query('SELECT more FROM t')).toEqual([]);
  });
});

it('lets a revision catch what it expects to fail behind a savepoint of its own', async () => {
  await run({
    async a(op) {
      await op.createTable(tableOf('t'));
      await op.execute('SAVEPOINT before');
      await op.dropTable('missing').catch(() => op.execute('ROLLBACK TO SAVEPOINT before'));
      await op.addColumn('t', { name: 'more', type: 'integer' });
    },
  });
  expect(await database.query('SELECT more FROM t')).toEqual([]);
});

it('sends each by itself where somebody wants to see each', async () => {
  const seen: string[] = [];
  await run({ a: six('a') }, { hooks: { ...noHooks, onStatement: ({ sql }) => void seen.push(sql) } });
  expect(seen).toHaveLength(6);
});
