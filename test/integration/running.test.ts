import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource, type QueryRunner } from 'typeorm';
import { DataSource as DataSource03 } from 'typeorm-0.3';
import { LimbeckError, type ErrorCode } from '../../src/kernel/errors.js';
import { postgres } from '../../src/dialect/postgres/dialect.js';
import type { LimbeckEvent } from '../../src/runtime/events.js';
import { noHooks } from '../../src/runtime/hooks.js';
import { operations } from '../../src/runtime/op.js';
import { queryableOf } from '../../src/typeorm/queryable.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { lineOf, sql, type Behaviour } from '../support/revisions.js';
import { type Choices, runRevisions } from '../support/run-revisions.js';
import { itSince } from '../support/server-version.js';

let database: TestDatabase;
let dataSource: DataSource;
let events: LimbeckEvent[];

beforeEach(async () => {
  database = await createDatabase();
  dataSource = await new DataSource({ type: 'postgres', ...database.options, poolSize: 2 }).initialize();
  events = [];
});

afterEach(async () => {
  await dataSource.destroy();
  await database.drop();
});

const run = (behaviours: Readonly<Record<string, Behaviour>>, choices: Choices = {}): Promise<string[]> =>
  runRevisions(dataSource, lineOf(behaviours), { emit: (event) => void events.push(event), ...choices });

async function failureOf<C extends ErrorCode>(code: C, work: Promise<unknown>): Promise<LimbeckError<C>> {
  const outcome = await work.then(() => 'it did not fail', (error: unknown) => error);
  if (!LimbeckError.is(outcome, code)) throw new Error(`expected ${code}, got ${String(outcome)}`, { cause: outcome });
  return outcome;
}

const eventsOf = <T extends LimbeckEvent['type']>(type: T): readonly Extract<LimbeckEvent, { type: T }>[] =>
  events.filter((event): event is Extract<LimbeckEvent, { type: T }> => event.type === type);
const applied = async () => (await database.query<{ limbeck_revision: string }>('SELECT limbeck_revision FROM migrations ORDER BY id')).map((row) => row.limbeck_revision);
const exists = async (name: string) => (await database.query<{ found: boolean }>('SELECT to_regclass($1) IS NOT NULL AS found', [name]))[0]?.found;
const journal = () => database.query('SELECT revision, direction, position, state, sql FROM migrations_journal ORDER BY position');
const concurrently = 'CREATE UNIQUE INDEX CONCURRENTLY t_n ON t (n)';

/** Holds a lock on `t` in a session of its own while `work` runs, or until `release` is called. */
async function withBlocked<T>(work: (release: () => Promise<void>) => Promise<T>): Promise<T> {
  const other = await new DataSource({ type: 'postgres', ...database.options, applicationName: 'the report' }).initialize();
  const queryRunner = other.createQueryRunner();
  await queryRunner.startTransaction();
  await queryRunner.query('SELECT * FROM t');
  try {
    return await work(() => queryRunner.rollbackTransaction());
  } finally {
    await queryRunner.release();
    await other.destroy();
  }
}

