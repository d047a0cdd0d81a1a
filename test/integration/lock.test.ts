import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource, type QueryRunner } from 'typeorm';
import type { Queryable } from '../../src/dialect/dialect.js';
import { withLock } from '../../src/dialect/postgres/run/lock.js';
import { LimbeckError } from '../../src/kernel/errors.js';
import { queryableOf } from '../../src/typeorm/queryable.js';
import { createDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
let first: DataSource;
let second: DataSource;

beforeAll(async () => {
  database = await createDatabase();
  first = await new DataSource({ type: 'postgres', ...database.options, applicationName: 'the first one' }).initialize();
  second = await new DataSource({ type: 'postgres', ...database.options }).initialize();
});

afterAll(async () => {
  await Promise.all([first.destroy(), second.destroy()]);
  await database.drop();
});

async function over<T>(dataSource: DataSource, work: (db: Queryable, queryRunner: QueryRunner) => Promise<T>): Promise<T> {
  const queryRunner = dataSource.createQueryRunner();
  try {
    return await work(queryableOf(queryRunner), queryRunner);
  } finally {
    await queryRunner.release();
  }
}

const lock = (dataSource: DataSource, options: { key: string; waitMs: number }, work: () => Promise<unknown>) =>
  over(dataSource, (db) => withLock(db, options, work));

const locks = () => database.query(`SELECT * FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`);
const nothing = () => Promise.resolve('nothing');

describe('the lock', () => {
  it('gives what the work gives, and is free afterwards', async () => {
    expect(await lock(first, { key: 'a', waitMs: 0 }, nothing)).toBe('nothing');
    expect(await locks()).toEqual([]);
  });

  it('is free after work that fails, whose error stays the same', async () => {
    const failure = new Error('of the work');
    await expect(lock(first, { key: 'a', waitMs: 0 }, () => Promise.reject(failure))).rejects.toBe(failure);
    expect(await locks()).toEqual([]);
  });

  it.each(['a', 'b', 'schema.migrations', '"ünï" \'code\' 😀', ''])('is held by one session at a time: %j', async (key) => {
    await lock(first, { key, waitMs: 0 }, async () => {
      await expect(lock(second, { key, waitMs: 0 }, nothing)).rejects.toMatchObject({ code: 'lock/held' });
      await expect(lock(second, { key: `${key} too`, waitMs: 0 }, nothing)).resolves.toBe('nothing');
    });
    await expect(lock(second, { key, waitMs: 0 }, nothing)).resolves.toBe('nothing');
  });

  it('names who holds it: process, application, role, since when', async () => {
    await over(first, async (db) => {
      const [session] = await db.query('SELECT pg_backend_pid() AS pid');
      await withLock(db, { key: 'a', waitMs: 0 }, async () => {
        const error: unknown = await lock(second, { key: 'a', waitMs: 0 }, nothing).catch((failure: unknown) => failure);
        if (!LimbeckError.is(error, 'lock/held')) throw error;
        expect(error.details.holder).toMatch(
          new RegExp(
            `^process ${String(session?.['pid'])}, application "the first one", role "${database.options.username}", from [\\d.:]+, connected since \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d UTC, idle$`,
          ),
        );
      });
    });
  });

  it('names what it may see of the session of another role', async () => {
    const stranger = `stranger_${database.name}`;
    await database.query(`CREATE ROLE ${stranger} LOGIN PASSWORD 'x'`);
    const third = await new DataSource({ type: 'postgres', ...database.options, username: stranger, password: 'x' }).initialize();
    try {
      await lock(first, { key: 'a', waitMs: 0 }, async () => {
        await expect(lock(third, { key: 'a', waitMs: 0 }, nothing)).rejects.toThrow(/process \d+, application "the first one", role "/);
      });
    } finally {
      await third.destroy();
      await database.query(`DROP ROLE ${stranger}`);
    }
  });

  it('is waited for as long as it may be, and no longer', async () => {
    await lock(first, { key: 'a', waitMs: 0 }, async () => {
      const startMs = performance.now();
      await expect(lock(second, { key: 'a', waitMs: 300 }, nothing)).rejects.toMatchObject({ code: 'lock/held', details: { waitedMs: 300 } });
      const waitedMs = performance.now() - startMs;
      expect(waitedMs).toBeGreaterThanOrEqual(295);
      expect(waitedMs).toBeLessThan(2_000);
    });
  });

  it('is got by who waits once it is free', async () => {
    const order: string[] = [];
    await Promise.all([
      lock(first, { key: 'a', waitMs: 0 }, async () => {
        await sleep(200);
        order.push('first');
      }),
      sleep(50).then(() => lock(second, { key: 'a', waitMs: 10_000 }, () => Promise.resolve(order.push('second')))),
    ]);
    expect(order).toEqual(['first', 'second']);
  });

  it('is free at once when the session of its holder ends', async () => {
    const held = lock(first, { key: 'a', waitMs: 0 }, async () => {
      await database.query(`SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`);
      await expect(lock(second, { key: 'a', waitMs: 2_000 }, nothing)).resolves.toBe('nothing');
    });
    await expect(held).rejects.toThrow();
  });

  it('does not make an index that its holder builds concurrently wait for those that wait for the lock', async () => {
    await database.query('CREATE TABLE busy (n int)');
    await over(first, async (db) => {
      await withLock(db, { key: 'a', waitMs: 0 }, async () => {
        const waiting = lock(second, { key: 'a', waitMs: 20_000 }, nothing);
        await sleep(50);
        await db.query('CREATE INDEX CONCURRENTLY busy_n ON busy (n)');
        return { waiting };
      }).then(({ waiting }) => waiting);
    });
    expect(await database.query(`SELECT indisvalid AS valid FROM pg_index WHERE indexrelid = 'busy_n'::regclass`)).toEqual([{ valid: true }]);
  });
});
