import { LimbeckError } from '../../../src/kernel/errors.js';
import { callOf, operationsOf, type Call } from '../../../src/operation/call.js';
import { describe as describeOperation } from '../../../src/operation/describe.js';
import type { Operation } from '../../../src/operation/operation.js';
import { reverseAll } from '../../../src/operation/reverse.js';

const index = { name: 'IDX', keys: ['id'] };
const part = { name: 'part', columns: [{ name: 'id', type: 'integer' }], indexes: [index] };

const calls: readonly (readonly [string, Call])[] = [
  ['create table if not exists part: id', { method: 'createTable', args: [part, { ifNotExists: true }] }],
  ['add column if not exists product.sku: text', { method: 'addColumn', args: ['product', { name: 'sku', type: 'text' }, { ifNotExists: true }] }],
  ['drop table if exists part', { method: 'dropTable', args: ['part', { ifExists: true }] }],
  ['drop index if exists product.IDX', { method: 'dropIndex', args: ['product', 'IDX', { ifExists: true }] }],
];

const only = (operations: readonly Operation[]): Operation => {
  const [operation, ...others] = operations;
  if (operation === undefined || others.length > 0) throw new Error(`There are ${others.length + 1} operations.`);
  return operation;
};

describe.each(calls)('%s', (told, call) => {
  const operation = only(operationsOf(call, 'public'));

  it('is one operation, which is written as it was read', () => expect(callOf(operation, 'public')).toEqual(call));

  it('is told with its condition', () => expect(describeOperation(operation, 'public')).toBe(told));

  it('has no way back, as nobody knows whether it did anything', () => {
    let error: unknown;
    try {
      reverseAll([operation]);
    } catch (thrown) {
      error = thrown;
    }
    expect(LimbeckError.is(error, 'operation/irreversible') && error.details.what).toContain('exist');
  });

  it('is as without the option where that says no', () => {
    const [subject, ...rest] = call.args.slice(0, -1);
    const plain = operationsOf({ method: call.method, args: [subject, ...rest] }, 'public');
    expect(operationsOf({ method: call.method, args: [subject, ...rest, { ifNotExists: false, ifExists: false }] }, 'public')).toEqual(plain);
    expect(plain).not.toEqual([operation]);
  });
});
