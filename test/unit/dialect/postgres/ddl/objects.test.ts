import { render } from '../../../../../src/dialect/postgres/ddl/ddl.js';
import type { EnumColumn, Operation } from '../../../../../src/operation/operation.js';
import { column, createTable, key, table } from '../../../../support/ddl';

const product = { schema: 'public', name: 'product' };
const mood = { verb: 'alter', kind: 'enum', schema: 'public', name: 'mood' } as const;

const person: EnumColumn = { table: { schema: 'public', name: 'person' }, column: 'mood', type: 'mood', default: { from: "'sad'::mood", to: "'ok'::mood" } };

const cases: readonly (readonly [string, Operation, readonly string[]])[] = [
  ['create a schema', { verb: 'create', kind: 'namespace', value: { name: 'shop' } }, ['CREATE SCHEMA "shop"']],
  ['drop a schema, never what is in it', { verb: 'drop', kind: 'namespace', name: 'shop', value: null }, ['DROP SCHEMA "shop"']],
  [
    'create a table: its columns and constraints, then comments, indexes and foreign keys',
    createTable(
      table(product, {
        columns: [column('id', { generation: 'serial', nullable: false }), column('category', { comment: 'why' })],
        primaryKey: key('PK_1', ['id']),
        checks: [{ name: 'CHK_1', expression: '(id > 0)' }],
        indexes: [{ name: 'IDX_1', method: 'btree', unique: true, keys: ['category'], include: [], nullsNotDistinct: false, where: 'id > 5' }],
        foreignKeys: [
          {
            name: 'FK_1',
            columns: ['category'],
            references: { schema: 'public', name: 'category', columns: ['id'] },
            onDelete: 'cascade',
            onUpdate: 'no action',
            deferrable: 'no',
          },
        ],
        comment: 'things',
      }),
    ),
    [
      `CREATE TABLE "public"."product" (
  "id" serial NOT NULL,
  "category" integer,
  CONSTRAINT "PK_1" PRIMARY KEY ("id"),
  CONSTRAINT "CHK_1" CHECK ((id > 0))
)`,
      `COMMENT ON COLUMN "public"."product"."category" IS 'why'`,
      `COMMENT ON TABLE "public"."product" IS 'things'`,
      'CREATE UNIQUE INDEX "IDX_1" ON "public"."product" USING "btree" ("category") WHERE id > 5',
      'ALTER TABLE "public"."product" ADD CONSTRAINT "FK_1" FOREIGN KEY ("category") REFERENCES "public"."category" ("id") ON DELETE CASCADE',
    ],
  ],
  ['drop an index of a table by its schema', { verb: 'drop', kind: 'index', table: product, name: 'IDX_1', value: null }, ['DROP INDEX "public"."IDX_1"']],
  ['run SQL as it is', { verb: 'execute', up: 'SELECT 1; SELECT 2', down: null }, ['SELECT 1; SELECT 2']],
  [
    'add values to an enum type',
    { ...mood, changes: { values: { from: ['sad', 'ok'], to: ['bad', 'sad', 'meh', 'ok'] } }, convert: { from: [], to: [] } },
    [`ALTER TYPE "public"."mood" ADD VALUE 'bad' BEFORE 'sad'`, `ALTER TYPE "public"."mood" ADD VALUE 'meh' AFTER 'sad'`],
  ],
  [
    'make an enum type anew, with one statement for all columns of a table',
    {
      ...mood,
      changes: { values: { from: ['sad', 'ok'], to: ['ok'] } },
      convert: { from: [], to: [person, { ...person, column: 'moods', type: 'mood[]', default: { from: null, to: null } }] },
    },
    [
      expect.stringContaining('enum type public.mood loses values that rows still hold') as string,
      'ALTER TYPE "public"."mood" RENAME TO "limbeck_old_mood"',
      `CREATE TYPE "public"."mood" AS ENUM ('ok')`,
      `ALTER TABLE "public"."person" ALTER COLUMN "mood" DROP DEFAULT, ALTER COLUMN "mood" TYPE mood USING "mood"::text::mood, ALTER COLUMN "mood" SET DEFAULT 'ok'::mood, ALTER COLUMN "moods" TYPE mood[] USING "moods"::text::mood[]`,
      'DROP TYPE "public"."limbeck_old_mood"',
    ],
  ],
];

describe('render', () => {
  it.each(cases)('%s', (_, operation, sql) => {
    expect(render(operation)).toEqual(sql.map((text) => ({ sql: text, transactional: true })));
  });
});
