import * as typeorm from 'typeorm';
import * as typeorm03 from 'typeorm-0.3';
import type { Operation } from '../../src/operation/operation.js';
import { reverseAll } from '../../src/operation/reverse.js';
import { writeSource } from '../../src/revision/source/source.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { classOf } from '../support/run-source.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
});
afterAll(() => database.drop());

const column = (name: string, type: string, nullable: boolean) => ({
  name,
  type,
  nullable,
  default: null,
  generation: null,
  generated: null,
virtual: false,
  collation: null,
  comment: null,
});

/** A table with an index, in `namespace`. */
const operationsIn = (schema: string): readonly Operation[] => {
  const table = { schema, name: 'product' };
  const value = {
    ...table,
    columns: [column('id', 'integer', false), column('sku', 'text', true)],
    primaryKey: { name: 'PK_product', columns: ['id'], deferrable: 'no' as const },
    uniques: [],
    checks: [],
    exclusions: [],
    foreignKeys: [],
    indexes: [],
    comment: null,
  };
  const index = { name: 'IDX_sku', method: 'btree', unique: true, keys: ['sku'], include: [], nullsNotDistinct: false, where: null };
  return [
    { verb: 'create', kind: 'table', schema, value },
    { verb: 'create', kind: 'index', table, value: index },
  ];
};

/** A file that Limbeck wrote for a project whose default namespace is `namespace`, as a class. */
async function migrationIn(namespace: string): Promise<ReturnType<typeof classOf>> {
  const steps = (operations: readonly Operation[]) => operations.map((operation) => ({ operation, hazards: [] }));
  const up = operationsIn(namespace);
  const className = 'AddProduct1720000000000';
  const source = { message: 'add product', revision: 'ae1027a6acf0', downRevision: null, className, namespace, up: steps(up), down: steps(reverseAll(up)) };
  return classOf(await writeSource(source));
}

const tables = async (): Promise<readonly string[]> => {
  const rows = await database.query<{ name: string }>(
    `SELECT schemaname || '.' || tablename AS name FROM pg_tables WHERE tablename = 'product' ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
};

interface Runner {
  initialize(): Promise<unknown>;
  runMigrations(): Promise<readonly { readonly name: string }[]>;
  undoLastMigration(): Promise<unknown>;
  destroy(): Promise<void>;
}

describe.each([
  ['1.x', (options: typeorm.DataSourceOptions): Runner => new typeorm.DataSource(options)],
  ['0.3', (options: typeorm.DataSourceOptions): Runner => new typeorm03.DataSource(options as typeorm03.DataSourceOptions)],
])('a revision file under the runner of TypeORM %s', (_, make) => {
  it.each([
    ['the namespace of the connection', undefined, 'public'],
    ['the namespace of the data source', 'shop', 'shop'],
  ])('works in %s, both ways', async (_title, schema, namespace) => {
    await database.query('CREATE SCHEMA IF NOT EXISTS shop');
    const migration = await migrationIn(namespace);
    const dataSource = make({ type: 'postgres', ...database.options, ...(schema === undefined ? {} : { schema }), migrations: [migration] });
    await dataSource.initialize();
    try {
      expect((await dataSource.runMigrations()).map(({ name }) => name)).toEqual(['AddProduct1720000000000']);
      expect(await tables()).toEqual([`${namespace}.product`]);
      await dataSource.undoLastMigration();
      expect(await tables()).toEqual([]);
    } finally {
      await dataSource.destroy();
    }
  });
});
