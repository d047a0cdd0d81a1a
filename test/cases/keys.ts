import type { Case, SameCase } from './case.js';
import { entity, keyless } from './entity.js';

const text = { type: 'text' } as const;
const integer = { type: 'integer' } as const;
const part = (rest: object) =>
  entity({ item_id: { type: 'integer', nullable: true } }, { name: 'part', ...rest });
const reference = (rest: object = {}) => ({
  foreignKeys: [{ target: 'item', columnNames: ['item_id'], referencedColumnNames: ['id'], ...rest }],
});

export const keyCases: readonly Case[] = [
  {
    name: 'a unique more, and one less',
    before: [entity({ a: text, b: { ...text, unique: true } })],
    data: "INSERT INTO item (a, b) VALUES ('1', '2')",
    after: [entity({ a: { ...text, unique: true }, b: text })],
    hazards: ['data/may-not-fit'],
  },
  {
    name: 'other columns of a named unique',
    before: [entity({ a: text, b: text }, { uniques: [{ name: 'UQ_item', columns: ['a'] }] })],
    data: "INSERT INTO item (a, b) VALUES ('1', '2')",
    after: [entity({ a: text, b: text }, { uniques: [{ name: 'UQ_item', columns: ['b', 'a'] }] })],
  },
  {
    name: 'a unique that gets a name is renamed, not rebuilt',
    before: [entity({ a: text, b: text }, { uniques: [{ columns: ['a', 'b'] }] })],
    after: [entity({ a: text, b: text }, { uniques: [{ name: 'UQ_mine', columns: ['a', 'b'] }] })],
  },
  {
    name: 'a deferrable unique',
    before: [entity({ a: text, b: text }, { uniques: [{ name: 'UQ_item', columns: ['a', 'b'] }] })],
    after: [entity({ a: text, b: text }, { uniques: [{ name: 'UQ_item', columns: ['a', 'b'], deferrable: 'INITIALLY DEFERRED' }] })],
  },
  {
    name: 'a composite primary key grows',
    before: [keyless({ a: { ...integer, primary: true }, b: integer })],
    data: 'INSERT INTO item VALUES (1, 2), (2, 2)',
    after: [keyless({ a: { ...integer, primary: true }, b: { ...integer, primary: true } })],
  },
  {
    name: 'a check more',
    before: [entity({ price: integer })],
    data: 'INSERT INTO item (price) VALUES (3)',
    after: [entity({ price: integer }, { checks: [{ expression: 'price >= 0' }] })],
    hazards: ['data/may-not-fit'],
  },
  {
    name: 'a named check of another expression',
    before: [entity({ price: integer }, { checks: [{ name: 'CHK_price', expression: 'price > 0' }] })],
    data: 'INSERT INTO item (price) VALUES (30)',
    after: [entity({ price: integer }, { checks: [{ name: 'CHK_price', expression: 'price > 10' }] })],
  },
  {
    name: 'a reference more, with actions',
    before: [entity({}), part({})],
    data: 'INSERT INTO item DEFAULT VALUES; INSERT INTO part (item_id) VALUES (1), (NULL)',
    after: [entity({}), part(reference({ onDelete: 'CASCADE', onUpdate: 'SET NULL' }))],
    hazards: ['data/may-not-fit'],
  },
  {
    name: 'another action of a reference',
    before: [entity({}), part(reference({ name: 'FK_item', onDelete: 'CASCADE' }))],
    data: 'INSERT INTO item DEFAULT VALUES; INSERT INTO part (item_id) VALUES (1), (NULL)',
    after: [entity({}), part(reference({ name: 'FK_item', onDelete: 'SET NULL' }))],
  },
  {
    name: 'a deferrable reference',
    before: [entity({}), part(reference({ name: 'FK_item' }))],
    after: [entity({}), part(reference({ name: 'FK_item', deferrable: 'INITIALLY DEFERRED' }))],
  },
  {
    name: 'two tables that refer to each other, both new',
    before: [],
    after: [
      entity({ part_id: { type: 'integer', nullable: true } }, { foreignKeys: [{ target: 'part', columnNames: ['part_id'], referencedColumnNames: ['id'] }] }),
      part(reference()),
    ],
  },
  {
    name: 'two tables that refer to each other, both gone',
    before: [
      entity({ part_id: { type: 'integer', nullable: true } }, { foreignKeys: [{ target: 'part', columnNames: ['part_id'], referencedColumnNames: ['id'] }] }),
      part(reference()),
    ],
    after: [],
    hazards: ['data/lost', 'data/lost'],
  },
  {
    name: 'a table that refers to itself',
    before: [entity({})],
    data: 'INSERT INTO item DEFAULT VALUES',
    after: [
      entity({ parent_id: { type: 'integer', nullable: true } }, { foreignKeys: [{ target: 'item', columnNames: ['parent_id'], referencedColumnNames: ['id'], onDelete: 'CASCADE' }] }),
    ],
  },
];

