import type { Case, SameCase } from './case.js';
import { entity } from './entity.js';

const text = { type: 'text', nullable: true } as const;

/** Options of the data source that decide where things are and how they are made. */
export const optionCases: readonly Case[] = [
  {
    name: 'the option schema: a table and an enum type in it',
    options: { schema: 'app' },
    before: [],
    after: [entity({ kind: { type: 'enum', enum: ['a', 'b'], default: 'a' } })],
    operations: ['create enum type app.item_kind_enum: a, b', 'create table app.item: id, kind'],
  },
  {
    name: 'extensions that the data source asks for',
    version: '1',
    options: { extensions: ['pg_trgm', 'citext'] },
    withoutExtensions: true,
    before: [],
    data: 'DROP EXTENSION pg_trgm; DROP EXTENSION citext',
    after: [entity({})],
    operations: ['create extension citext', 'create extension pg_trgm', 'create table item: id'],
  },
  {
    name: 'the uuid generator of pgcrypto',
    options: { uuidExtension: 'pgcrypto' },
    before: [entity({})],
    data: 'INSERT INTO item DEFAULT VALUES',
    after: [entity({ token: { type: 'uuid', generated: 'uuid' } })],
    operations: ['add column item.token: uuid, not null, default gen_random_uuid()'],
  },
  {
    name: 'tables of TypeORM under names of their own',
    options: { metadataTableName: 'typeorm_records', cache: { type: 'database', tableName: 'cached' } },
    before: [],
    data: `CREATE TABLE IF NOT EXISTS cached (id serial PRIMARY KEY);
      CREATE TABLE typeorm_records (type varchar NOT NULL, database varchar, schema varchar, "table" varchar, name varchar, value text)`,
    after: [entity({})],
    operations: ['create table item: id'],
    beyondTypeOrm: 'its catalog lacks them',
  },
];

/** What says how objects are loaded and saved says nothing of the schema. */
export const sameOptionCases: readonly SameCase[] = [
  {
    name: 'options that say nothing of the schema',
    entities: [
      entity(
        {
          a: { ...text, select: false, insert: false, update: false, transformer: { from: (value: unknown) => value, to: (value: unknown) => value } },
          b: { ...text, unsigned: true, charset: 'utf8', onUpdate: 'CURRENT_TIMESTAMP', hstoreType: 'object', generatedType: 'STORED' },
        },
        {
          database: 'elsewhere',
          orderBy: { id: 'ASC' },
          withoutRowid: true,
          indices: [{ columns: ['a'], sparse: true, fulltext: true, nullFiltered: true, parser: 'ngram' }],
          relations: {
            other: { type: 'many-to-one', target: 'item', eager: false, lazy: true, cascade: ['insert'], persistence: false, orphanedRowAction: 'delete', joinColumn: { name: 'other' } },
            others: { type: 'one-to-many', target: 'item', inverseSide: 'other' },
          },
          relationIds: { otherId: { relationName: 'other' } },
        },
      ),
    ],
    bare: true,
    sql: 'CREATE TABLE item (id serial PRIMARY KEY, a text, b text, other int REFERENCES item); CREATE INDEX ON item (a)',
  },
  {
    name: 'an entity, a join table and a view in schemas of their own, by hand',
    entities: [
      entity({}, { schema: 'one', relations: { tags: { type: 'many-to-many', target: 'tag', joinTable: { name: 'item_tag', schema: 'two' } } } }),
      entity({}, { name: 'tag', schema: 'two' }),
    ],
    bare: true,
    sql: `CREATE SCHEMA one; CREATE SCHEMA two; CREATE TABLE one.item (id serial PRIMARY KEY); CREATE TABLE two.tag (id serial PRIMARY KEY);
      CREATE TABLE two.item_tag ("itemId" int REFERENCES one.item ON UPDATE CASCADE ON DELETE CASCADE, "tagId" int REFERENCES two.tag ON UPDATE CASCADE ON DELETE CASCADE, PRIMARY KEY ("itemId", "tagId"));
      CREATE INDEX ON two.item_tag ("itemId"); CREATE INDEX ON two.item_tag ("tagId")`,
  },
];
