import { hostname } from 'node:os';
import { DataSource, type QueryRunner } from 'typeorm';
import { postgres } from '../../src/dialect/postgres/dialect.js';
import { LimbeckError, type ErrorCode } from '../../src/kernel/errors.js';
import { limbeckVersion } from '../../src/kernel/version.js';
import type { Revision } from '../../src/revision/revision.js';
import type { LimbeckEvent } from '../../src/runtime/events.js';
import { operations } from '../../src/runtime/op.js';
import { queryableOf } from '../../src/typeorm/queryable.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { lineOf, sql } from '../support/revisions.js';
import { type Choices, runRevisions } from '../support/run-revisions.js';

const aDate: unknown = expect.any(Date);
const aNumber: unknown = expect.any(Number);
const inThisFile: unknown = expect.stringMatching(/execute\.test\.ts:\d+:\d+$/);

let database: TestDatabase;
let dataSource: DataSource;
let events: LimbeckEvent[];

beforeEach(async () => {
  database = await createDatabase();
  dataSource = await new DataSource({ type: 'postgres', ...database.options, poolSize: 1 }).initialize();
  events = [];
});

afterEach(async () => {
  await dataSource.destroy();
  await database.drop();
});

/** Runs all of `revisions` that are not applied, or all that are, last first. */
const run = (revisions: readonly Revision[], choices: Choices = {}): Promise<string[]> =>
  runRevisions(dataSource, revisions, { emit: (event) => void events.push(event), ...choices });

async function failureOf<C extends ErrorCode>(code: C, work: Promise<unknown>): Promise<LimbeckError<C>> {
  const outcome = await work.then(() => 'it did not fail', (error: unknown) => error);
  if (!LimbeckError.is(outcome, code)) throw new Error(`expected ${code}, got ${String(outcome)}`, { cause: outcome });
  return outcome;
}

const rows = () => database.query<{ name: string }>('SELECT * FROM migrations ORDER BY id');
const applied = async () => (await rows()).map((row) => (row as { limbeck_revision?: string }).limbeck_revision);
const tables = async () =>
  (await database.query<{ name: string }>(`SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1`)).map(
    ({ name }) => name,
  );
const locks = () => database.query(`SELECT * FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`);

const three = () => lineOf({ a: sql('CREATE TABLE a ()', 'DROP TABLE a'), b: sql('CREATE TABLE b ()', 'DROP TABLE b'), c: sql('CREATE TABLE c ()', 'DROP TABLE c') });