describe('a lock that is not got', () => {
  /** Long enough for a second connection on a busy machine. */
  const limits = { lockTimeoutMs: 600, statementTimeoutMs: 0 };
  const two = { a: sql('CREATE TABLE t (n int)'), b: { up: async (queryRunner: QueryRunner) => void (await queryRunner.query('CREATE TABLE u ()'), await queryRunner.query('ALTER TABLE t ADD m int')) } };

  it('is tried again from the beginning of the revision, until it is got', async () => {
    await run({ a: two.a });
    await withBlocked(async (release) => {
      const emit = (event: LimbeckEvent): void => {
        events.push(event);
        if (event.type === 'run.retried' && event.attempt === 3) void release();
      };
      expect(await run(two, { limits, lockRetries: 20, emit })).toEqual(['b']);
    });
    expect(await exists('u')).toBe(true);
    expect(eventsOf('run.retried').slice(0, 2)).toEqual([
      { type: 'run.retried', revision: 'b', attempt: 2, attempts: 21, waitMs: expect.any(Number), blockers: [expect.objectContaining({ application: 'the report' })] },
      { type: 'run.retried', revision: 'b', attempt: 3, attempts: 21, waitMs: expect.any(Number), blockers: [expect.objectContaining({ application: 'the report' })] },
    ]);
  });

  it('is refused in the end, with who holds it, and all of the revision is rolled back', async () => {
    await run({ a: two.a });
    const { details, message } = await withBlocked(() => failureOf('run/lock-timeout', run(two, { limits, lockRetries: 1 })));
    expect(details).toMatchObject({
      revision: 'b',
      attempts: 2,
      sql: 'ALTER TABLE t ADD m int',
      blockers: [{ application: 'the report', role: database.options.username, state: 'idle in transaction', query: 'SELECT * FROM t' }],
      standing: 'It was rolled back; nothing was changed.',
    });
    expect(message).toMatch(/did not get a lock in 2 attempts.*application "the report".*in a transaction since \d{4}-\d\d-\d\d/s);
    expect(eventsOf('run.blocked')).toHaveLength(2);
    expect(await exists('u')).toBe(false);
  });

  it('is refused without knowing who holds it over a pool of one connection', async () => {
    await run({ a: two.a });
    const alone = await new DataSource({ type: 'postgres', ...database.options, poolSize: 1 }).initialize();
    const { details } = await withBlocked(() => failureOf('run/lock-timeout', runRevisions(alone, lineOf(two), { limits })));
    await alone.destroy();
    expect(details.blockers).toEqual([]);
  });

  it('is tried again by a revision outside a transaction, which goes on at the very statement', async () => {
    await run({ a: two.a });
    await withBlocked(async (release) => {
      const emit = (event: LimbeckEvent): void => void (events.push(event), event.type === 'run.retried' && void release());
      expect(await run({ ...two, b: { ...two.b, transaction: false } }, { limits, lockRetries: 20, emit })).toEqual(['b']);
    });
    expect(eventsOf('revision.resumed')).toContainEqual({ type: 'revision.resumed', revision: 'b', direction: 'up', statements: 1 });
    expect(await applied()).toEqual(['a', 'b']);
  });
});

describe('the session of a run', () => {
  itSince(14, 'has the limits, and is as it was afterwards', async () => {
    const names = ['lock_timeout', 'statement_timeout', 'client_connection_check_interval'];
    const seen: unknown[] = [];
    const look = async (queryable: Pick<QueryRunner | DataSource, 'query'>): Promise<void> =>
      void seen.push(await (queryable as DataSource).query(`SELECT ${names.map((name) => `current_setting('${name}') AS ${name}`).join()}`));
    const alone = await new DataSource({ type: 'postgres', ...database.options, poolSize: 1, extra: { options: '-c lock_timeout=7s' } }).initialize();
    await runRevisions(alone, lineOf({ a: { up: look } }), { limits: { lockTimeoutMs: 1234, statementTimeoutMs: 5678 } });
    await look(alone);
    await expect(runRevisions(alone, lineOf({ a: {}, b: sql('SELECT 1 / 0') }), { limits: { lockTimeoutMs: 1234, statementTimeoutMs: 5678 } })).rejects.toThrow();
    await look(alone);
    await alone.destroy();
    const before = { lock_timeout: '7s', statement_timeout: '0', client_connection_check_interval: '0' };
    expect(seen).toEqual([[{ lock_timeout: '1234ms', statement_timeout: '5678ms', client_connection_check_interval: '2s' }], [before], [before]]);
  });

  it('stops a statement that takes too long', async () => {
    const { details } = await failureOf('run/statement-failed', run({ a: sql('SELECT pg_sleep(5)') }, { limits: { lockTimeoutMs: 0, statementTimeoutMs: 50 } }));
    expect(details).toMatchObject({ sqlState: '57014', standing: 'It was rolled back; nothing was changed.' });
  });

  itSince(14, 'ends soon after its client is gone, even in a long statement, and frees the lock', async () => {
    const alone = await new DataSource({ type: 'postgres', ...database.options, poolSize: 1 }).initialize();
    const queryRunner = alone.createQueryRunner();
    const client = (await queryRunner.connect()) as { readonly connection: { readonly stream: { destroy(): void } } };
    await queryRunner.release();
    const sleeping = runRevisions(alone, lineOf({ a: sql('SELECT pg_sleep(30)') }));
    const outcome = expect(sleeping).rejects.toMatchObject({ code: 'run/connection-lost' });
    while ((await database.query(`SELECT FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(30)%' AND state = 'active' AND datname = current_database()`)).length === 0) await sleep(10);
    client.connection.stream.destroy();
    await outcome;
    const startMs = performance.now();
    expect(await run({ a: sql('CREATE TABLE t ()') }, { lock: { key: 'test', waitMs: 20_000 } })).toEqual(['a']);
    expect(performance.now() - startMs).toBeLessThan(10_000);
    await alone.destroy();
  });
});

