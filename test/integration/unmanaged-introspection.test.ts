import { introspect } from '../../src/dialect/postgres/introspect/introspect.js';
import type { Unmanaged } from '../../src/model/schema.js';
import { queryableOf } from '../../src/typeorm/queryable.js';
import type { TestDatabase } from '../support/database.js';
import { createDatabase } from '../support/database.js';
import { withDataSource } from '../support/entities.js';

const read = (database: TestDatabase): Promise<readonly Unmanaged[]> =>
  withDataSource(database, { entities: [] }, async (dataSource) => {
    const queryRunner = dataSource.createQueryRunner();
    try {
      return (await introspect(queryableOf(queryRunner), { namespaces: ['public'], excludes: () => false, claims: () => false })).unmanaged;
    } finally {
      await queryRunner.release();
    }
  });

let database: TestDatabase;

beforeAll(async () => {
  database = await createDatabase();
  await database.query(`
    CREATE SEQUENCE shared;
    CREATE TABLE "Item" (
      id integer PRIMARY KEY DEFERRABLE, n integer, "Name" text, other integer DEFAULT nextval('shared'), own serial,
      UNIQUE (n) INCLUDE ("Name"), CONSTRAINT positive CHECK (n > 0) NO INHERIT, CHECK (n < 100)
    );
    ALTER TABLE "Item" ADD CONSTRAINT late CHECK (n <> 7) NOT VALID;
    CREATE TABLE part (id integer, item integer, UNIQUE (id), CONSTRAINT full_match FOREIGN KEY (item) REFERENCES "Item" (n) MATCH FULL);
    CREATE INDEX lowered ON "Item" (lower("Name")) WHERE n > 3;
    CREATE INDEX newest ON "Item" (n DESC) INCLUDE (other);
    CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
    CREATE TRIGGER "Touch" BEFORE UPDATE OF n ON "Item" FOR EACH ROW WHEN (NEW.n > 1) EXECUTE FUNCTION touch();
    ALTER TABLE "Item" DISABLE TRIGGER "Touch";
    CREATE RULE quiet AS ON DELETE TO part WHERE (OLD.id = 1) DO INSTEAD NOTHING;
    CREATE POLICY own ON part AS RESTRICTIVE FOR SELECT TO PUBLIC USING (item > 0);
    CREATE STATISTICS related ON n, other FROM "Item";
  `);
});

afterAll(() => database.drop());

it('reads what entities have no words for, with the columns that it speaks of', async () => {
  expect((await read(database)).map(({ kind, table, name, columns, remade }) => [kind, table.name, name, columns.join(', '), remade])).toEqual([
    ['unique', 'Item', 'Item_n_Name_key', 'Name, n', false],
    ['primaryKey', 'Item', 'Item_pkey', 'id', false],
    ['trigger', 'Item', 'Touch', 'n', true],
    ['check', 'Item', 'late', 'n', false],
    ['index', 'Item', 'lowered', 'Name, n', true],
    ['index', 'Item', 'newest', 'n, other', false],
    ['default', 'Item', 'other', 'other', false],
    ['check', 'Item', 'positive', 'n', false],
    ['statistics', 'Item', 'related', 'n, other', false],
    ['foreignKey', 'part', 'full_match', 'item', false],
    ['policy', 'part', 'own', 'item', true],
    ['rule', 'part', 'quiet', 'id', true],
  ]);
});

it('gives SQL that takes each away and makes it again', async () => {
  const before = await read(database);
  for (const { sql } of before) {
    if (sql === null) continue;
    await database.query(sql.drop);
    await database.query(sql.create);
  }
  expect(await read(database)).toEqual(before);
});