describe('upgrade', () => {
  it('runs what is pending, in order, over a pool of one connection, and records it', async () => {
    expect(await run(three())).toEqual(['a', 'b', 'c']);
    expect(await tables()).toEqual(['a', 'b', 'c', 'migrations']);
    expect(await rows()).toEqual(
      ['a', 'b', 'c'].map((id, index) => ({
        id: index + 1,
        timestamp: String(1_700_000_000_000 + index),
        name: `${id}${1_700_000_000_000 + index}`,
        limbeck_revision: id,
        limbeck_checksum: `checksum of ${id}`,
        limbeck_applied_at: aDate,
        limbeck_duration_ms: aNumber,
        limbeck_file: 'revision.ts',
        limbeck_role: database.options.username,
        limbeck_host: hostname(),
        limbeck_version: limbeckVersion(),
      })),
    );
    expect(await locks()).toEqual([]);
  });

  it('tells of each revision as it starts and when it is committed', async () => {
    await run(three().slice(0, 2));
    expect(events).toEqual([
      { type: 'revision.started', revision: 'a', message: 'the revision a', direction: 'up', position: 1, total: 2 },
      { type: 'revision.finished', revision: 'a', message: 'the revision a', direction: 'up', durationMs: aNumber },
      { type: 'revision.started', revision: 'b', message: 'the revision b', direction: 'up', position: 2, total: 2 },
      { type: 'revision.finished', revision: 'b', message: 'the revision b', direction: 'up', durationMs: aNumber },
    ]);
  });

  it('neither writes nor waits for the lock when nothing is pending', async () => {
    await run(three());
    const before = await database.query('SELECT xmin::text, * FROM migrations');
    const other = await new DataSource({ type: 'postgres', ...database.options }).initialize();
    const statements = await postgres.withLock(queryableOf(other.createQueryRunner()), { key: 'test', waitMs: 0 }, () => statementsOf(() => run(three())));
    await other.destroy();
    expect(statements).toEqual(Array(3).fill(expect.stringMatching(/^SELECT/)));
    expect(await database.query('SELECT xmin::text, * FROM migrations')).toEqual(before);
  });

  it('loads every file before the first one runs', async () => {
    const [a, b] = three();
    const broken = { ...b!, instantiate: () => Promise.reject(new LimbeckError('operation/irreversible', { what: 'a file that cannot be loaded' })) };
    await failureOf('operation/irreversible', run([a!, broken]));
    expect(await tables()).toEqual([]);
    expect(await locks()).toEqual([]);
  });

  it('gives op its context: the operations of a revision run in its transaction', async () => {
    const revisions = lineOf({
      a: { up: (queryRunner) => operations(queryRunner).createTable({ name: 'shelf', columns: [{ name: 'id', type: 'integer' }] }) },
      b: {
        up: async (queryRunner) => {
          await operations(queryRunner).addColumn('shelf', { name: 'label', type: 'text' });
          await queryRunner.query('SELECT 1 / 0');
        },
      },
    });
    await failureOf('run/statement-failed', run(revisions));
    expect(await database.query(`SELECT attname FROM pg_attribute WHERE attrelid = 'shelf'::regclass AND attnum > 0`)).toEqual([{ attname: 'id' }]);
  });

  it('commits an inner transaction that a revision left open, with its row', async () => {
    const leaveOpen = async (queryRunner: QueryRunner): Promise<void> => {
      await queryRunner.startTransaction();
      await queryRunner.query('CREATE TABLE inner_one ()');
    };
    for (const transaction of ['each', 'none'] as const) {
      await run(lineOf({ [transaction]: { up: leaveOpen, down: (queryRunner) => queryRunner.query('DROP TABLE inner_one') } }), { transaction });
      expect(await applied()).toEqual([transaction]);
      expect(await tables()).toContain('inner_one');
      await run(lineOf({ [transaction]: { up: leaveOpen, down: (queryRunner) => queryRunner.query('DROP TABLE inner_one') } }), { direction: 'down' });
    }
    expect(await tables()).toEqual(['migrations']);
  });

  it('rolls back an inner transaction of a revision that fails, and the outer one', async () => {
    const failInside = async (queryRunner: QueryRunner): Promise<void> => {
      await queryRunner.query('CREATE TABLE outer_one ()');
      await queryRunner.startTransaction();
      await queryRunner.query('CREATE TABLE inner_one ()');
      await queryRunner.query('SELECT 1 / 0');
    };
    await failureOf('run/statement-failed', run(lineOf({ a: { up: failInside } })));
    expect(await tables()).toEqual(['migrations']);
    expect(await locks()).toEqual([]);
    expect(await run(three())).toEqual(['a', 'b', 'c']);
    expect(await tables()).toEqual(['a', 'b', 'c', 'migrations']);
  });

  it('lets a revision end its transaction and begin another', async () => {
    const revisions = lineOf({
      a: {
        up: async (queryRunner) => {
          await queryRunner.query('CREATE TABLE t (n int)');
          await queryRunner.commitTransaction();
          await queryRunner.query('CREATE INDEX CONCURRENTLY t_n ON t (n)');
          await queryRunner.startTransaction();
        },
      },
      b: { up: (queryRunner) => queryRunner.commitTransaction() },
    });
    expect(await run(revisions)).toEqual(['a', 'b']);
    expect(await applied()).toEqual(['a', 'b']);
  });
});