describe('a revision outside a transaction', () => {
  const base = sql('CREATE TABLE t (n int); INSERT INTO t VALUES (1), (1)');

  it('drops an index that could not be built, which the next run builds again', async () => {
    const behaviours = { base, index: { ...sql(concurrently), transaction: false } };
    const { details } = await failureOf('run/statement-failed', run(behaviours));
    expect(details.standing).toContain('the next run goes on at this statement');
    expect(await journal()).toEqual([{ revision: 'index', direction: 'up', position: 0, state: 'failed', sql: concurrently }]);
    expect(await exists('t_n')).toBe(false);
    await database.query('DELETE FROM t');
    expect(await run(behaviours)).toEqual(['index']);
    expect(await database.query(`SELECT indisvalid FROM pg_index WHERE indexrelid = 't_n'::regclass`)).toEqual([{ indisvalid: true }]);
    expect(await journal()).toEqual([]);
  });

  it('may be corrected at the statement that failed, and goes on there', async () => {
    const steps = (second: string): Behaviour => ({ transaction: false, up: async (queryRunner) => void (await queryRunner.query('CREATE TABLE u ()'), await queryRunner.query(second)) });
    await failureOf('run/statement-failed', run({ base, half: steps('SELECT nothing') }));
    expect(await run({ base, half: steps('CREATE TABLE v ()') })).toEqual(['half']);
    expect([await exists('u'), await exists('v')]).toEqual([true, true]);
    expect(eventsOf('revision.resumed')).toEqual([{ type: 'revision.resumed', revision: 'half', direction: 'up', statements: 1 }]);
  });

  it('is refused when it does not send the same statements any more', async () => {
    const steps = (first: string): Behaviour => ({ transaction: false, up: async (queryRunner) => void (await queryRunner.query(first), await queryRunner.query('SELECT nothing')) });
    await failureOf('run/statement-failed', run({ base, half: steps('CREATE TABLE u ()') }));
    const { details } = await failureOf('run/journal-mismatch', run({ base, half: steps('CREATE TABLE w ()') }));
    expect(details).toEqual({ revision: 'half', direction: 'up', position: 1, expected: 'CREATE TABLE u ()', found: 'CREATE TABLE w ()' });
    expect(await exists('w')).toBe(false);
  });

  it('keeps other runs from leaving it half done, both ways', async () => {
    const half: Behaviour = {
      transaction: false,
      up: async (queryRunner) => void (await queryRunner.query('CREATE TABLE u ()'), await queryRunner.query('SELECT nothing')),
      down: (queryRunner) => queryRunner.query('DROP TABLE u'),
    };
    await failureOf('run/statement-failed', run({ base, half }));
    const { details } = await failureOf('run/half-applied', run({ base, half }, { direction: 'down' }));
    expect(details).toEqual({ revision: 'half', direction: 'up', statements: 1, sql: 'CREATE TABLE u ()' });
    await failureOf('run/half-applied', run({ base, half }, { choosePath: () => [] }));
    expect(await applied()).toEqual(['base']);
  });

  it('says where it stands when nobody knows whether a statement was done', async () => {
    const vacuum: Behaviour = { transaction: false, up: (queryRunner) => queryRunner.query('VACUUM t') };
    await run({ base });
    await database.query(`CREATE TABLE migrations_journal (revision varchar, direction varchar, position int, state varchar, checksum varchar, sql text, answer bytea, changed_at timestamptz, PRIMARY KEY (revision, direction, position))`);
    await failureOf('run/statement-failed', run({ base, vacuum: { ...vacuum, up: async (queryRunner) => void (await vacuum.up?.(queryRunner), await queryRunner.query('SELECT nothing')) } }));
    await database.query(`UPDATE migrations_journal SET state = 'started'`);
    const { details } = await failureOf('run/unknown-outcome', run({ base, vacuum }));
    expect(details).toEqual({ revision: 'vacuum', sql: 'VACUUM t', position: 1 });
    expect(await applied()).toEqual(['base']);
  });

  it('gives the same answers again, of every type', async () => {
    const asked = `SELECT 1::bigint AS big, now() AS at, '\\x00ff'::bytea AS bytes, NULL AS nothing, '{"a": [1]}'::jsonb AS json, ARRAY[1, 2] AS list, random() AS chance`;
    const answers: unknown[] = [];
    const up = (last: string) => async (queryRunner: QueryRunner) => {
      answers.push(await queryRunner.query(asked), await queryRunner.query('UPDATE t SET n = 2'), await queryRunner.query('SELECT 1 AS one', undefined, true));
      await queryRunner.query(last);
    };
    await failureOf('run/statement-failed', run({ base, half: { transaction: false, up: up('SELECT nothing') } }));
    await run({ base, half: { transaction: false, up: up('SELECT 2') } });
    expect(answers).toHaveLength(6);
    expect(answers.slice(3)).toEqual(answers.slice(0, 3).map((answer) => (Array.isArray(answer) ? answer : { ...(answer as object) })));
    expect(answers[4]).toEqual([[], 2]);
  });
});