/** Names that nobody chose are no difference. */
export const sameKeyCases: readonly SameCase[] = [
  {
    name: 'a uuid key with a default of its own, to which a table refers',
    entities: [
      keyless({ id: { type: 'uuid', primary: true, default: () => 'gen_random_uuid()' } }),
      entity({ item_id: { type: 'uuid', nullable: true } }, { name: 'part', foreignKeys: [{ target: 'item', columnNames: ['item_id'], referencedColumnNames: ['id'] }] }),
    ],
    sql: 'INSERT INTO item DEFAULT VALUES; INSERT INTO part (item_id) SELECT id FROM item',
  },
  {
    name: 'constraints and indexes under the names that PostgreSQL gives them',
    bare: true,
    entities: [
      entity({ a: { type: 'text', unique: true }, b: { type: 'integer' } }, { checks: [{ expression: 'b > 0' }], indices: [{ columns: ['b'] }] }),
      part(reference({ onDelete: 'CASCADE' })),
    ],
    sql: `CREATE TABLE item (id serial PRIMARY KEY, a text NOT NULL UNIQUE, b int NOT NULL CHECK (b > 0));
      CREATE INDEX ON item (b);
      CREATE TABLE part (id serial PRIMARY KEY, item_id int REFERENCES item ON DELETE CASCADE)`,
  },
  {
    name: 'a check in other words',
    entities: [entity({ a: { type: 'varchar', length: 9 }, n: { type: 'numeric' } }, { checks: [{ name: 'CHK', expression: "a in ('x','y') AND n>0" }] })],
    sql: `ALTER TABLE item DROP CONSTRAINT "CHK", ADD CONSTRAINT "CHK" CHECK ((a = 'x' OR false) IS NOT NULL);
      ALTER TABLE item DROP CONSTRAINT "CHK", ADD CONSTRAINT "CHK" CHECK (((a)::text = ANY (ARRAY['x'::text, 'y'::text])) AND (n > 0::numeric))`,
  },
];

const room = { room: { type: 'integer' }, during: { type: 'tsrange' } } as const;

