import { introspect } from '../../src/dialect/postgres/introspect/introspect.js';
import type { Unmanaged } from '../../src/model/schema.js';
import { queryableOf } from '../../src/typeorm/queryable.js';
import type { TestDatabase } from '../support/database.js';
import { createDatabase } from '../support/database.js';
import { withDataSource } from '../support/entities.js';
import { itSince } from '../support/server-version.js';

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

describe('finds each where there is nothing else that entities have no words for', () => {
  const tables = "CREATE TABLE a (id integer PRIMARY KEY, n integer, t text, CONSTRAINT uq UNIQUE (n)); CREATE TABLE b (id integer, n integer)";
  const cases: readonly (readonly [what: string, since: number, sql: string, found: string])[] = [
    ['an expression', 13, 'CREATE INDEX x ON a (lower(t))', 'index a x'],
    ['a descending key', 13, 'CREATE INDEX x ON a (n, id DESC)', 'index a x'],
    ['nulls first', 13, 'CREATE INDEX x ON a (n NULLS FIRST)', 'index a x'],
    ['a collation', 13, 'CREATE INDEX x ON a (t COLLATE "C")', 'index a x'],
    ['an operator class', 13, 'CREATE INDEX x ON a (n, t text_pattern_ops)', 'index a x'],
    ['a method', 13, 'CREATE INDEX x ON a USING hash (n)', 'index a x'],
    ['more columns of an index', 13, 'CREATE INDEX x ON a (n) INCLUDE (t)', 'index a x'],
    ['more columns of a key', 13, 'ALTER TABLE b ADD CONSTRAINT x UNIQUE (id) INCLUDE (n)', 'unique b x'],
    ['nulls that are not distinct', 15, 'CREATE UNIQUE INDEX x ON a (t) NULLS NOT DISTINCT', 'index a x'],
    ['nulls of a key that are not distinct', 15, 'ALTER TABLE b ADD CONSTRAINT x UNIQUE NULLS NOT DISTINCT (n)', 'unique b x'],
    ['an index of a materialized view', 13, 'CREATE MATERIALIZED VIEW m AS SELECT n FROM a; CREATE INDEX x ON m (n DESC)', 'index m x'],
    ['a primary key that can wait', 13, 'ALTER TABLE b ADD CONSTRAINT x PRIMARY KEY (id) DEFERRABLE', 'primaryKey b x'],
    ['a check that descendants do not have', 13, 'ALTER TABLE b ADD CONSTRAINT x CHECK (n > 0) NO INHERIT', 'check b x'],
    ['a check that is not valid', 13, 'ALTER TABLE b ADD CONSTRAINT x CHECK (n > 0) NOT VALID', 'check b x'],
    ['a foreign key that is not valid', 13, 'ALTER TABLE b ADD CONSTRAINT x FOREIGN KEY (n) REFERENCES a NOT VALID', 'foreignKey b x'],
    ['a full match', 13, 'ALTER TABLE b ADD CONSTRAINT x FOREIGN KEY (n) REFERENCES a MATCH FULL', 'foreignKey b x'],
    ['columns to set', 15, 'ALTER TABLE a ADD UNIQUE (id, n); ALTER TABLE b ADD CONSTRAINT x FOREIGN KEY (id, n) REFERENCES a (id, n) ON DELETE SET NULL (n)', 'foreignKey b x'],
    ['a check that is not enforced', 18, 'ALTER TABLE b ADD CONSTRAINT x CHECK (n > 0) NOT ENFORCED', 'check b x'],
    ['a key without overlaps', 18, 'ALTER TABLE b ADD COLUMN r int4range, ADD COLUMN days daterange, ADD CONSTRAINT x UNIQUE (r, days WITHOUT OVERLAPS)', 'unique b x'],
    [
      'a foreign key of a period',
      18,
      `CREATE SCHEMA other; CREATE TABLE other.c (r int4range, days daterange, UNIQUE (r, days WITHOUT OVERLAPS));
       ALTER TABLE b ADD COLUMN r int4range, ADD COLUMN days daterange, ADD CONSTRAINT x FOREIGN KEY (r, PERIOD days) REFERENCES other.c (r, PERIOD days)`,
      'foreignKey b x',
    ],
  ];

  for (const [what, since, sql, found] of cases) {
    itSince(since, what, async () => {
      await using own = await createDatabase();
      await own.query(tables);
      expect(await read(own)).toEqual([]);
      await own.query(sql);
      expect((await read(own)).map(({ kind, table, name }) => `${kind} ${table.name} ${name}`)).toEqual([found]);
    });
  }
});
