import type { EntitySchema, EntitySchemaColumnOptions } from 'typeorm';
import type { Case, SameCase } from './case.js';
import { entity } from './entity.js';

const stored = (asExpression: string, rest: Partial<EntitySchemaColumnOptions> = {}): EntitySchemaColumnOptions => ({
  type: 'integer',
  nullable: true,
  generatedType: 'STORED',
  asExpression,
  ...rest,
});

const item = (columns: Readonly<Record<string, EntitySchemaColumnOptions>> = {}, rest: Parameters<typeof entity>[1] = {}): EntitySchema =>
  entity({ a: { type: 'integer', default: 2 }, b: { type: 'integer', default: 3 }, ...columns }, rest);

const rows = 'INSERT INTO item (a, b) VALUES (1, 2), (3, 4)';

const shade = (...values: readonly string[]): EntitySchemaColumnOptions => ({ type: 'enum', enum: [...values], enumName: 'shade', nullable: true });

const storedShade = (...values: readonly string[]): EntitySchemaColumnOptions => stored("CASE WHEN a > 2 THEN 'glad'::shade ELSE 'calm'::shade END", shade(...values));

const plain: EntitySchemaColumnOptions = { type: 'integer', nullable: true };

const changes: readonly Omit<Case, 'version'>[] = [
  { name: 'a stored column more', before: [item()], data: rows, after: [item({ sum: stored('a + b') })], operations: [
    'add column item.sum: integer, generated as (a + b)',
    'execute CREATE TABLE IF NOT EXISTS "public"."typeorm_metadata" ("type" character varyin…',
    'execute INSERT INTO "public"."typeorm_metadata" ("type", "database", "table", "schema",…',
  ] },
  { name: 'a stored column in a new table', before: [], after: [item({ sum: stored('a+b', { comment: 'both' }) })], hazards: [] },
  { name: 'a stored column less', before: [item({ sum: stored('a + b') })], data: rows, after: [item()], hazards: [] },
  { name: 'a table less, with its stored column', before: [item({ sum: stored('a + b') })], data: rows, after: [] },
  {
    name: 'another expression, with an index, a unique and a check on the column',
    before: [item({ sum: stored('a + b') }, { indices: [{ columns: ['sum', 'a'] }], uniques: [{ columns: ['sum', 'b'] }], checks: [{ expression: 'sum > 0' }] })],
    data: rows,
    after: [item({ sum: stored('b + a') }, { indices: [{ columns: ['sum', 'a'] }], uniques: [{ columns: ['sum', 'b'] }], checks: [{ expression: 'sum > 0' }] })],
  },
  {
    name: 'another expression, and another name for a unique and an index on the column',
    before: [item({ sum: stored('a + b') }, { indices: [{ name: 'IDX_one', columns: ['sum', 'a'] }], uniques: [{ name: 'UQ_one', columns: ['sum', 'b'] }] })],
    data: rows,
    after: [item({ sum: stored('b + a') }, { indices: [{ name: 'IDX_two', columns: ['sum', 'a'] }], uniques: [{ name: 'UQ_two', columns: ['sum', 'b'] }] })],
  },
  {
    name: 'a column becomes a stored one, and a unique on it gives its name to another',
    before: [item({ sum: plain }, { uniques: [{ name: 'UQ_one', columns: ['sum'], deferrable: 'INITIALLY DEFERRED' }] })],
    data: rows,
    after: [item({ sum: stored('b + a') }, { uniques: [{ name: 'UQ_two', columns: ['sum'], deferrable: 'INITIALLY DEFERRED' }, { name: 'UQ_one', columns: ['sum', 'a'] }] })],
  },
  {
    name: 'another expression, in place, so that a view and a right to the column stay',
    since: 17,
    before: [item({ sum: stored('a + b') })],
    data: `${rows}; CREATE VIEW sums AS SELECT sum FROM item; GRANT SELECT (sum) ON item TO PUBLIC`,
    after: [item({ sum: stored('b + a', { comment: 'what is left' }) })],
    operations: [
      'alter column item.sum: generated (a + b) → (b + a); comment none → what is left',
      `execute DELETE FROM "public"."typeorm_metadata" WHERE "type" = 'GENERATED_COLUMN' AND "…`,
      'execute INSERT INTO "public"."typeorm_metadata" ("type", "database", "table", "schema",…',
    ],
    hazards: [],
    beyondTypeOrm: 'it drops the column, which the view forbids',
  },
  {
    name: 'another expression, over a column that is new, in place of one that goes',
    before: [item({ c: plain, sum: stored('a + c') })],
    data: rows,
    after: [item({ d: plain, sum: stored('a + d') })],
  },
  {
    name: 'a stored column becomes a plain one, and keeps its values',
    before: [item({ sum: stored('a + b') }, { indices: [{ columns: ['sum'] }] })],
    data: rows,
    after: [item({ sum: plain }, { indices: [{ columns: ['sum'] }] })],
    hazards: [],
    beyondTypeOrm: 'it writes a record of the column for the way back under another key',
  },
  {
    name: 'a stored column becomes a plain one that is required',
    before: [item({ sum: stored('a + b') })],
    data: rows,
    after: [item({ sum: { type: 'integer' } })],
    complete: ['fill: null', 'fill: "0"'],
  },
  {
    name: 'a plain column becomes a stored one',
    before: [item({ sum: { type: 'integer', comment: 'both' } }, { indices: [{ columns: ['sum'] }] })],
    data: 'INSERT INTO item (a, b, sum) VALUES (1, 2, 3), (3, 4, 7)',
    after: [item({ sum: stored('a + b', { nullable: false, comment: 'both' }) }, { indices: [{ columns: ['sum'] }] })],
    hazards: ['data/lost'],
  },
  {
    name: 'another type of a column that a stored one is computed from, which gets another comment',
    before: [item({ sum: stored('a + b', { type: 'bigint', comment: 'both' }) })],
    data: rows,
    after: [item({ a: { type: 'bigint', default: 2 }, sum: stored('a + b', { type: 'bigint', comment: 'the two' }) })],
  },
  {
    name: 'another type of a column that a stored one is computed from',
    before: [item({ sum: stored('a + b', { type: 'bigint' }) }, { indices: [{ columns: ['sum'] }] })],
    data: rows,
    after: [item({ a: { type: 'bigint', default: 2 }, sum: stored('a + b', { type: 'bigint' }) }, { indices: [{ columns: ['sum'] }] })],
  },
  {
    name: 'a value less of the enum type of a stored column, and another type of the column that it is computed from',
    before: [item({ kind: storedShade('calm', 'glad', 'odd') })],
    data: rows,
    after: [item({ a: { type: 'bigint', default: 2 }, kind: storedShade('calm', 'glad') })],
  },
  {
    name: 'a value less of the enum type of a stored column and of a plain one',
    before: [item({ kind: storedShade('calm', 'glad', 'odd'), mood: shade('calm', 'glad', 'odd') })],
    data: rows,
    after: [item({ kind: storedShade('calm', 'glad'), mood: shade('calm', 'glad') })],
  },
];

