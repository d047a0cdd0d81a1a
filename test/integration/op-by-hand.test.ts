import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as typeorm from 'typeorm';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import * as typeorm03 from 'typeorm-0.3';
import { LimbeckError, Migrator, type Op, operations } from '../../src/index.js';
import { readCatalog } from '../support/catalog.js';
import { createDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
/** What Limbeck has run there. */
let ran: (new () => MigrationInterface)[];
beforeEach(async () => {
  database = await createDatabase();
  ran = [];
});
afterEach(() => database.drop());

/** The catalog without the sequence of the books, which every run moves on. */
const readWithoutBooks = async (): Promise<readonly string[]> => (await readCatalog(database)).filter((line) => !line.includes('migrations_id_seq'));

type Step = (op: Op, queryRunner: QueryRunner) => Promise<unknown>;

/** Runs the steps as the `up()` of one migration. */
type Perform = (step: Step) => Promise<void>;

let stamp = 1_700_000_000_000;

/** A migration of its own, whose name nothing else has. */
function migrationOf(step: Step): new () => MigrationInterface {
  stamp += 1;
  const name = `ByHand${stamp}`;
  return class implements MigrationInterface {
    readonly name = name;
    up = async (queryRunner: QueryRunner): Promise<void> => void (await step(operations(queryRunner), queryRunner));
    down = (): Promise<void> => Promise.resolve();
  };
}

/** By the runner of a version of TypeORM. */
const byTypeOrm =
  (make: (options: typeorm.DataSourceOptions) => { initialize(): Promise<unknown>; runMigrations(): Promise<unknown>; destroy(): Promise<void> }): Perform =>
  async (step) => {
    const dataSource = make({ type: 'postgres', ...database.options, migrations: [migrationOf(step)] });
    await dataSource.initialize();
    await dataSource.runMigrations().finally(() => dataSource.destroy());
  };

/** A migrator for these migrations and no files. */
const migratorFor = (migrations: readonly (new () => MigrationInterface)[]): Migrator =>
  new Migrator(new typeorm.DataSource({ type: 'postgres', ...database.options, migrations: [...migrations] }), { directory: join(tmpdir(), 'limbeck-without-files') });

/** By Limbeck, each in a transaction. */
const byLimbeck: Perform = async (step) => {
  ran.push(migrationOf(step));
  await using migrator = migratorFor(ran);
  await migrator.upgrade().catch((error: unknown) => {
    throw error instanceof Error && error.cause instanceof LimbeckError ? error.cause : error;
  });
};

/** As the script of a migration, run by who gets it. */
const byScript: Perform = async (step) => {
  const { up } = await migratorFor([migrationOf(step)]).show();
  for (const { sql } of up.statements) for (const part of sql.split(/;\n(?=EXECUTE|DEALLOCATE)/)) await database.query(part);
};

const runners: readonly (readonly [string, Perform])[] = [
  ['Limbeck', byLimbeck],
  ['TypeORM 1.x', byTypeOrm((options) => new typeorm.DataSource(options))],
  ['TypeORM 0.3', byTypeOrm((options) => new typeorm03.DataSource(options as typeorm03.DataSourceOptions))],
];

const product = {
  name: 'product',
  columns: [
    { name: 'id', type: 'integer', generation: 'identityByDefault' as const },
    { name: 'name', type: 'text', nullable: false },
    { name: 'price', type: 'numeric(10,2)', default: '5' },
  ],
  primaryKey: { name: 'PK_product', columns: ['id'] },
};

describe.each([...runners, ['a script', byScript] as const])('what is done only if something is there or not, by %s', (_, perform) => {
  const part = {
    name: 'part',
    columns: [{ name: 'id', type: 'integer' }, { name: 'product_id', type: 'integer' }],
    indexes: [{ name: 'IDX_part', keys: ['id'] }],
    foreignKeys: [{ name: 'FK_part', columns: ['product_id'], references: { table: 'product', columns: ['id'] } }],
    comment: "a part's; and more",
  };
  const table = 'product';
  const option = { ifNotExists: true };

  /** Each creation, the drop of what it created, and how that is told. */
  const pairs: readonly (readonly [string, (op: Op) => Promise<void>, (op: Op) => Promise<void>])[] = [
    ['a schema', (op) => op.createSchema('shop', option), (op) => op.dropSchema('shop', { ifExists: true })],
    ['an enum type', (op) => op.createEnum({ name: 'Kind', values: ['a', "b'"] }, option), (op) => op.dropEnum('Kind', { ifExists: true })],
    ['a table with all that it brings', (op) => op.createTable(part, option), (op) => op.dropTable('part', { ifExists: true })],
    ['a column', (op) => op.addColumn(table, { name: 'say "x"', type: 'text', comment: 'x' }, option), (op) => op.dropColumn(table, 'say "x"', { ifExists: true })],
    ['a unique constraint', (op) => op.createUnique(table, { name: 'UQ', columns: ['name'] }, option), (op) => op.dropUnique(table, 'UQ', { ifExists: true })],
    ['a check', (op) => op.createCheck(table, { name: 'CHK', expression: `price > 0 AND name <> ';'` }, option), (op) => op.dropCheck(table, 'CHK', { ifExists: true })],
    ['an exclusion', (op) => op.createExclusion(table, { name: 'EX', definition: 'USING btree (name WITH =)' }, option), (op) => op.dropExclusion(table, 'EX', { ifExists: true })],
    [
      'a foreign key',
      (op) => op.createForeignKey(table, { name: 'FK', columns: ['id'], references: { table, columns: ['id'] } }, option),
      (op) => op.dropForeignKey(table, 'FK', { ifExists: true }),
    ],
    ['an index', (op) => op.createIndex(table, { name: 'IDX', keys: ['name'] }, option), (op) => op.dropIndex(table, 'IDX', { ifExists: true })],
    ['a view', (op) => op.createView({ name: 'cheap', definition: `SELECT id AS found, $limbeck$;$limbeck$ AS "into" FROM product` }, option), (op) => op.dropView('cheap', { ifExists: true })],
    [
      'a materialized view',
      (op) => op.createMaterializedView({ name: 'sums', definition: 'SELECT sum(price) AS total FROM product', indexes: [{ name: 'IDX_sums', keys: ['total'] }] }, option),
      (op) => op.dropMaterializedView('sums', { ifExists: true }),
    ],
    ['an extension', (op) => op.createExtension('citext'), (op) => op.dropExtension('citext', { ifExists: true })],
    ['a name that PostgreSQL cuts', (op) => op.createCheck(table, { name: 'x'.repeat(80), expression: 'true' }, option), (op) => op.dropCheck(table, 'x'.repeat(80), { ifExists: true })],
  ];

  it('makes each kind of object once, and drops it once', async () => {
    await database.query('CREATE TABLE product (id integer CONSTRAINT "PK_product" PRIMARY KEY, name text, price numeric(10,2))');
    await perform(() => Promise.resolve());
    const before = await readWithoutBooks();
    await perform(async (op) => {
      for (const [, create] of pairs) await create(op);
    });
    const made = await readWithoutBooks();
    expect(made.length).toBeGreaterThan(before.length + pairs.length);
    await perform(async (op) => {
      for (const [, create] of pairs) await create(op);
    });
    expect(await readWithoutBooks()).toEqual(made);
    for (let round = 0; round < 2; round += 1) {
      await perform(async (op) => {
        for (const [, , drop] of [...pairs].reverse()) await drop(op);
      });
      expect(await readWithoutBooks()).toEqual(before);
    }
  });

  it('leaves what has the name as it is', async () => {
    await database.query('CREATE TABLE product (other text)');
    await perform((op) => op.createTable(product, option));
    expect(await database.query(`SELECT attname FROM pg_attribute WHERE attrelid = 'product'::regclass AND attnum > 0`)).toEqual([{ attname: 'other' }]);
    await perform((op) => op.dropColumn('nothing', 'id', { ifExists: true }));
  });
});

describe.each([...runners, ['a script', byScript] as const])('rows, by %s', (_, perform) => {
  it('are put into a table with values of every type, and defaults', async () => {
    const at = new Date('2026-11-21T10:20:30.456Z');
    await perform(async (op) => {
      await op.createTable({
        name: 'thing',
        columns: [
          { name: 'id', type: 'integer', generation: 'identityByDefault' },
          { name: 'text', type: 'text', default: "'unsaid'" },
          { name: 'number', type: 'numeric' },
          { name: 'big', type: 'bigint' },
          { name: 'flag', type: 'boolean' },
          { name: 'at', type: 'timestamp with time zone' },
          { name: 'bytes', type: 'bytea' },
          { name: 'tags', type: 'text[]' },
          { name: 'data', type: 'jsonb' },
        ],
      });
      await op.bulkInsert('thing', [
        { text: `it's "so" \\ $1`, number: 1.5, big: 9_007_199_254_740_993n, flag: true, at, bytes: Buffer.from([0, 255]), tags: ['a', 'b"c', null], data: { a: [1, null] } },
        { text: undefined, number: '1e3', flag: null },
      ]);
      await op.bulkInsert('thing', []);
    });
    expect(await database.query('SELECT * FROM thing ORDER BY id')).toEqual([
      { id: 1, text: `it's "so" \\ $1`, number: '1.5', big: '9007199254740993', flag: true, at, bytes: Buffer.from([0, 255]), tags: ['a', 'b"c', null], data: { a: [1, null] } },
      { id: 2, text: 'unsaid', number: '1000', big: null, flag: null, at: null, bytes: null, tags: null, data: null },
    ]);
  });

  it('are as many as they are', async () => {
    const rows = Array.from({ length: 2_500 }, (_row, index) => Object.fromEntries(Array.from({ length: 70 }, (_column, column) => [`c${column}`, index * 100 + column])));
    await perform(async (op) => {
      await op.createTable({ name: 'wide', columns: Object.keys(rows[0]!).map((name) => ({ name, type: 'integer' })) });
      await op.bulkInsert('wide', rows);
    });
    expect(await database.query('SELECT count(*)::int AS count, sum(c69)::int AS sum FROM wide')).toEqual([
      { count: 2_500, sum: rows.reduce((sum, row) => sum + Number(row['c69']), 0) },
    ]);
  });

});

describe.each(runners)('rows and tables, by %s', (_, perform) => {
  it('become a table of their own, and are changed through TypeORM', async () => {
    await perform(async (op, queryRunner) => {
      await op.createTable(product);
      await op.bulkInsert('product', [{ name: 'Oak chair', price: 90 }, { name: 'Lamp' }]);
      await op.createTableAs({ schema: 'public', name: 'cheap' }, `SELECT id, name FROM product WHERE price < 10`);
      await queryRunner.manager.query('UPDATE product SET price = price * $1', [2]);
      await queryRunner.manager.createQueryBuilder().update('product').set({ name: 'Chair' }).where('price > :price', { price: 100 }).execute();
    });
    expect(await database.query('SELECT * FROM cheap')).toEqual([{ id: 2, name: 'Lamp' }]);
    expect(await database.query('SELECT name, price FROM product ORDER BY id')).toEqual([{ name: 'Chair', price: '180.00' }, { name: 'Lamp', price: '10.00' }]);
  });

  it('are asked about, in the transaction that makes them', async () => {
    const seen: unknown[] = [];
    await perform(async (op) => {
      const before = await op.inspect();
      await op.createTable({ ...product, indexes: [{ name: 'IDX_name', keys: ['name'] }], checks: [{ name: 'CHK', expression: 'price > 0' }] });
      await op.createSchema('shop');
      const after = await op.inspect();
      seen.push(before.hasTable('product'), before.table('product'), after.hasTable('product'), after.hasColumn('product', 'price'), after.hasColumn('product', 'sku'));
      seen.push(after.hasIndex('product', 'IDX_name'), after.hasConstraint('product', 'CHK'), after.hasConstraint('product', 'PK_product'), after.hasConstraint('none', 'CHK'));
      seen.push(after.table('product')?.columns.map(({ name, type }) => `${name} ${type}`), (await op.inspect('shop')).hasTable('product'));
    });
    expect(seen).toEqual([false, null, true, true, false, true, true, true, false, ['id integer', 'name text', 'price numeric(10,2)'], false]);
  });
});

it('puts in no rows that say nothing', async () => {
  await expect(byLimbeck((op) => op.bulkInsert('wide', [{}, { name: undefined }]))).rejects.toMatchObject({ code: 'operation/no-columns' });
});

it('asks no database where there is none', async () => {
  await expect(byScript((op) => op.inspect())).rejects.toMatchObject({ code: 'offline/cannot-inspect', message: expect.stringContaining('public') as unknown });
});
