import { EntitySchema, type EntitySchemaRelationOptions } from 'typeorm';
import { defaultTypeOrm } from '../support/entities.js';
import type { Case, SameCase } from './case.js';
import { entity } from './entity.js';
import { viewsOf } from './views.js';

const { view } = viewsOf(defaultTypeOrm);

const tagged = (relations: Readonly<Record<string, EntitySchemaRelationOptions>> = {}) =>
  entity({ name: { type: 'text', default: 'x' }, note: { type: 'text', nullable: true } }, { relations });

const tags = { tags: { type: 'many-to-many', target: 'tag', joinTable: true } } as const;
const tag = entity({}, { name: 'tag' });

/** What nobody's entity speaks of, and yet nobody may take away. */
const others = `
  CREATE EXTENSION citext; CREATE TABLE of_extension (id int PRIMARY KEY); INSERT INTO of_extension VALUES (1); ALTER EXTENSION citext ADD TABLE of_extension;
  CREATE TYPE mood_of_extension AS ENUM ('a'); ALTER EXTENSION citext ADD TYPE mood_of_extension;
  CREATE TABLE "query-result-cache" (id serial PRIMARY KEY, query text);
  CREATE TABLE typeorm_metadata (type varchar NOT NULL, database varchar, schema varchar, "table" varchar, name varchar, value text);
  CREATE TABLE migrations (id serial PRIMARY KEY, timestamp bigint NOT NULL, name varchar NOT NULL)`;

/** What is left when an entity, or a part of one, is gone. */
export const goneCases: readonly Case[] = [
  {
    name: 'a join table less, its rows with it',
    before: [tagged(tags), tag],
    data: 'INSERT INTO item DEFAULT VALUES; INSERT INTO tag DEFAULT VALUES; INSERT INTO item_tags_tag VALUES (1, 1)',
    after: [tagged(), tag],
    hazards: ['data/lost'],
    beyondTypeOrm: 'it never drops a table',
  },
  {
    name: 'a view less, and the column that it shows',
    before: [tagged(), view('noted', 'SELECT id, note AS name FROM item')],
    data: "INSERT INTO item (note) VALUES ('a')",
    after: [entity({ name: { type: 'text', default: 'x' } })],
    beyondTypeOrm: 'it never drops a view',
  },
  {
    name: 'a table less, with its enum type, its sequence and an array of the type',
    before: [entity({ kind: { type: 'enum', enum: ['a', 'b'] }, kinds: { type: 'enum', enum: ['a', 'b'], array: true, nullable: true } })],
    data: "INSERT INTO item (kind, kinds) VALUES ('a', '{a,b}')",
    after: [],
    operations: ['drop table item', 'drop enum type item_kind_enum', 'drop enum type item_kinds_enum'],
    hazards: ['data/lost'],
    beyondTypeOrm: 'it never drops a table',
  },
  {
    name: 'a table less, beside tables of an extension and of TypeORM',
    before: [entity({ name: { type: 'text' } })],
    data: `INSERT INTO item (name) VALUES ('a'); ${others}`,
    after: [],
    operations: ['drop table item'],
    hazards: ['data/lost'],
    works: 'SELECT FROM of_extension; SELECT FROM "query-result-cache"; SELECT FROM typeorm_metadata',
    beyondTypeOrm: 'it never drops a table',
  },
  {
    name: 'a table that includeObject refuses',
    before: [entity({ name: { type: 'text' } }), tag],
    data: "INSERT INTO item (name) VALUES ('a'); INSERT INTO tag DEFAULT VALUES",
    after: [entity({ name: { type: 'text', default: 'x' } })],
    includeObject: ({ ref }) => (ref.table ?? ref.name) !== 'tag',
    operations: ["alter column item.name: default none → 'x'::text"],
    beyondTypeOrm: 'its catalog lacks the table',
  },
  {
    name: 'a table more, beside a partitioned table of nobody, and one with children',
    before: [],
    data: 'CREATE TABLE parent (id int); CREATE TABLE child () INHERITS (parent); CREATE TABLE part (id int NOT NULL, PRIMARY KEY (id)) PARTITION BY RANGE (id); CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM (1) TO (9)',
    after: [entity({})],
    operations: ['create table item: id'],
    beyondTypeOrm: 'its catalog lacks them',
  },
];

export const sameGoneCases: readonly SameCase[] = [
  { name: 'tables of an extension, the query cache, and the tables in which TypeORM keeps its books', entities: [tag], sql: others },
  {
    name: 'a partitioned table and its partitions, of which one is attached anew',
    bare: true,
    entities: [entity({ id: { type: 'integer', primary: true, generated: false as never }, name: { type: 'text', nullable: true } }, { indices: [{ columns: ['name'] }] })],
    sql: `CREATE TABLE item (id int NOT NULL, name text, PRIMARY KEY (id)) PARTITION BY RANGE (id);
      CREATE INDEX ON item (name);
      CREATE TABLE item_1 PARTITION OF item FOR VALUES FROM (1) TO (9);
      CREATE TABLE item_2 (LIKE item); ALTER TABLE item ATTACH PARTITION item_2 FOR VALUES FROM (9) TO (20)`,
  },
  {
    name: 'an entity, an index and a view with synchronize: false, which look otherwise in the database',
    entities: [
      entity({ name: { type: 'text' } }, { indices: [{ name: 'IDX_own', columns: ['name'], synchronize: false }] }),
      entity({ other: { type: 'text' } }, { name: 'foreign', synchronize: false }),
      new EntitySchema({ name: 'seen', type: 'view', expression: 'SELECT 1 AS id', synchronize: false, columns: { id: { type: 'integer' } } }),
    ],
    sql: 'CREATE VIEW seen AS SELECT 2 AS number; CREATE TABLE "foreign" (number bigint); CREATE INDEX "IDX_own" ON item (upper(name) text_pattern_ops, id DESC)',
  },
];
