import type { Queryable } from '../../src/dialect/dialect.js';
import { inSavepoint, inSnapshot } from '../../src/dialect/postgres/snapshot.js';
import { countRoundTrips, queryableOf } from '../../src/typeorm/queryable.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { withDataSource } from '../support/entities.js';

let database: TestDatabase;

beforeEach(async () => {
  database = await createDatabase();
  await database.query('CREATE TABLE item (id integer)');
});

afterEach(() => database.drop());

const withConnection = <T>(work: (db: Queryable) => Promise<T>): Promise<T> =>
  withDataSource(database, { entities: [] }, async (dataSource) => {
    const queryRunner = dataSource.createQueryRunner();
    return work(queryableOf(queryRunner)).finally(() => queryRunner.release());
  });

describe('inSnapshot', () => {
  it('begins with the first script, in one round trip', async () => {
    const roundTrips = await withConnection(async (connection) => {
      const db = countRoundTrips(connection);
      const rows = await inSnapshot(db, (snapshot) => snapshot.script("SELECT current_setting('transaction_isolation') AS level; SELECT 2 AS two"));
      expect(rows).toEqual([[{ level: 'repeatable read' }], [{ two: 2 }]]);
      return db.roundTrips;
    });
    expect(roundTrips).toBe(2);
  });

  it('has no query compiled, and leaves that setting as it was', async () => {
    const [before, during, after, within, afterwards] = await withConnection(async (db) => {
      const jit = async (connection: Pick<Queryable, 'query'>): Promise<unknown> => (await connection.query('SHOW jit'))[0]?.jit;
      await db.query('SET jit = on');
      const alone = [await jit(db), await inSnapshot(db, jit), await jit(db)];
      await db.query('BEGIN');
      const nested = [await inSavepoint(db, jit), await jit(db)];
      await db.query('ROLLBACK');
      return [...alone, ...nested];
    });
    expect({ before, during, after, within, afterwards }).toEqual({ before: 'on', during: 'off', after: 'on', within: 'off', afterwards: 'on' });
  });

  it('sends nothing where nothing is asked', async () => {
    const db = await withConnection(async (connection) => {
      const counted = countRoundTrips(connection);
      await inSnapshot(counted, () => Promise.resolve());
      return counted;
    });
    expect(db.roundTrips).toBe(0);
  });

  it('goes on after an attempt that came first and cannot even be parsed', async () => {
    const rows = await withConnection((db) =>
      inSnapshot(db, async (snapshot) => {
        await expect(snapshot.attempt(['CREATE TABLE other (id integer)', 'SELEC'])).rejects.toThrow('syntax error');
        return snapshot.query("SELECT to_regclass('other') AS other");
      }),
    );
    expect(rows).toEqual([{ other: null }]);
  });
});
