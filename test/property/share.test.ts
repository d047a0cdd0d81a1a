import fc from 'fast-check';
import type { Table } from '../../src/model/schema.js';
import { sharedWith } from '../../src/model/share.js';
import { schemas } from './arbitraries.js';

const lists = ['uniques', 'checks', 'exclusions', 'foreignKeys', 'indexes'] as const;

const tables: fc.Arbitrary<Table> = schemas.filter((schema) => schema.tables.length > 0).map(({ tables: [table] }) => table as Table);

/** The table with the members of each list in the order of their names; columns stay in theirs. */
const sorted = (table: Table): Table => ({
  ...table,
  ...Object.fromEntries(lists.map((list) => [list, [...table[list]].sort((left, right) => (left.name < right.name ? -1 : 1))])),
});

/** The same members as other objects, in the opposite order. */
const reversed = (table: Table): Table => structuredClone({ ...table, ...Object.fromEntries(lists.map((list) => [list, table[list].toReversed()])) });

describe('a table that takes from another what is the same', () => {
  it('is that one where nothing differs, in whatever order its members are', () =>
    fc.assert(fc.property(tables, (table) => sharedWith(table, reversed(table)) === table)));

  it('is as it was, whatever the other is', () =>
    fc.assert(fc.property(tables, tables, (other, { schema, name, ...members }) => {
      const table = { ...members, schema, name };
      expect(sorted(sharedWith({ ...other, schema, name }, table))).toEqual(sorted(table));
    })));

  it('is no other where one of its members is there twice', () => {
    const member = { name: 'positive', expression: '(a > 0)' };
    const other: Table = { schema: 's', name: 't', columns: [], primaryKey: null, uniques: [], checks: [member, { ...member, name: 'small' }], exclusions: [], foreignKeys: [], indexes: [], comment: null };
    expect(sharedWith(other, { ...other, checks: [{ ...member }, { ...member }] }).checks).toEqual([member, member]);
  });
});
