import { forms, type ColumnInput, type TableInput } from '../../../src/model/complete.js';

describe('a column without more', () => {
  const nullable = (column: Partial<ColumnInput>, primaryKey?: readonly string[]): boolean | undefined => {
    const table: TableInput = {
      name: 't',
      columns: [{ name: 'c', type: 'integer', ...column }],
      ...(primaryKey === undefined ? {} : { primaryKey: { name: 'PK', columns: primaryKey } }),
    };
    return forms.table.complete(table, 'public').columns[0]?.nullable;
  };

  it('may be null, as in SQL', () => expect(nullable({})).toBe(true));
  it('may not when it is in the primary key', () => expect(nullable({}, ['b', 'c'])).toBe(false));
  it('may when another is', () => expect(nullable({}, ['b'])).toBe(true));
  it('may not when it counts by itself', () => expect(nullable({ generation: 'serial' })).toBe(false));
  it('is as it is said to be', () => expect([nullable({ nullable: false }), nullable({ nullable: true }, ['c'])]).toEqual([false, true]));
});

describe('what is left out', () => {
  it('of a column is all but its name, its type and NOT NULL', () => {
    const column = forms.column.complete({ name: 'c', type: 'text' }, 'public');
    expect(forms.column.abbreviate(column, 'public')).toEqual({ name: 'c', type: 'text' });
    expect(forms.column.abbreviate({ ...column, nullable: false }, 'public')).toEqual({ name: 'c', type: 'text', nullable: false });
  });

  it('of an index is that it is a B-tree over all rows', () => {
    const index = forms.index.complete({ name: 'i', keys: ['a'] }, 'public');
    expect(index).toEqual({ name: 'i', keys: ['a'], unique: false, method: 'btree', include: [], nullsNotDistinct: false, where: null });
    expect(forms.index.abbreviate(index, 'public')).toEqual({ name: 'i', keys: ['a'] });
  });

  it('of names is the default namespace', () => {
    const key = { name: 'FK', columns: ['a'], references: { schema: 'shop', name: 'b', columns: ['id'] }, onDelete: 'no action', onUpdate: 'no action', deferrable: 'no' } as const;
    expect(forms.foreignKey.abbreviate(key, 'shop')).toEqual({ name: 'FK', columns: ['a'], references: { table: 'b', columns: ['id'] } });
    expect(forms.foreignKey.abbreviate(key, 'public').references.table).toEqual({ schema: 'shop', name: 'b' });
    expect(forms.enum.abbreviate({ schema: 'shop', name: 'e', values: [] }, 'shop')).toEqual({ name: 'e', values: [] });
  });
});