describe('downgrade', () => {
  it('undoes the last one first and deletes the rows', async () => {
    await run(three());
    expect(await run(three(), { direction: 'down' })).toEqual(['c', 'b', 'a']);
    expect(await tables()).toEqual(['migrations']);
    expect(await rows()).toEqual([]);
  });

  it('stops at a revision boundary when a statement fails', async () => {
    const [a, b, c] = lineOf({ a: sql('SELECT 1', 'SELECT 2'), b: sql('SELECT 1', 'SELECT nothing'), c: sql('SELECT 1', 'SELECT 2') });
    await run([a!, b!, c!]);
    const error = await failureOf('run/statement-failed', run([a!, b!, c!], { direction: 'down' }));
    expect(error.details).toMatchObject({ revision: 'b', direction: 'down', standing: 'It was rolled back. Committed before it in this run: c.' });
    expect(await applied()).toEqual(['a', 'b']);
  });
});

describe('a failing statement', () => {
  it('rolls its revision back, keeps those before it, and reports all that the server said and where', async () => {
    const revisions = lineOf(
      {
        a: sql('CREATE TABLE t (n int PRIMARY KEY)'),
        b: {
          up: async (queryRunner) => {
            await queryRunner.query('CREATE TABLE gone ()');
            await queryRunner.query("SELECT 'ä😀',\n  nn AS x\nFROM t");
          },
        },
        c: sql('CREATE TABLE never ()'),
      },
      __filename,
    );
    const error = await failureOf('run/statement-failed', run(revisions));
    expect(error.details).toEqual({
      revision: 'b',
      direction: 'up',
      source: inThisFile,
      sql: "SELECT 'ä😀',\n  nn AS x\nFROM t",
      excerpt: "SELECT 'ä😀',\n  nn AS x\n  ^\nFROM t",
      sqlState: '42703',
      serverMessage: 'column "nn" does not exist',
      detail: null,
      serverHint: 'Perhaps you meant to reference the column "t.n".',
      context: null,
      place: { line: 2, column: 3 },
      standing: 'It was rolled back. Committed before it in this run: a.',
    });
    expect(error.hint).toBe('Perhaps you meant to reference the column "t.n".');
    expect(error.message).toContain('column "nn" does not exist (SQLSTATE 42703)');
    expect(error.cause).toMatchObject({ name: 'QueryFailedError' });
    expect(await applied()).toEqual(['a']);
    expect(await tables()).toEqual(['migrations', 't']);
    expect(await locks()).toEqual([]);
  });

  it('reports the detail, and what functions of the server it came from', async () => {
    const revisions = lineOf({
      a: sql('CREATE TABLE t (n int PRIMARY KEY); INSERT INTO t VALUES (1)'),
      b: sql(`DO $$ BEGIN INSERT INTO t VALUES (1); END $$`),
    });
    const { details, message } = await failureOf('run/statement-failed', run(revisions));
    expect(details).toMatchObject({ sqlState: '23505', detail: 'Key (n)=(1) already exists.', place: null });
    expect(details.context).toContain('PL/pgSQL function inline_code_block');
    expect(message).toContain('Detail: Key (n)=(1) already exists.');
  });

  it('is a failure of its revision when it fails at the commit', async () => {
    const revisions = lineOf({
      a: sql(`CREATE TABLE t (n int PRIMARY KEY, m int REFERENCES t DEFERRABLE INITIALLY DEFERRED); INSERT INTO t VALUES (1, 2)`),
    });
    const { details } = await failureOf('run/statement-failed', run(revisions));
    expect(details).toMatchObject({ revision: 'a', sqlState: '23503', sql: 'COMMIT', standing: 'It was rolled back; nothing was changed.' });
    expect(await tables()).toEqual(['migrations']);
    expect(await rows()).toEqual([]);
    expect(await run(three())).toEqual(['a', 'b', 'c']);
  });

  it('stays the first error when the rollback fails too, and the session is clean and unlocked', async () => {
    class Obstacle {
      beforeTransactionRollback(): void {
        throw new Error('no way back');
      }
    }
    dataSource.subscribers.push(new Obstacle());
    const error = await failureOf('run/statement-failed', run(lineOf({ a: sql('SELECT 1 / 0') })));
    expect(error.details.sqlState).toBe('22012');
    expect((error.cause as AggregateError).errors).toEqual([expect.objectContaining({ name: 'QueryFailedError' }), new Error('no way back')]);
    dataSource.subscribers.pop();
    expect(await locks()).toEqual([]);
    expect(await run(three())).toEqual(['a', 'b', 'c']);
    expect(await tables()).toEqual(['a', 'b', 'c', 'migrations']);
  });
});