/** Rules that TypeORM compares by their names, if at all. */
export const ruleCases: readonly Case[] = [
  {
    name: 'a named exclusion of another expression',
    before: [entity(room, { exclusions: [{ name: 'XCL_room', expression: 'USING gist (during WITH &&)' }] })],
    after: [entity(room, { exclusions: [{ name: 'XCL_room', expression: 'USING gist (during WITH &&) WHERE (room > 0)' }] })],
  },
  {
    name: 'a named exclusion that becomes deferrable',
    version: '1',
    before: [entity(room, { exclusions: [{ name: 'XCL_room', expression: 'USING gist (during WITH &&)' }] })],
    after: [entity(room, { exclusions: [{ name: 'XCL_room', expression: 'USING gist (during WITH &&)', deferrable: 'INITIALLY DEFERRED' }] })],
  },
  {
    name: 'an exclusion less',
    before: [entity(room, { exclusions: [{ name: 'XCL_room', expression: 'USING gist (during WITH &&) WHERE (room > 0)' }] })],
    after: [entity(room)],
  },
  {
    name: 'another name of the primary key',
    before: [entity({ note: { ...text, nullable: true } })],
    data: 'INSERT INTO item DEFAULT VALUES',
    after: [entity({ id: { type: 'integer', primary: true, generated: 'increment', primaryKeyConstraintName: 'PK_mine' }, note: { ...text, nullable: true } })],
    operations: ['rename primary key item.PK_d3c0c71f23e7adcf952a1d13423 → PK_mine'],
  },
  {
    name: 'another name of a unique of one column',
    before: [entity({ a: text }, { uniques: [{ name: 'UQ_old', columns: ['a'] }] })],
    data: "INSERT INTO item (a) VALUES ('1')",
    after: [entity({ a: text }, { uniques: [{ name: 'UQ_new', columns: ['a'] }] })],
    operations: ['rename unique constraint item.UQ_old → UQ_new'],
  },
  {
    name: 'a unique of one column under a name of its own',
    before: [entity({ a: text })],
    data: "INSERT INTO item (a) VALUES ('1')",
    after: [entity({ a: text }, { uniques: [{ name: 'UQ_mine', columns: ['a'] }] })],
  },
  {
    name: 'a deferrable unique less',
    before: [entity({ a: text, b: text }, { uniques: [{ columns: ['a', 'b'], deferrable: 'INITIALLY DEFERRED' }] })],
    data: "INSERT INTO item (a, b) VALUES ('1', '2')",
    after: [entity({ a: text, b: text })],
  },
  {
    name: 'a unique less, whose columns are not in the order of the table',
    before: [entity({ a: text, b: text }, { uniques: [{ columns: ['b', 'a'] }] })],
    data: "INSERT INTO item (a, b) VALUES ('1', '2')",
    after: [entity({ a: text, b: text })],
  },
  {
    name: 'references with every action, deferrable, to themselves, and without a constraint',
    before: [entity({}), entity({}, { name: 'part' })],
    data: 'INSERT INTO item DEFAULT VALUES; INSERT INTO part DEFAULT VALUES',
    after: [
      entity({}),
      entity({}, {
        name: 'part',
        relations: {
          cascaded: { type: 'many-to-one', target: 'item', onDelete: 'CASCADE', onUpdate: 'CASCADE' },
          restricted: { type: 'many-to-one', target: 'item', onDelete: 'RESTRICT', onUpdate: 'RESTRICT' },
          nulled: { type: 'many-to-one', target: 'item', onDelete: 'SET NULL', onUpdate: 'SET NULL' },
          plain: { type: 'many-to-one', target: 'item', onDelete: 'NO ACTION', onUpdate: 'NO ACTION' },
          deferred: { type: 'many-to-one', target: 'item', deferrable: 'INITIALLY DEFERRED' },
          immediate: { type: 'many-to-one', target: 'item', deferrable: 'INITIALLY IMMEDIATE', joinColumn: { name: 'now', foreignKeyConstraintName: 'FK_now' } },
          unlinked: { type: 'many-to-one', target: 'item', createForeignKeyConstraints: false },
          twin: { type: 'one-to-one', target: 'item', joinColumn: true },
          self: { type: 'many-to-one', target: 'part' },
        },
      }),
    ],
  },
  {
    name: 'a reference that sets the default',
    before: [entity({}), part({})],
    data: 'INSERT INTO item DEFAULT VALUES; INSERT INTO part (item_id) VALUES (1)',
    after: [entity({}), part(reference({ name: 'FK_item', onDelete: 'DEFAULT', onUpdate: 'DEFAULT' }))],
    operations: ['create foreign key part.FK_item: (item_id) → item (id), on delete set default, on update set default'],
    beyondTypeOrm: 'it writes ON DELETE DEFAULT, which PostgreSQL does not know',
  },
];