describe('op.autocommitBlock', () => {
  const block: Behaviour = {
    up: async (queryRunner) => {
      const op = operations(queryRunner);
      await op.execute('CREATE TABLE before ()');
      await op.autocommitBlock(() => op.execute('CREATE INDEX CONCURRENTLY t_n ON t (n)'));
      await op.execute('CREATE TABLE after ()');
    },
  };

  it('runs its steps outside of the transaction, and goes on in a new one', async () => {
    expect(await run({ a: sql('CREATE TABLE t (n int)'), block, c: sql('CREATE TABLE c ()') }, { transaction: 'all' })).toEqual(['a', 'block', 'c']);
    expect([await exists('before'), await exists('t_n'), await exists('after')]).toEqual([true, true, true]);
    expect(eventsOf('revision.committed-early')).toEqual([]);
    expect(await journal()).toEqual([]);
  });

  it('is remembered when what comes after it fails, and the next run goes on there', async () => {
    const fail: Behaviour = { up: async (queryRunner) => void (await block.up?.(queryRunner), await queryRunner.query('SELECT nothing')) };
    const { details } = await failureOf('run/statement-failed', run({ a: sql('CREATE TABLE t (n int)'), block: fail }, { transaction: 'all' }));
    expect(details.standing).toContain('Committed before it in this run: a.');
    expect([await exists('before'), await exists('t_n'), await exists('after')]).toEqual([true, true, false]);
    expect(await run({ a: sql('CREATE TABLE t (n int)'), block }, { transaction: 'all' })).toEqual(['block']);
    expect(await exists('after')).toBe(true);
  });

  it.each([
    ['1.x', (options: object, migrations: (new () => object)[]) => new DataSource({ type: 'postgres', ...options, migrations } as never)],
    ['0.3', (options: object, migrations: (new () => object)[]) => new DataSource03({ type: 'postgres', ...options, migrations } as never)],
  ])('works under the runner of TypeORM %s as well', async (_, make) => {
    await database.query('CREATE TABLE t (n int)');
    class Block1700000000000 {
      up = block.up;
      down = () => Promise.resolve();
    }
    const runner = make(database.options, [Block1700000000000]) as DataSource;
    await runner.initialize();
    try {
      await runner.runMigrations({ transaction: 'each' });
      expect([await exists('before'), await exists('t_n'), await exists('after')]).toEqual([true, true, true]);
      expect(await database.query('SELECT name FROM migrations')).toEqual([{ name: 'Block1700000000000' }]);
    } finally {
      await runner.destroy();
    }
  });

  it('refuses to forget: who reads without end cannot leave the transaction', async () => {
    const greedy: Behaviour = {
      up: async (queryRunner) => {
        await queryRunner.query('SELECT generate_series(1, 10001)');
        await operations(queryRunner).autocommitBlock(() => Promise.resolve());
      },
    };
    expect((await failureOf('run/too-much-to-remember', run({ greedy }))).details).toEqual({ revision: 'greedy', sql: 'COMMIT', rows: 10_000 });
    expect(await applied()).toEqual([]);
  });
});