describe('an error that is not of the server', () => {
  it('names the revision, its message and its place, and rolls back', async () => {
    const fail = async (queryRunner: QueryRunner): Promise<void> => {
      await queryRunner.query('CREATE TABLE gone ()');
      throw new TypeError('the supplier has no address');
    };
    const error = await failureOf('run/revision-failed', run(lineOf({ a: { up: fail } }, __filename)));
    expect(error.details).toMatchObject({ revision: 'a', direction: 'up', reason: 'the supplier has no address', source: inThisFile });
    expect(error.message).toMatch(/^up\(\) of revision a failed at .*execute\.test\.ts:\d+:\d+: the supplier has no address\nIt was rolled back; nothing was changed\.$/);
    expect(await tables()).toEqual(['migrations']);
  });

  it('passes on the advice of Limbeck itself', async () => {
    const fail = () => Promise.reject(new LimbeckError('operation/irreversible', { what: 'drop table "t"' }));
    const error = await failureOf('run/revision-failed', run(lineOf({ a: { up: fail } })));
    expect(error.message).toContain('There is no way back from: drop table "t"');
    expect(error.hint).toBe('Write this part of down() by hand.');
  });

  it('may be anything that JavaScript can throw', async () => {
    const throwText = () => {
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- that is what is tried
      throw 'just a text';
    };
    const { details } = await failureOf('run/revision-failed', run(lineOf({ a: { up: throwText } })));
    expect(details).toMatchObject({ reason: 'just a text', source: null });
  });
});

describe('transaction: all', () => {
  it('commits the whole run at once and tells of its revisions then', async () => {
    await run(three(), { transaction: 'all' });
    expect(await applied()).toEqual(['a', 'b', 'c']);
    expect(events.map(({ type }) => type)).toEqual([...Array<string>(3).fill('revision.started'), ...Array<string>(3).fill('revision.finished')]);
    expect(new Set((await database.query('SELECT xmin::text FROM migrations')).map((row) => JSON.stringify(row))).size).toBe(1);
  });

  it('undoes the whole run when one fails', async () => {
    const [a, b] = three();
    const [, , broken] = lineOf({ a: {}, b: {}, broken: sql('SELECT 1 / 0') });
    const error = await failureOf('run/statement-failed', run([a!, b!, broken!], { transaction: 'all' }));
    expect(error.details).toMatchObject({ revision: 'broken', standing: 'The whole run was rolled back; nothing was changed.' });
    expect(await tables()).toEqual(['migrations']);
    expect(await rows()).toEqual([]);
    expect(events.filter(({ type }) => type === 'revision.finished')).toEqual([]);
  });

  it('is split by a revision that must run outside, which is told before anything runs', async () => {
    const outside = { ...sql('CREATE INDEX CONCURRENTLY b_n ON b (n)'), transaction: false };
    const revisions = lineOf({ a: sql('CREATE TABLE a ()'), b: sql('CREATE TABLE b (n int)'), outside, d: sql('CREATE TABLE d ()'), e: sql('SELECT 1 / 0') });
    const error = await failureOf('run/statement-failed', run(revisions, { transaction: 'all' }));
    expect(error.details).toMatchObject({ revision: 'e', standing: 'Its part of the run was rolled back. Committed before it in this run: a, b, outside.' });
    expect(events[0]).toEqual({
      type: 'run.split',
      parts: [
        { revisions: ['a', 'b'], isTransaction: true },
        { revisions: ['outside'], isTransaction: false },
        { revisions: ['d', 'e'], isTransaction: true },
      ],
    });
    expect(await applied()).toEqual(['a', 'b', 'outside']);
    expect(await tables()).toEqual(['a', 'b', 'migrations', 'migrations_journal']);
  });
});

