import type { Case } from './case.js';
import { entity } from './entity.js';

const rows = (values: string): string => `INSERT INTO item (value) VALUES ${values}`;

/** What TypeORM answers with DROP COLUMN and ADD COLUMN: here the values stay. */
export const columnTypeCases: readonly Case[] = [
  {
    name: 'a longer varchar',
    before: [entity({ value: { type: 'varchar', length: 50 } })],
    data: rows("('short'), ('a name')"),
    after: [entity({ value: { type: 'varchar', length: 120 } })],
    operations: ['alter column item.value: type character varying(50) → character varying(120)'],
    hazards: [],
  },
  {
    name: 'a shorter varchar, where the values fit',
    before: [entity({ value: { type: 'varchar', length: 50 } })],
    data: rows("('short')"),
    after: [entity({ value: { type: 'varchar', length: 10 } })],
    hazards: ['data/may-not-fit'],
  },
  {
    name: 'varchar to text, with a default',
    before: [entity({ value: { type: 'varchar', length: 50, default: 'as it was' } })],
    data: 'INSERT INTO item DEFAULT VALUES',
    after: [entity({ value: { type: 'text', default: 'as it was' } })],
  },
  {
    name: 'integer to bigint',
    before: [entity({ value: { type: 'integer' } })],
    data: rows('(1), (2147483647)'),
    after: [entity({ value: { type: 'bigint' } })],
  },
  {
    name: 'integer to bigint, with a default, an index, a unique and a check',
    before: [
      entity(
        { value: { type: 'integer', default: 7, unique: true } },
        { indices: [{ columns: ['value'] }], checks: [{ expression: 'value > 0' }] },
      ),
    ],
    data: rows('(1), (2147483647)'),
    after: [
      entity(
        { value: { type: 'bigint', default: 7, unique: true } },
        { indices: [{ columns: ['value'] }], checks: [{ expression: 'value > 0' }] },
      ),
    ],
  },
  {
    name: 'integer to numeric, with a check and a partial index that PostgreSQL would spell with one cast more each way',
    before: [entity({ value: { type: 'integer' } }, { checks: [{ name: 'CHK', expression: 'value <> -1' }], indices: [{ name: 'IDX', columns: ['id'], where: 'value > -5' }] })],
    data: rows('(1), (2)'),
    after: [entity({ value: { type: 'numeric' } }, { checks: [{ name: 'CHK', expression: 'value <> -1' }], indices: [{ name: 'IDX', columns: ['id'], where: 'value > -5' }] })],
  },
  {
    name: 'text to integer, by a cast that must be told',
    before: [entity({ value: { type: 'text', nullable: true, default: '5' } })],
    data: rows("('12'), (NULL)"),
    after: [entity({ value: { type: 'integer', nullable: true, default: 5 } })],
    hazards: ['data/may-not-fit'],
  },
  {
    name: 'varchar to uuid',
    before: [entity({ value: { type: 'varchar' } })],
    data: rows("('7d444840-9dc0-11d1-b245-5ffdce74fad2')"),
    after: [entity({ value: { type: 'uuid' } })],
    hazards: ['data/may-not-fit'],
  },
  {
    name: 'numeric of a larger precision and scale',
    before: [entity({ value: { type: 'numeric', precision: 10, scale: 2 } })],
    data: rows('(12345678.91)'),
    after: [entity({ value: { type: 'numeric', precision: 14, scale: 4 } })],
    hazards: [],
  },
  {
    name: 'timestamp to timestamptz',
    before: [entity({ value: { type: 'timestamp' } })],
    data: rows("('2026-01-02 03:04:05')"),
    after: [entity({ value: { type: 'timestamptz' } })],
  },
  {
    name: 'precision of a time stamp',
    before: [entity({ value: { type: 'timestamptz', precision: 3, nullable: true } })],
    data: rows("('2026-01-02 03:04:05.678Z')"),
    after: [entity({ value: { type: 'timestamptz', nullable: true } })],
  },
  {
    name: 'a value to an array of values',
    before: [entity({ value: { type: 'text', nullable: true } })],
    data: rows("('{a,b}')"),
    after: [entity({ value: { type: 'text', array: true, nullable: true } })],
  },
  {
    name: 'json to jsonb',
    before: [entity({ value: { type: 'json', default: {} } })],
    data: `${rows(`('{"a": 1}')`)}; INSERT INTO item DEFAULT VALUES`,
    after: [entity({ value: { type: 'jsonb', default: {} } })],
  },
  {
    name: 'a serial key from integer to bigint, with a reference to it',
    before: [
      entity({ value: { type: 'text', nullable: true } }),
      entity(
        { item_id: { type: 'integer', nullable: true } },
        { name: 'part', foreignKeys: [{ target: 'item', columnNames: ['item_id'], referencedColumnNames: ['id'] }] },
      ),
    ],
    data: `${rows("('a'), ('b')")}; INSERT INTO part (item_id) VALUES (1), (2), (NULL)`,
    after: [
      entity({ id: { type: 'bigint', primary: true, generated: 'increment' }, value: { type: 'text', nullable: true } }),
      entity(
        { item_id: { type: 'bigint', nullable: true } },
        { name: 'part', foreignKeys: [{ target: 'item', columnNames: ['item_id'], referencedColumnNames: ['id'] }] },
      ),
    ],
  },
  {
    name: 'a key and the reference to it from varchar to uuid',
    before: [
      entity({ id: { type: 'varchar', primary: true, generated: false as never } }),
      entity(
        { item_id: { type: 'varchar' } },
        { name: 'part', foreignKeys: [{ target: 'item', columnNames: ['item_id'], referencedColumnNames: ['id'] }] },
      ),
    ],
    data: `INSERT INTO item VALUES ('7d444840-9dc0-11d1-b245-5ffdce74fad2'); INSERT INTO part (item_id) SELECT id FROM item`,
    after: [
      entity({ id: { type: 'uuid', primary: true, generated: false as never } }),
      entity(
        { item_id: { type: 'uuid' } },
        { name: 'part', foreignKeys: [{ target: 'item', columnNames: ['item_id'], referencedColumnNames: ['id'] }] },
      ),
    ],
  },
  {
    name: 'another length, and the collation stays',
    before: [entity({ value: { type: 'varchar', length: 20, collation: 'C', default: 'a' } })],
    data: rows("('a')"),
    after: [entity({ value: { type: 'varchar', length: 30, collation: 'C', default: 'a' } })],
  },
  {
    name: 'another collation',
    before: [entity({ value: { type: 'varchar', length: 20 } })],
    data: rows("('a')"),
    after: [entity({ value: { type: 'varchar', length: 20, collation: 'C' } })],
  },
  {
    name: 'no collation any more',
    before: [entity({ value: { type: 'varchar', length: 20, collation: 'C' } })],
    data: rows("('a')"),
    after: [entity({ value: { type: 'varchar', length: 20 } })],
    operations: ['alter column item.value: collation C → none'],
  },
  {
    name: 'a scale that the entity gives no more',
    before: [entity({ value: { type: 'numeric', precision: 10, scale: 2 } })],
    data: rows('(12.00)'),
    after: [entity({ value: { type: 'numeric', precision: 10 } })],
    operations: ['alter column item.value: type numeric(10,2) → numeric(10,0)'],
  },
  {
    name: 'a longer varchar that may be empty, with an index of no entity',
    before: [entity({ value: { type: 'varchar', length: 50, nullable: true } })],
    data: `${rows("('short'), (NULL)")}; CREATE INDEX of_nobody ON item (lower(value))`,
    after: [entity({ value: { type: 'varchar', length: 120, nullable: true } })],
    beyondTypeOrm: 'it does not know the index of no entity',
  },
  {
    name: 'one value to an array, and an array of another type',
    before: [entity({ value: { type: 'integer', array: true, nullable: true } })],
    data: rows("('{1,2}'), (NULL)"),
    after: [entity({ value: { type: 'bigint', array: true, nullable: true } })],
  },
];