describe('a transaction that a revision ends itself', () => {
  it.each(['COMMIT', 'end;', 'commit and no chain -- now', 'CREATE TABLE v (); COMMIT'])('is told of: %s', async (text) => {
    const { details } = await failureOf('run/statement-failed', run({ a: { up: async (queryRunner) => void (await queryRunner.query('CREATE TABLE t ()'), await queryRunner.query(text), await queryRunner.query('SELECT nothing')) } }));
    expect(details.standing).toContain('stays and is remembered');
    expect(eventsOf('revision.committed-early')).toEqual([{ type: 'revision.committed-early', revision: 'a', sql: text }]);
    expect(await run({ a: { up: async (queryRunner) => void (await queryRunner.query('CREATE TABLE t ()'), await queryRunner.query(text), await queryRunner.query('CREATE TABLE u ()')) } })).toEqual(['a']);
    expect([await applied(), await exists('t'), await exists('u')]).toEqual([['a'], true, true]);
    expect(await journal()).toEqual([]);
  });

  it.each(['ROLLBACK', 'abort'])('is not rolled back: %s', async (text) => {
    const { details } = await failureOf('run/rolled-back-inside', run({ a: { up: async (queryRunner) => void (await queryRunner.query('CREATE TABLE t ()'), await queryRunner.query(text)) } }));
    expect(details).toEqual({ revision: 'a', sql: text });
    expect([await applied(), await exists('t')]).toEqual([[], false]);
  });

  itSince(14, 'is no matter in texts that only look so', async () => {
    const texts = [`SELECT 'COMMIT; ROLLBACK' AS "commit" -- ; COMMIT`, 'DO $$ BEGIN PERFORM 1; END $$', `CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END`];
    await run({ a: { up: async (queryRunner) => { for (const text of texts) await queryRunner.query(text); } } });
    expect(events.map(({ type }) => type)).toEqual(['revision.started', 'revision.finished']);
  });
});

