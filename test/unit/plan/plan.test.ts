import type { HazardCode } from '../../../src/dialect/hazard.js';
import type { Operation } from '../../../src/operation/operation.js';
import { plan } from '../../../src/plan/plan.js';

const dialect = { hazards: () => [{ code: 'data/may-not-fit' as HazardCode, message: 'a message', hint: 'a hint' }] };

const item = { schema: 'public', name: 'item' };
const index: Operation = {
  verb: 'create',
  kind: 'index',
  table: item,
  value: { name: 'IDX', method: 'btree', unique: true, keys: ['a'], include: [], nullsNotDistinct: false, where: null },
};
const table: Operation = {
  verb: 'create',
  kind: 'table',
  schema: 'public',
  value: { ...item, columns: [], primaryKey: null, uniques: [], checks: [], exclusions: [], foreignKeys: [], indexes: [], comment: null },
};

const hazards = (steps: ReturnType<typeof plan>['up']) => steps.map(({ operation, hazards: found }) => [operation.verb, found.length]);

describe('plan', () => {
  it('says the hazards of what happens to a table that was there', () => {
    expect(hazards(plan(dialect, [index]).up)).toEqual([['create', 1]]);
  });

  it('says none of what happens to a table that it creates, on the way there', () => {
    const { up, down } = plan(dialect, [table, index]);
    expect(hazards(up)).toEqual([
      ['create', 1],
      ['create', 0],
    ]);
    expect(hazards(down)).toEqual([
      ['drop', 1],
      ['drop', 1],
    ]);
  });

  it('goes back by the same operations, reversed', () => {
    expect(plan(dialect, [table, index]).down.map(({ operation }) => [operation.verb, 'kind' in operation && operation.kind])).toEqual([
      ['drop', 'index'],
      ['drop', 'table'],
    ]);
  });
});
