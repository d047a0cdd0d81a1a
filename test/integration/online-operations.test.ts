import { DataSource, type MigrationInterface, type QueryRunner } from 'typeorm';
import { describe as describeOperation } from '../../src/operation/describe.js';
import { operations } from '../../src/runtime/op.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { lineOf } from '../support/revisions.js';
import { runRevisions } from '../support/run-revisions.js';

const indexName = { name: 'product_name', unique: true, keys: ['name'] };
const buildIndex = (queryRunner: QueryRunner): Promise<void> => operations(queryRunner).createIndex('product', indexName, { concurrently: true });

/** The indexes of the table, and whether they are valid. */
const indexesOf = (database: TestDatabase): Promise<unknown> =>
  database.query(`SELECT indexrelid::regclass::text AS name, indisvalid AS valid FROM pg_index WHERE indrelid = 'product'::regclass ORDER BY 1`);

/** A data source, and a table in which two rows have the same name. */
async function withDuplicates(work: (dataSource: DataSource, database: TestDatabase) => Promise<void>): Promise<void> {
  await using database = await createDatabase();
  await database.query(`CREATE TABLE product (id int, name text); INSERT INTO product VALUES (1, 'chair'), (2, 'chair')`);
  const dataSource = await new DataSource({ type: 'postgres', ...database.options }).initialize();
  try {
    await work(dataSource, database);
  } finally {
    await dataSource.destroy();
  }
}

describe('an index that is built concurrently, and fails', () => {
  it('leaves nothing invalid, and is built when the rows are right', async () => {
    await withDuplicates(async (dataSource, database) => {
      const run = () => runRevisions(dataSource, lineOf({ index: { transaction: false, up: buildIndex } }), {});
      await expect(run()).rejects.toMatchObject({ code: 'run/statement-failed' });
      expect(await indexesOf(database)).toEqual([]);
      await database.query('DELETE FROM product WHERE id = 2');
      await run();
      expect(await indexesOf(database)).toEqual([{ name: 'product_name', valid: true }]);
      expect(await database.query('SELECT * FROM migrations_journal')).toEqual([]);
    });
  });

  it("leaves nothing invalid under TypeORM's own runner", async () => {
    await withDuplicates(async (dataSource, database) => {
      class BuildIndex1720000000001 implements MigrationInterface {
        readonly transaction = false;
        readonly up = buildIndex;
        readonly down = (queryRunner: QueryRunner): Promise<void> => operations(queryRunner).dropIndex('product', 'product_name', { concurrently: true });
      }
      dataSource.setOptions({ migrations: [BuildIndex1720000000001] });
      await dataSource.destroy();
      await dataSource.initialize();
      const run = () => dataSource.runMigrations({ transaction: 'each' });
      await expect(run()).rejects.toThrow('could not create unique index');
      expect(await indexesOf(database)).toEqual([]);
      await database.query('DELETE FROM product WHERE id = 2');
      await run();
      expect(await indexesOf(database)).toEqual([{ name: 'product_name', valid: true }]);
      await dataSource.undoLastMigration({ transaction: 'none' });
      expect(await indexesOf(database)).toEqual([]);
    });
  });
});

describe('operations that others work beside', () => {
  const table = { schema: 'public', name: 'product' };

  it('ask for an index that may be there in words of their own, as no block of code can hold them', async () => {
    await withDuplicates(async (dataSource, database) => {
      const queryRunner = dataSource.createQueryRunner();
      const op = operations(queryRunner);
      for (let round = 0; round < 2; round += 1) await op.createIndex('product', { name: 'product_id', keys: ['id'] }, { concurrently: true, ifNotExists: true });
      expect(await indexesOf(database)).toEqual([{ name: 'product_id', valid: true }]);
      for (let round = 0; round < 2; round += 1) await op.dropIndex('product', 'product_id', { concurrently: true, ifExists: true });
      expect(await indexesOf(database)).toEqual([]);
      await queryRunner.release();
    });
  });

  it('look at rows only when a constraint is validated', async () => {
    await withDuplicates(async (dataSource, database) => {
      const queryRunner = dataSource.createQueryRunner();
      const op = operations(queryRunner);
      const isValid = () => database.query(`SELECT convalidated AS valid FROM pg_constraint WHERE conname = 'small'`);
      await op.createCheck('product', { name: 'small', expression: 'id < 2' }, { notValid: true });
      expect(await isValid()).toEqual([{ valid: false }]);
      await expect(database.query('INSERT INTO product VALUES (3)')).rejects.toThrow('small');
      await expect(op.validateCheck('product', 'small')).rejects.toThrow('small');
      await database.query('DELETE FROM product WHERE id = 2');
      await op.validateCheck('product', 'small');
      expect(await isValid()).toEqual([{ valid: true }]);
      await queryRunner.release();
    });
  });

  it('say in a line what is special of them', () => {
    const check = { name: 'small', expression: 'id < 2' };
    const key = { name: 'UQ', columns: ['id'], deferrable: 'no' as const };
    const told = (operation: Parameters<typeof describeOperation>[0]): string => describeOperation(operation, 'public');
    expect(told({ verb: 'create', kind: 'check', table, value: check, notValid: true })).toBe('create check constraint product.small: id < 2, not valid');
    expect(told({ verb: 'create', kind: 'unique', table, value: key, usingIndex: 'i' })).toBe('create unique constraint product.UQ: (id), using index i');
    expect(told({ verb: 'drop', kind: 'index', table, name: 'i', value: null, concurrently: true })).toBe('drop index concurrently product.i');
    expect(told({ verb: 'validate', kind: 'check', table, name: 'small' })).toBe('validate check constraint product.small');
  });
});
