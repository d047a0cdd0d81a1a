import type { Case } from './case.js';
import { entity, keyless } from './entity.js';
import { viewsOf } from './views.js';
import { defaultTypeOrm } from '../support/entities.js';

const { view, materialized } = viewsOf(defaultTypeOrm);
const text = { type: 'text', nullable: true } as const;
const integer = { type: 'integer', nullable: true } as const;
const plainId = { type: 'integer', primary: true, generated: false as never } as const;
const mood = (values: readonly string[], rest: object = {}) => ({ type: 'enum' as const, enum: [...values], nullable: true, ...rest });
const part = (columns: object = {}, rest: object = {}) => entity({ item_id: integer, ...columns }, { name: 'part', ...rest });
const to = (columnNames: string[], referencedColumnNames: string[], rest: object = {}) => ({ foreignKeys: [{ target: 'item', columnNames, referencedColumnNames, ...rest }] });

/** Changes of several things at once, each of which stands on another. */
export const mixedCases: readonly Case[] = [
  {
    name: 'a column, an index and a longer type on a partitioned table',
    before: [entity({ id: plainId, name: { type: 'varchar', length: 10, nullable: true } })],
    data: `DROP TABLE item; CREATE TABLE item (id int NOT NULL, name varchar(10), CONSTRAINT "PK_d3c0c71f23e7adcf952a1d13423" PRIMARY KEY (id)) PARTITION BY RANGE (id);
      CREATE TABLE item_1 PARTITION OF item FOR VALUES FROM (1) TO (9); INSERT INTO item VALUES (1, 'a')`,
    after: [entity({ id: plainId, name: { type: 'varchar', length: 20, nullable: true }, note: { type: 'text', default: 'x' } }, { indices: [{ columns: ['name'] }], checks: [{ expression: 'id > 0' }] })],
    beyondTypeOrm: 'its table has no partitions',
  },
  {
    name: 'a primary key of other columns, to which a table refers, which then refers to another key',
    before: [entity({ code: { type: 'integer', unique: true } }), part({}, to(['item_id'], ['id'], { name: 'FK_item' }))],
    data: 'INSERT INTO item (code) VALUES (1), (2); INSERT INTO part (item_id) VALUES (1), (2)',
    after: [keyless({ id: { type: 'integer', generated: 'increment' }, code: { type: 'integer', primary: true } }), part({}, to(['item_id'], ['code'], { name: 'FK_item' }))],
  },
  {
    name: 'a unique constraint that becomes a unique index, to which a table refers',
    before: [entity({ code: { type: 'integer', unique: true } }), part({}, to(['item_id'], ['code']))],
    data: 'INSERT INTO item (code) VALUES (1); INSERT INTO part (item_id) VALUES (1)',
    after: [entity({ code: { type: 'integer' } }, { indices: [{ columns: ['code'], unique: true }] }), part({}, to(['item_id'], ['code']))],
  },
  {
    name: 'a table that refers to itself, its key of another type',
    before: [entity({ parent: integer }, { foreignKeys: [{ target: 'item', columnNames: ['parent'], referencedColumnNames: ['id'] }] })],
    data: 'INSERT INTO item (parent) VALUES (NULL), (1)',
    after: [entity({ id: { type: 'bigint', primary: true, generated: 'increment' }, parent: { type: 'bigint', nullable: true } }, { foreignKeys: [{ target: 'item', columnNames: ['parent'], referencedColumnNames: ['id'] }] })],
  },
  {
    name: 'an exclusion, its column of another type',
    before: [entity({ n: integer }, { exclusions: [{ name: 'XCL', expression: 'USING btree (n WITH =)' }] })],
    data: 'INSERT INTO item (n) VALUES (1)',
    after: [entity({ n: { type: 'bigint', nullable: true } }, { exclusions: [{ name: 'XCL', expression: 'USING btree (n WITH =)' }] })],
  },
  {
    name: 'a column less that a check, an index, a unique and a view name, all of them changed',
    before: [
      entity({ a: integer, b: integer }, { checks: [{ name: 'CHK', expression: 'a > 0 AND b > 0' }], indices: [{ name: 'IDX', columns: ['a', 'b'] }], uniques: [{ name: 'UQ', columns: ['a', 'b'] }] }),
      view('seen', 'SELECT id, a, b FROM item'),
    ],
    data: 'INSERT INTO item (a, b) VALUES (1, 2)',
    after: [entity({ a: integer }, { checks: [{ name: 'CHK', expression: 'a > 0' }], indices: [{ name: 'IDX', columns: ['a'] }], uniques: [{ name: 'UQ', columns: ['a'] }] }), view('seen', 'SELECT id, a FROM item')],
  },
  {
    name: 'an enum type in another schema: values removed and added, in an array, with a default',
    before: [entity({ mood: mood(['sad', 'ok', 'happy'], { default: 'ok' }), moods: mood(['a', 'b'], { array: true, default: ['a'] }) }, { schema: 'feelings' })],
    data: "INSERT INTO feelings.item (mood) VALUES ('sad'), ('happy')",
    after: [entity({ mood: mood(['sad', 'great', 'happy'], { default: 'great' }), moods: mood(['b', 'a', 'c'], { array: true, default: ['c', 'a'] }) }, { schema: 'feelings' })],
  },
  {
    name: 'an enum type that becomes text, while another column takes its name',
    before: [entity({ mood: mood(['sad', 'happy'], { default: 'sad' }) })],
    data: "INSERT INTO item (mood) VALUES ('happy')",
    after: [entity({ mood: { ...text, default: 'sad' }, kind: mood(['x'], { enumName: 'item_mood_enum' }) })],
  },
  {
    name: 'a materialized view over a view, over a column of another type, with indexes',
    before: [entity({ name: { type: 'varchar', length: 10 } }), view('a', 'SELECT id, name FROM item'), materialized('b', 'SELECT id, name FROM a', { dependsOn: ['a'], indices: [{ columns: ['name'] }, { name: 'UQ_b', columns: ['id'], unique: true }] })],
    data: "INSERT INTO item (name) VALUES ('x'); REFRESH MATERIALIZED VIEW b",
    after: [entity({ name: { type: 'text' } }), view('a', 'SELECT id, name FROM item'), materialized('b', 'SELECT id, name FROM a', { dependsOn: ['a'], indices: [{ columns: ['name'] }, { name: 'UQ_b', columns: ['id'], unique: true }] })],
  },
  {
    name: 'tables that change places, with a reference between them',
    before: [entity({ x: text }, { name: 'a' }), entity({ a_id: integer }, { name: 'b', foreignKeys: [{ target: 'a', columnNames: ['a_id'], referencedColumnNames: ['id'] }] })],
    data: "INSERT INTO a (x) VALUES ('1'); INSERT INTO b (a_id) VALUES (1)",
    after: [entity({ x: text }, { name: 'b' }), entity({ a_id: integer }, { name: 'a', foreignKeys: [{ target: 'b', columnNames: ['a_id'], referencedColumnNames: ['id'] }] })],
    renames: ['a=b', 'b=a'],
    moved: [{ table: 'a', to: 'b' }, { table: 'b', to: 'a' }],
  },
  {
    name: 'a column whose name changes its case only',
    before: [entity({ userId: integer }, { indices: [{ columns: ['userId'] }] })],
    data: 'INSERT INTO item ("userId") VALUES (1)',
    after: [entity({ userid: integer }, { indices: [{ columns: ['userid'] }] })],
    renames: ['item.userId=userid'],
    moved: [{ table: 'item', columns: { userId: 'userid' } }],
    hazards: ['app/rename'],
  },
  {
    name: 'a generated uuid that becomes plain, and a plain one generated',
    before: [entity({ a: { type: 'uuid', generated: 'uuid' }, b: { type: 'uuid', nullable: true } })],
    data: 'INSERT INTO item DEFAULT VALUES',
    after: [entity({ a: { type: 'uuid' }, b: { type: 'uuid', generated: 'uuid' } })],
  },
  {
    name: 'a serial key that becomes an identity of a wider type, to which a table refers',
    before: [entity({ note: text }), part({}, to(['item_id'], ['id']))],
    data: 'INSERT INTO item DEFAULT VALUES; INSERT INTO item DEFAULT VALUES; INSERT INTO part (item_id) VALUES (2)',
    after: [entity({ id: { type: 'bigint', primary: true, generated: 'identity' as never }, note: text }), part({ item_id: { type: 'bigint', nullable: true } }, to(['item_id'], ['id']))],
    works: 'INSERT INTO item DEFAULT VALUES',
    worksBack: 'INSERT INTO item DEFAULT VALUES',
  },
  {
    name: 'the option schema: views, generated columns and enum types in it, changed',
    options: { schema: 'app' },
    before: [entity({ n: { type: 'integer', default: 1 }, sum: { type: 'integer', generatedType: 'STORED', asExpression: 'n + 1', nullable: true }, mood: mood(['a', 'b']) }), view('seen', 'SELECT id, n FROM app.item')],
    data: 'INSERT INTO app.item DEFAULT VALUES',
    after: [entity({ n: { type: 'bigint', default: 1 }, sum: { type: 'bigint', generatedType: 'STORED', asExpression: '1 + n', nullable: true }, mood: mood(['a', 'c', 'b']) }), view('seen', 'SELECT id, n, sum FROM app.item')],
    beyondTypeOrm: 'it looks generated columns up in another schema than it recorded them in',
  },
  {
    name: 'names over 63 bytes: columns and rules changed',
    before: [entity({ a_name_that_is_a_good_deal_longer_than_the_sixty_three_bytes_that_fit_into_one: { type: 'varchar', length: 5, nullable: true } }, { indices: [{ name: 'i_name_that_is_a_good_deal_longer_than_the_sixty_three_bytes_that_fit_into_one', columns: ['id'] }] })],
    data: 'INSERT INTO item DEFAULT VALUES',
    after: [
      entity(
        { a_name_that_is_a_good_deal_longer_than_the_sixty_three_bytes_that_fit_into_one: { type: 'text', default: 'x' } },
        { indices: [{ name: 'i_name_that_is_a_good_deal_longer_than_the_sixty_three_bytes_that_fit_into_one', columns: ['id'], unique: true }], checks: [{ name: 'c_name_that_is_a_good_deal_longer_than_the_sixty_three_bytes_that_fit_into_one', expression: 'id > 0' }] },
      ),
    ],
    beyondTypeOrm: 'it compares names as they are written',
  },
  {
    name: 'a tree less: the closure table, its rows with it',
    before: [entity({}, { name: 'branch', relations: { parent: { type: 'many-to-one', target: 'branch', treeParent: true }, children: { type: 'one-to-many', target: 'branch', treeChildren: true, inverseSide: 'parent' } }, trees: [{ type: 'closure-table' }] } as never)],
    data: 'INSERT INTO branch DEFAULT VALUES; INSERT INTO branch_closure VALUES (1, 1)',
    after: [entity({}, { name: 'branch' })],
    beyondTypeOrm: 'it never drops a table',
  },
];
