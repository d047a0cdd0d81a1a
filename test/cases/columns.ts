import type { Case } from './case.js';
import { entity } from './entity.js';

export const columnCases: readonly Case[] = [
  {
    name: 'a nullable column more',
    before: [entity({})],
    data: 'INSERT INTO item DEFAULT VALUES',
    after: [entity({ note: { type: 'text', nullable: true } })],
    operations: ['add column item.note: text'],
  },
  {
    name: 'a required column with a default more, on a table with rows',
    before: [entity({})],
    data: 'INSERT INTO item DEFAULT VALUES; INSERT INTO item DEFAULT VALUES',
    after: [entity({ is_active: { type: 'boolean', default: true } })],
  },
  {
    name: 'a required column without a default more, on a table with rows',
    before: [entity({})],
    data: 'INSERT INTO item DEFAULT VALUES; INSERT INTO item DEFAULT VALUES',
    after: [entity({ sku: { type: 'varchar', length: 32 } })],
    complete: ['fill: null', `fill: "'SKU-' || id"`],
    hazards: ['data/needs-fill'],
  },
  {
    name: 'a column less',
    before: [entity({ note: { type: 'text', nullable: true, comment: 'Why?', default: 'because' } })],
    data: "INSERT INTO item (note) VALUES ('gone')",
    after: [entity({})],
    hazards: ['data/lost'],
  },
  {
    name: 'a required column without a default less, and back on a table with rows',
    before: [entity({ name: { type: 'text' } })],
    data: "INSERT INTO item (name) VALUES ('a'), ('a')",
    after: [entity({})],
    operations: ['drop column item.name'],
    complete: ['fill: null', `fill: "'a'"`],
  },
  {
    name: 'a column that becomes required, with a default for the rows without',
    before: [entity({ value: { type: 'integer', nullable: true } })],
    data: 'INSERT INTO item (value) VALUES (1), (NULL)',
    after: [entity({ value: { type: 'integer', default: 0 } })],
  },
  {
    name: 'a column that becomes nullable',
    before: [entity({ value: { type: 'integer' } })],
    data: 'INSERT INTO item (value) VALUES (1)',
    after: [entity({ value: { type: 'integer', nullable: true } })],
    operations: ['alter column item.value: nullable no → yes'],
  },
  {
    name: 'comments on columns, with quotes and lines',
    before: [entity({ a: { type: 'text', nullable: true, comment: 'old' }, b: { type: 'text', nullable: true } })],
    after: [entity({ a: { type: 'text', nullable: true }, b: { type: 'text', nullable: true, comment: "it's\na \\ comment" } })],
  },
  {
    name: 'from a plain integer to serial, and rows that are there',
    before: [entity({ number: { type: 'integer' } })],
    data: 'INSERT INTO item (number) VALUES (5), (9)',
    after: [entity({ number: { type: 'integer', generated: 'increment' } })],
  },
  {
    name: 'names that need care: reserved words, mixed case, other alphabets, spaces',
    before: [entity({ select: { type: 'text', default: 'x' } }, { name: 'Order s', tableName: 'Order s' })],
    data: 'INSERT INTO "Order s" DEFAULT VALUES',
    after: [
      entity(
        { select: { type: 'varchar', length: 9, default: 'y' }, '名 前': { type: 'text', nullable: true } },
        { name: 'Order s', tableName: 'Order s', indices: [{ columns: ['select'] }], checks: [{ expression: '"select" <> \'\'' }] },
      ),
    ],
  },
  {
    name: 'names and values with quotes',
    before: [],
    after: [
      entity(
        { 'q"uote': { type: 'integer', nullable: true }, kind: { type: 'enum', enum: ["it's", '"'], default: "it's" }, back: { type: 'text', default: "\\ it's" } },
        { name: 'Order"s', tableName: 'Order"s', indices: [{ columns: ['q"uote'] }], checks: [{ expression: '"q""uote" > 0' }] },
      ),
    ],
    beyondTypeOrm: 'it puts names and defaults between quotes without escaping them',
  },
  {
    name: 'one column less and another of the same type more, which nobody calls a rename',
    before: [entity({ password: { type: 'text', nullable: true } })],
    data: "INSERT INTO item (password) VALUES ('secret')",
    after: [entity({ nickname: { type: 'text', nullable: true } })],
    operations: ['drop column item.password', 'add column item.nickname: text'],
    works: "DO $$ BEGIN IF EXISTS (SELECT FROM item WHERE nickname = 'secret') THEN RAISE 'the password became the nickname'; END IF; END $$",
    hazards: ['data/lost'],
  },
  {
    name: 'from serial to identity, and on with the numbers',
    before: [entity({ note: { type: 'text', nullable: true } })],
    data: 'INSERT INTO item DEFAULT VALUES; INSERT INTO item DEFAULT VALUES',
    after: [entity({ id: { type: 'integer', primary: true, generated: 'identity' as never }, note: { type: 'text', nullable: true } })],
    works: 'INSERT INTO item DEFAULT VALUES',
    worksBack: 'INSERT INTO item DEFAULT VALUES',
  },
  {
    name: 'a plain key that becomes serial, and on with the numbers',
    before: [entity({ id: { type: 'integer', primary: true, generated: false as never }, note: { type: 'text', nullable: true } })],
    data: 'INSERT INTO item (id) VALUES (1), (2), (7)',
    after: [entity({ note: { type: 'text', nullable: true } })],
    works: 'INSERT INTO item DEFAULT VALUES',
  },
  {
    name: 'a serial key that becomes plain, and back, on with the numbers',
    before: [entity({ note: { type: 'text', nullable: true } })],
    data: 'INSERT INTO item DEFAULT VALUES; INSERT INTO item DEFAULT VALUES',
    after: [entity({ id: { type: 'integer', primary: true, generated: false as never }, note: { type: 'text', nullable: true } })],
    worksBack: 'INSERT INTO item DEFAULT VALUES',
  },
];
