import type { Dialect } from '../../../src/dialect/dialect.js';
import type { Operation } from '../../../src/operation/operation.js';
import { reverse } from '../../../src/operation/reverse.js';
import { plan, type Step, wayBack } from '../../../src/plan/plan.js';
import { anyContext } from '../../support/hazards';

const dialect: Pick<Dialect, 'assess'> = {
  assess: (steps) => Promise.resolve(steps.map((_, position) => [{ code: 'data/may-not-fit', message: `step ${position + 1} of ${steps.length}`, hint: 'a hint' }])),
};

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

/** Of a table of the same name in another schema. */
const elsewhere: Operation = { ...index, table: { schema: 'shop', name: 'item' } };

const kindsOf = (operations: readonly Operation[]) => operations.map((operation) => `${operation.verb} ${'kind' in operation ? operation.kind : 'nothing'}`);

const plans = (operations: readonly Operation[]) => plan(dialect, operations, anyContext);

const hazards = (steps: readonly Step[]) => steps.map(({ operation, hazards: found }) => [operation.verb, found.map(({ message }) => message)]);

describe('plan', () => {
  it('says of each step, there and back, what the dialect says of all of them', async () => {
    const { up, down } = await plans([table, elsewhere]);
    expect(hazards(up)).toEqual([
      ['create', ['step 1 of 2']],
      ['create', ['step 2 of 2']],
    ]);
    expect(hazards(down)).toEqual([
      ['drop', ['step 1 of 2']],
      ['drop', ['step 2 of 2']],
    ]);
  });

  it('goes back by the same operations, reversed', () => {
    expect(kindsOf(wayBack([table, elsewhere]))).toEqual(['drop index', 'drop table']);
  });

  it('leaves the indexes of a table that it drops to go with it', () => {
    expect(kindsOf(wayBack([table, index]))).toEqual(['drop table']);
    expect(kindsOf(wayBack([index]))).toEqual(['drop index']);
    expect(kindsOf(wayBack([reverse(index) as Operation, reverse(table) as Operation]))).toEqual(['create table', 'create index']);
  });
});
