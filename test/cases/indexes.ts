import type { Case, SameCase } from './case.js';
import { entity } from './entity.js';

const columns = { a: { type: 'integer' }, b: { type: 'text' }, data: { type: 'jsonb', default: {} } } as const;
const insert = "INSERT INTO item (a, b) VALUES (1, 'x'), (2, 'y')";

export const indexCases: readonly Case[] = [
  { name: 'an index more', before: [entity(columns)], data: insert, after: [entity(columns, { indices: [{ columns: ['b', 'a'] }] })] },
  { name: 'an index less', before: [entity(columns, { indices: [{ columns: ['a'], unique: true }] })], data: insert, after: [entity(columns)] },
  {
    name: 'a unique partial index',
    before: [entity(columns)],
    data: insert,
    after: [entity(columns, { indices: [{ columns: ['a'], unique: true, where: "b <> ''" }] })],
  },
  {
    name: 'another predicate of a named index',
    before: [entity(columns, { indices: [{ name: 'IDX_item', columns: ['b'], where: 'a > 0' }] })],
    data: insert,
    after: [entity(columns, { indices: [{ name: 'IDX_item', columns: ['b'], where: 'a > 10' }] })],
  },
  {
    name: 'another order of columns of a named index',
    before: [entity(columns, { indices: [{ name: 'IDX_item', columns: ['a', 'b'] }] })],
    after: [entity(columns, { indices: [{ name: 'IDX_item', columns: ['b', 'a'] }] })],
  },
  {
    name: 'a named index that becomes unique',
    before: [entity(columns, { indices: [{ name: 'IDX_item', columns: ['a'] }] })],
    data: insert,
    after: [entity(columns, { indices: [{ name: 'IDX_item', columns: ['a'], unique: true }] })],
  },
  {
    name: 'an index less, whose columns are not in the order of the table',
    before: [entity(columns, { indices: [{ columns: ['b', 'a'] }] })],
    data: insert,
    after: [entity(columns)],
  },
];

/** What entities cannot express was made by somebody who wanted it. */
export const sameIndexCases: readonly SameCase[] = [
  {
    name: 'indexes that entities cannot express are kept: expression, operator class, INCLUDE, DESC',
    entities: [entity(columns)],
    sql: `CREATE INDEX lower_b ON item (lower(b)); CREATE INDEX pattern_b ON item (b text_pattern_ops);
      CREATE INDEX covering ON item (a) INCLUDE (b); CREATE INDEX newest ON item (a DESC NULLS LAST)`,
  },
  {
    name: 'a predicate in other words',
    entities: [entity(columns, { indices: [{ name: 'IDX_item', columns: ['a'], where: 'a>0 and b is not null' }] })],
    sql: 'DROP INDEX "IDX_item"; CREATE INDEX "IDX_item" ON item (a) WHERE ((a > 0) AND (b IS NOT NULL))',
  },
];
