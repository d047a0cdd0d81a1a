import type { Logger } from 'typeorm';
import type { Queryable } from '../../src/dialect/dialect.js';
import { countRoundTrips, queryableOf } from '../../src/typeorm/queryable.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { typeOrmVersions, withDataSource, type TypeOrmVersion } from '../support/entities.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await createDatabase();
});

afterAll(() => database.drop());

const over = <T>(version: TypeOrmVersion, work: (db: Queryable, logged: readonly string[]) => Promise<T>): Promise<T> => {
  const logged: string[] = [];
  const logger: Logger = {
    logQuery: (sql) => void logged.push(sql),
    logQueryError: (_, sql) => void logged.push(`failed: ${sql}`),
    logQuerySlow: () => undefined,
    logSchemaBuild: () => undefined,
    logMigration: () => undefined,
    log: () => undefined,
  };
  return withDataSource(database, { version, entities: [], logger, logging: true }, async (dataSource) => {
    const queryRunner = dataSource.createQueryRunner();
    logged.length = 0;
    try {
      return await work(queryableOf(queryRunner), logged);
    } finally {
      await queryRunner.release();
    }
  });
};

describe.each(typeOrmVersions)('a connection of TypeORM %s', (version) => {
  it('gives the rows of a statement, whatever it does, and tells the logger', async () => {
    await over(version, async (db, logged) => {
      expect(await db.query('SELECT $1::int AS n, $2 AS t', [7, 'x'])).toEqual([{ n: 7, t: 'x' }]);
      expect(await db.query('CREATE TEMPORARY TABLE t (n int)')).toEqual([]);
      expect(await db.query('INSERT INTO t VALUES (1), (2) RETURNING n')).toEqual([{ n: 1 }, { n: 2 }]);
      expect(await db.query('UPDATE t SET n = n + 1 RETURNING n')).toEqual([{ n: 2 }, { n: 3 }]);
      expect(await db.query('DELETE FROM t WHERE n = 2 RETURNING n')).toEqual([{ n: 2 }]);
      expect(logged).toHaveLength(5);
    });
  });

  it('gives the rows of each statement of a script, in one round trip, and tells the logger', async () => {
    await over(version, async (db, logged) => {
      const script = "SELECT 1 AS a; CREATE TEMPORARY TABLE s (n int); SELECT 2 AS b UNION SELECT 3 ORDER BY b; SELECT 'x;y' AS c WHERE false";
      expect(await db.script(script)).toEqual([[{ a: 1 }], [], [{ b: 2 }, { b: 3 }], []]);
      expect(await db.script('SELECT 1 AS one')).toEqual([[{ one: 1 }]]);
      expect(await db.script('')).toEqual([[]]);
      expect(logged).toEqual([script, 'SELECT 1 AS one', '']);
    });
  });

  it('throws the errors of the driver, which know their SQL', async () => {
    await over(version, async (db, logged) => {
      for (const send of [(sql: string) => db.query(sql), (sql: string) => db.script(sql)]) {
        await expect(send('SELECT nope')).rejects.toMatchObject({ name: 'error', code: '42703', position: '8', severity: 'ERROR', query: 'SELECT nope' });
      }
      expect(logged).toEqual(['SELECT nope', 'failed: SELECT nope', 'SELECT nope', 'failed: SELECT nope']);
    });
  });

  it('counts how often it is waited for', async () => {
    await over(version, async (db) => {
      const counted = countRoundTrips(db);
      expect(counted.roundTrips).toBe(0);
      expect(await counted.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
      expect(await counted.script('SELECT 1 AS one; SELECT 2 AS two')).toEqual([[{ one: 1 }], [{ two: 2 }]]);
      await counted.query('SELECT nope').catch(() => undefined);
      expect(counted.roundTrips).toBe(3);
    });
  });
});