describe('outside a transaction', () => {
  const concurrently = 'CREATE INDEX CONCURRENTLY t_n ON t (n)';

  it.each([
    ['a revision that asks for it', 'each', false],
    ['with transaction: none', 'none', undefined],
  ] as const)('runs %s', async (_, transaction, own) => {
    const index = { ...sql(concurrently), ...(own === undefined ? {} : { transaction: own }) };
    expect(await run(lineOf({ a: sql('CREATE TABLE t (n int)'), index }), { transaction })).toEqual(['a', 'index']);
    expect(await applied()).toEqual(['a', 'index']);
  });

  it('says that what ran before the failure stays, and goes on from there', async () => {
    const half = async (queryRunner: QueryRunner): Promise<void> => {
      await queryRunner.query('CREATE TABLE half ()');
      await queryRunner.query('SELECT 1 / 0');
    };
    const { details } = await failureOf('run/statement-failed', run(lineOf({ a: { up: half } }), { transaction: 'none' }));
    expect(details.standing).toBe(
      'What it did before this, outside a transaction, stays and is remembered: the next run goes on at this statement. It does not count as applied.',
    );
    expect(await tables()).toEqual(['half', 'migrations', 'migrations_journal']);
    expect(await rows()).toEqual([]);
  });

  it('runs a revision that asks for a transaction in one', async () => {
    const half = async (queryRunner: QueryRunner): Promise<void> => {
      await queryRunner.query('CREATE TABLE half ()');
      await queryRunner.query('SELECT 1 / 0');
    };
    await failureOf('run/statement-failed', run(lineOf({ a: { up: half, transaction: true } }), { transaction: 'none' }));
    expect(await tables()).toEqual(['migrations']);
  });
});

describe('a lost connection', () => {
  const endOwnSession = (queryRunner: QueryRunner) => queryRunner.query('SELECT pg_terminate_backend(pg_backend_pid())');

  it('is told as such, with where the database stands', async () => {
    const revisions = lineOf({ a: sql('CREATE TABLE a ()'), b: { up: async (queryRunner) => void (await queryRunner.query('CREATE TABLE b ()'), await endOwnSession(queryRunner)) } });
    const error = await failureOf('run/connection-lost', run(revisions));
    const { host, port, database: name } = database.options;
    expect(error.details).toEqual({
      server: `${host}:${port}/${name}`,
      standing: 'Revision b was under way; the server rolls it back. Committed before it in this run: a.',
      reason: 'terminating connection due to administrator command',
    });
    expect(await applied()).toEqual(['a']);
    expect(await tables()).toEqual(['a', 'migrations']);
    expect(await locks()).toEqual([]);
    expect(await run(three())).toEqual(['b', 'c']);
  });

  it('is told when the revision catches the error itself and goes on', async () => {
    const ignore = async (queryRunner: QueryRunner): Promise<void> => {
      await endOwnSession(queryRunner).catch(() => undefined);
      await queryRunner.query('SELECT 1');
    };
    await failureOf('run/connection-lost', run(lineOf({ a: { up: ignore } })));
    expect(await rows()).toEqual([]);
  });
});

describe('the books', () => {
  it('name the table when the server refuses a row, and the revision is rolled back', async () => {
    await run(three());
    await database.query('CREATE RULE no AS ON INSERT TO migrations DO INSTEAD SELECT 1 / 0');
    const error = await failureOf('run/bookkeeping-failed', run([...three(), ...lineOf({ d: sql('CREATE TABLE d ()') })]));
    expect(error.details).toEqual({ table: 'public.migrations', sqlState: '22012', serverMessage: 'division by zero' });
    expect(await tables()).toEqual(['a', 'b', 'c', 'migrations']);
  });
});

/** The SQL that TypeORM's logger sees while `work` runs. */
async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const seen: string[] = [];
  const { logger } = dataSource;
  dataSource.logger = { ...logger, logQuery: (query: string) => void seen.push(query), logQueryError: () => undefined };
  await work();
  dataSource.logger = logger;
  return seen;
}