describe('a dry run', () => {
  it('runs everything, tells how long it takes, and leaves nothing', async () => {
    const before = await database.query(`SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace`);
    expect(await run({ a: sql('CREATE TABLE t (n int)'), b: { ...sql('INSERT INTO t VALUES (1)'), transaction: false } }, { dryRun: true })).toEqual(['a', 'b']);
    expect(await database.query(`SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace`)).toEqual(before);
    expect(eventsOf('revision.tried')).toEqual(['a', 'b'].map((id) => ({ type: 'revision.tried', revision: id, message: `the revision ${id}`, direction: 'up', durationMs: expect.any(Number) })));
    expect(await run({ a: sql('CREATE TABLE t (n int)', 'DROP TABLE t') })).toEqual(['a']);
    expect(await run({ a: sql('CREATE TABLE t (n int)', 'DROP TABLE t') }, { dryRun: true, direction: 'down' })).toEqual(['a']);
    expect([await applied(), await exists('t')]).toEqual([['a'], true]);
  });

  it('leaves out what cannot run in a transaction, and says so', async () => {
    const block: Behaviour = { up: (queryRunner) => operations(queryRunner).autocommitBlock(() => operations(queryRunner).execute('VACUUM t')) };
    await run({ a: sql('CREATE TABLE t (n int)'), index: { ...sql(concurrently), transaction: false }, block, c: sql('CREATE TABLE c ()') }, { dryRun: true });
    expect(eventsOf('statement.skipped')).toEqual([
      { type: 'statement.skipped', revision: 'index', sql: concurrently },
      { type: 'statement.skipped', revision: 'block', sql: 'VACUUM t' },
    ]);
    expect(await exists('t')).toBe(false);
  });

  it('finds what fails', async () => {
    const { details } = await failureOf('run/statement-failed', run({ a: sql('CREATE TABLE t ()'), b: sql('SELECT nothing') }, { dryRun: true }));
    expect(details).toMatchObject({ revision: 'b', standing: 'The whole run was rolled back; nothing was changed.' });
    expect(await exists('t')).toBe(false);
  });

  it.each([
    ['COMMIT', true],
    ['CREATE TABLE u (); COMMIT', true],
    ['COMMIT', false],
    ['ROLLBACK', true],
  ])('refuses %s, with transaction: %s', async (text, transaction) => {
    const up = async (queryRunner: QueryRunner): Promise<void> => void (await queryRunner.query('CREATE TABLE t ()'), await queryRunner.query(text));
    await failureOf('run/not-to-be-tried', run({ a: { transaction, up } }, { dryRun: true }));
    expect([await exists('t'), await exists('migrations')]).toEqual([false, false]);
  });
});

describe('hooks', () => {
  it('take part in each revision, inside its transaction, and see its statements', async () => {
    const told: unknown[] = [];
    const hooks: Choices['hooks'] = {
      beforeRevision: async ({ revision, direction, queryRunner }) => {
        told.push(['before', revision.id, direction]);
        await queryRunner.query(`SET LOCAL application_name = 'by ${revision.id}'`);
      },
      afterRevision: async ({ revision, queryRunner }) => void told.push(['after', revision.id, await queryRunner.query(`SELECT current_setting('application_name') AS name`)]),
      onStatement: ({ revision, sql: text, parameters, durationMs }) => void told.push([revision.id, text, parameters, durationMs >= 0]),
    };
    await run({ a: { up: (queryRunner) => queryRunner.query('SELECT $1::int', [1]) }, b: { ...sql('CREATE TABLE b ()'), transaction: false } }, { hooks });
    expect(told).toEqual([
      ['before', 'a', 'up'],
      ['a', 'SELECT $1::int', [1], true],
      ['after', 'a', [{ name: 'by a' }]],
      ['before', 'b', 'up'],
      ['b', 'CREATE TABLE b ()', [], true],
      ['after', 'b', [{ name: expect.not.stringContaining('by b') }]],
    ]);
  });

  it.each(['beforeRevision', 'afterRevision', 'onStatement'] as const)('undo the revision when they fail, and are told as what they are: %s', async (hook) => {
    const hooks = { ...noHooks, [hook]: () => { throw new Error('nobody is on call'); } };
    const { details, message } = await failureOf('run/hook-failed', run({ a: sql('CREATE TABLE t ()') }, { hooks }));
    expect(details).toEqual({ hook, revision: 'a', reason: 'nobody is on call', standing: 'It was rolled back; nothing was changed.' });
    expect(message).toContain(`Your function ${hook} failed at revision a: Nobody is on call.`);
    expect(await exists('t')).toBe(false);
  });
});

test('what blocks is named by the database itself', async () => {
  const queryRunner = dataSource.createQueryRunner();
  expect(await postgres.blockersOf(queryableOf(queryRunner), 0)).toEqual([]);
  await queryRunner.release();
});
