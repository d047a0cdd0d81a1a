import { canAlter } from '../../../../src/dialect/postgres/can-alter.js';
import { render } from '../../../../src/dialect/postgres/ddl/ddl.js';
import { LimbeckError } from '../../../../src/kernel/errors.js';
import { list } from '../../../../src/kernel/text.js';
import type { Alter } from '../../../../src/operation/operation.js';
import { alterColumn } from '../../../support/ddl';

const table = { schema: 'public', name: 'product' };
const names = { from: 'a', to: 'b' };
const columns = { from: ['a'], to: ['b'] };

const column = (changes: Parameters<typeof alterColumn>[2]): Alter => alterColumn(table, 'price', changes);

const possible: readonly (readonly [string, Alter])[] = [
  ['the comment of a table', { verb: 'alter', kind: 'table', schema: 'public', name: 'product', changes: { comment: { from: null, to: 'x' } } }],
  ['the schema of a table', { verb: 'alter', kind: 'table', schema: 'public', name: 'product', changes: { schema: names } }],
  [
    'the values of an enum type',
    { verb: 'alter', kind: 'enum', schema: 'public', name: 'mood', changes: { values: columns }, convert: { from: [], to: [] } },
  ],
  ['the deferral of a foreign key', { verb: 'alter', kind: 'foreignKey', table, name: 'fk', changes: { deferrable: { from: 'no', to: 'deferred' } } }],
  ['the type of a column', column({ type: { from: 'integer', to: 'text' } })],
  ['the generation of a column', column({ generation: { from: 'serial', to: 'identityAlways' } })],
  ['the expression and the comment of a generated column', column({ generated: { from: 'a + 1', to: 'a + 2' }, comment: { from: null, to: 'x' } })],
  ['a generated column that becomes a plain one', column({ generated: { from: 'a + 1', to: null }, comment: { from: null, to: 'x' } })],
];

const impossible: readonly (readonly [string, Alter, readonly string[]])[] = [
  ['a column that becomes generated', column({ generated: { from: null, to: 'a + 1' } }), ['generated']],
  [
    'the expression of a generated column beside its type',
    column({ generated: { from: 'a + 1', to: 'a + 2' }, type: { from: 'integer', to: 'bigint' } }),
    ['generated'],
  ],
  ['the columns of a primary key', { verb: 'alter', kind: 'primaryKey', table, name: 'pk', changes: { columns } }, ['columns']],
  ['the deferral of a unique constraint', { verb: 'alter', kind: 'unique', table, name: 'u', changes: { deferrable: { from: 'no', to: 'deferred' } } }, ['deferrable']],
  ['a check', { verb: 'alter', kind: 'check', table, name: 'c', changes: { expression: names } }, ['expression']],
  ['an exclusion', { verb: 'alter', kind: 'exclusion', table, name: 'e', changes: { definition: names } }, ['definition']],
  [
    'the columns of a foreign key',
    { verb: 'alter', kind: 'foreignKey', table, name: 'fk', changes: { columns, deferrable: { from: 'no', to: 'deferred' } } },
    ['columns'],
  ],
  ['an index', { verb: 'alter', kind: 'index', table, name: 'i', changes: { keys: columns, unique: { from: true, to: false } } }, ['keys', 'unique']],
  ['a namespace', { verb: 'alter', kind: 'namespace', name: 'shop', changes: { name: names } }, ['name']],
];

describe('canAlter', () => {
  it.each(possible)('%s: in place', (_, operation) => {
    expect(canAlter(operation)).toBe(true);
    expect(render(operation)).not.toEqual([]);
  });

  it.each(impossible)('%s: not in place, and not rendered', (_, operation, facets) => {
    expect(canAlter(operation)).toBe(false);
    expect(() => render(operation)).toThrow(LimbeckError);
    expect(() => render(operation)).toThrow(`cannot change ${list(facets)} of `);
  });

  it('knows since when the expression of a generated column can change', () => {
    const operation = column({ generated: { from: 'a + 1', to: 'a + 2' } });
    expect([16, 17].map((version) => canAlter(operation, version))).toEqual([false, true]);
    expect(render(operation).map(({ sql }) => sql)).toEqual(['ALTER TABLE "public"."product" ALTER COLUMN "price" SET EXPRESSION AS (a + 2)']);
  });

  it('names what cannot change', () => {
    const operation: Alter = { verb: 'alter', kind: 'index', table, name: 'by_name', changes: { unique: { from: true, to: false } } };
    expect(() => render(operation)).toThrow('PostgreSQL cannot change "unique" of index public.product.by_name in place.');
  });
});
