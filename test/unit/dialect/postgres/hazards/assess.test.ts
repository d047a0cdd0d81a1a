import type { Operation } from '../../../../../src/operation/operation.js';
import { createTable, table } from '../../../../support/ddl';
import { assess } from '../../../../support/hazards';

const item = { schema: 'public', name: 'item' };

const index: Operation = {
  verb: 'create',
  kind: 'index',
  table: item,
  value: { name: 'IDX', method: 'btree', unique: true, keys: ['a'], include: [], nullsNotDistinct: false, where: null },
};

const codes = async (steps: readonly Operation[]) => (await assess(steps, { lockTimeoutMs: 1000, statementTimeoutMs: 1000 })).map((hazards) => hazards.map(({ code }) => code));

describe('the steps of a revision', () => {
  it('can harm a table that was there', async () => {
    expect(await codes([index])).toEqual([['data/may-not-fit', 'lock/index-build']]);
  });

  it('cannot harm a table that they create', async () => {
    expect(await codes([createTable(table(item)), index])).toEqual([[], []]);
  });
});
