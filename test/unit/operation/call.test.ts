import { LimbeckError } from '../../../src/kernel/errors.js';
import { callOf, operationsOf } from '../../../src/operation/call.js';
import { coordinates, methodNames, methods } from '../../../src/operation/methods.js';
import type { Operation } from '../../../src/operation/operation.js';

const table = { schema: 'public', name: 'product' };

describe('the methods of op', () => {
  it('are one for each kind and verb that can be', () => {
    expect(Object.values(methods).flatMap((verbs) => Object.values(verbs)).filter((method) => method !== null).sort()).toEqual([...methodNames].sort());
    for (const method of methodNames) {
      const { kind, verb } = coordinates[method];
      expect((methods[kind] as Record<string, string | null>)[verb]).toBe(method);
    }
  });
});

describe('a call', () => {
  it('has no words for what no database can alter', () => {
    const operation: Operation = { verb: 'alter', kind: 'index', table, name: 'IDX', changes: { unique: { from: false, to: true } } };
    let error: unknown;
    try {
      callOf(operation, 'public');
    } catch (thrown) {
      error = thrown;
    }
    expect(LimbeckError.is(error, 'operation/no-method')).toBe(true);
  });

  it('creates a table, then its indexes, then its foreign keys', () => {
    const created = operationsOf(
      {
        method: 'createTable',
        args: [
          {
            name: 'product',
            columns: [
              { name: 'id', type: 'integer' },
              { name: 'parent', type: 'integer' },
            ],
            primaryKey: { name: 'PK', columns: ['id'] },
            foreignKeys: [{ name: 'FK', columns: ['parent'], references: { table: 'product', columns: ['id'] } }],
            indexes: [{ name: 'IDX', keys: ['parent'] }],
          },
        ],
      },
      'shop',
    );
    const home = { schema: 'shop', name: 'product' };
    expect(created.map(({ verb, ...rest }) => [verb, 'kind' in rest ? rest.kind : null, 'table' in rest ? rest.table : null])).toEqual([
      ['create', 'table', null],
      ['create', 'index', home],
      ['create', 'foreignKey', home],
    ]);
    expect(created[0]).toMatchObject({
      schema: 'shop',
      value: {
        ...home,
        columns: [
          { name: 'id', nullable: false },
          { name: 'parent', nullable: true },
        ],
        indexes: [],
        foreignKeys: [],
      },
    });
    expect(created[2]).toMatchObject({ value: { references: { ...home, columns: ['id'] }, onDelete: 'no action', deferrable: 'no' } });
  });

  it('goes one way: what the way back needs is another call', () => {
    const operation: Operation = {
      verb: 'alter',
      kind: 'column',
      table,
      name: 'price',
      changes: { type: { from: 'text', to: 'integer' } },
      using: { from: 'price::text', to: 'price::integer' },
      fill: { from: null, to: null },
    };
    expect(callOf(operation, 'public').args).toEqual(['product', 'price', operation.changes, { using: 'price::integer' }]);
  });

  it('shows an empty fill where a column becomes NOT NULL', () => {
    const operation: Operation = {
      verb: 'alter',
      kind: 'column',
      table,
      name: 'price',
      changes: { nullable: { from: true, to: false } },
      using: { from: null, to: null },
      fill: { from: null, to: null },
    };
    expect(callOf(operation, 'shop').args).toEqual([table, 'price', operation.changes, { fill: null }]);
  });
});