/** One who renames says so. */
const renamed: readonly Omit<Case, 'version'>[] = [
  {
    name: 'another name of a column that a stored one is computed from',
    before: [item({ sum: stored('a + b') })],
    data: rows,
    after: [entity({ c: { type: 'integer', default: 2 }, b: { type: 'integer', default: 3 }, sum: stored('c + b') })],
    renames: ['item.a=c'],
    moved: [{ table: 'item', columns: { a: 'c' } }],
  },
  {
    name: 'another name of the table and of its stored column',
    before: [item({ sum: stored('a + b') })],
    data: rows,
    after: [item({ total: stored('a + b') }, { name: 'thing' })],
    renames: ['item=thing', 'item.sum=thing.total'],
    moved: [{ table: 'item', to: 'thing', columns: { sum: 'total' } }],
  },
];

/** A virtual column (PostgreSQL 18) is made by hand, as TypeORM refuses entities with one. */
const changesOfVirtual: readonly Omit<Case, 'version'>[] = [
  { name: 'a virtual column becomes stored', after: [item({ sum: stored('a + b') })] },
  { name: 'a virtual column becomes a plain one, and keeps its values', after: [item({ sum: { type: 'integer', nullable: true, default: 5 } })] },
  { name: 'a virtual column less', after: [item()] },
].map((change) => ({
  ...change,
  since: 18,
  before: [item()],
  data: `ALTER TABLE item ADD COLUMN sum integer GENERATED ALWAYS AS (a + b) VIRTUAL; ${rows}`,
  beyondTypeOrm: 'it takes a virtual column for a stored one',
}));

export const generatedCases: readonly Case[] = (['1', '0.3'] as const).flatMap((version) =>
  [...changes, ...renamed, ...changesOfVirtual].map((change) => ({ ...change, name: `generated columns, TypeORM ${version}: ${change.name}`, version })),
);

export const sameGeneratedCases: readonly SameCase[] = [
  { name: 'generated columns that TypeORM made', entities: [item({ sum: stored('a+b') })], sql: rows },
  {
    name: 'generated columns made by hand, of which TypeORM has no record',
    entities: [item({ sum: stored('a+b') })],
    sql: 'ALTER TABLE item DROP COLUMN sum; DROP TABLE typeorm_metadata; ALTER TABLE item ADD COLUMN sum integer GENERATED ALWAYS AS ((a) + b) STORED',
  },
  {
    name: 'generated columns of a database that had another name when TypeORM made its record',
    entities: [item({ sum: stored('a+b') })],
    sql: `${rows}; UPDATE typeorm_metadata SET database = 'another'`,
  },
  { name: 'a generated column, with the option schema', entities: [item({ sum: stored('a+b') })], options: { schema: 'app' }, sql: 'INSERT INTO app.item (a, b) VALUES (1, 2)' },
];
