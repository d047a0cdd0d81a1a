import { hazards } from '../../../../../src/dialect/postgres/hazards/operation.js';
import type { ForeignKey } from '../../../../../src/model/schema.js';
import type { Operation } from '../../../../../src/operation/operation.js';
import { alterColumn, column, createColumn, createTable, key, table } from '../../../../support/ddl';

const product = { schema: 'public', name: 'product' };
const mood = { verb: 'alter', kind: 'enum', schema: 'public', name: 'mood', convert: { from: [], to: [] } } as const;

const found: readonly (readonly [string, Operation, readonly (readonly [code: string, message: string])[]])[] = [
  ['drop a table', { verb: 'drop', kind: 'table', schema: 'public', name: 'product', value: null }, [['data/lost', 'Every row of table public.product is lost.']]],
  [
    'drop a column',
    { verb: 'drop', kind: 'column', table: product, name: 'sku', value: column('sku') },
    [['data/lost', 'Every value of column public.product.sku is lost.']],
  ],
  [
    'move a table',
    { verb: 'alter', kind: 'table', schema: 'public', name: 'product', changes: { schema: { from: 'public', to: 'shop' } } },
    [['app/rename', 'Table public.product is in the schema "shop" from now on, so whatever still asks for it by its old name fails.']],
  ],
  [
    'rename a value of an enum type',
    { ...mood, changes: { values: { from: ['sad'], to: ['gloomy'] } }, renamed: [{ from: 'sad', to: 'gloomy' }] },
    [['app/rename', 'The value "sad" of enum type public.mood is called "gloomy" from now on, so whatever still asks for it by its old name fails.']],
  ],
  [
    'give up a value of an enum type',
    { ...mood, changes: { values: { from: ['sad', 'ok'], to: ['ok', 'new'] } } },
    [['data/may-not-fit', 'Enum type public.mood loses "sad", and the step stops before it changes anything while a row holds it.']],
  ],
  [
    'give up values of an enum type',
    { ...mood, changes: { values: { from: ['sad', 'ok'], to: [] } } },
    [['data/may-not-fit', 'Enum type public.mood loses "sad" and "ok", and the step stops before it changes anything while a row holds one of them.']],
  ],
  [
    'change a type so that values are rounded and may be too long',
    alterColumn(product, 'price', { type: { from: 'numeric', to: 'numeric(8,1)' } }),
    [
      ['data/lost', 'Column public.product.price changes from numeric to numeric(8,1): a value that the new type cannot hold as it is gets changed, without an error.'],
      ['data/may-not-fit', 'Column public.product.price changes from numeric to numeric(8,1): PostgreSQL refuses while a row holds a value that does not fit the new type.'],
    ],
  ],
  [
    'require a value',
    alterColumn(product, 'sku', { nullable: { from: true, to: false } }),
    [['data/needs-fill', 'Column public.product.sku becomes NOT NULL, and PostgreSQL refuses while a row has no value.']],
  ],
  [
    'add a column that must have a value and has no default',
    createColumn(product, column('sku', { nullable: false })),
    [['data/needs-fill', 'Column public.product.sku is NOT NULL from the start without a default, and PostgreSQL refuses while the table has rows.']],
  ],
  [
    'validate a check',
    { verb: 'validate', kind: 'check', table: product, name: 'c' },
    [['data/may-not-fit', 'PostgreSQL refuses check constraint public.product.c while a row does not meet its condition.']],
  ],
  [
    'add an exclusion',
    { verb: 'create', kind: 'exclusion', table: product, value: { name: 'e', definition: 'USING gist (period WITH &&)' } },
    [['data/may-not-fit', 'PostgreSQL refuses exclusion constraint public.product.e while two rows exclude each other.']],
  ],
  [
    'add a unique index over an expression',
    {
      verb: 'create',
      kind: 'index',
      table: product,
      value: { name: 'i', method: 'btree', unique: true, keys: [{ sql: 'lower(sku)' }], include: [], nullsNotDistinct: false, where: null },
    },
    [['data/may-not-fit', 'PostgreSQL refuses index public.product.i while two rows have the same values.']],
  ],
];

const foreignKey: ForeignKey = {
  name: 'f',
  columns: ['shop'],
  references: { schema: 'public', name: 'shop', columns: ['id'] },
  onDelete: 'no action',
  onUpdate: 'no action',
  deferrable: 'no',
};

const harmless: readonly (readonly [string, Operation])[] = [
  ['create a table', createTable(table(product, { columns: [column('sku', { nullable: false })] }))],
  ['add a nullable column', createColumn(product, column('sku'))],
  ['add a column with a default', createColumn(product, column('sku', { nullable: false, default: '5' }))],
  ['add a serial column', createColumn(product, column('id', { nullable: false, generation: 'serial' }))],
  ['add a generated column', createColumn(product, column('twice', { nullable: false, generated: 'id * 2' }))],
  ['drop a generated column', { verb: 'drop', kind: 'column', table: product, name: 'twice', value: column('twice', { generated: 'id * 2' }) }],
  ['widen a type', alterColumn(product, 'sku', { type: { from: 'character varying(80)', to: 'character varying(120)' } })],
  ['require a value and give one', alterColumn(product, 'sku', { nullable: { from: true, to: false }, fill: { from: null, to: "'none'" } })],
  ['allow NULL', alterColumn(product, 'sku', { nullable: { from: false, to: true } })],
  ['change a default', alterColumn(product, 'sku', { default: { from: null, to: '5' } })],
  ['add values to an enum type', { ...mood, changes: { values: { from: ['sad'], to: ['ok', 'sad'] } } }],
  ['drop a constraint', { verb: 'drop', kind: 'unique', table: product, name: 'u', value: key('u', ['sku']) }],
  [
    'add an index that is not unique',
    {
      verb: 'create',
      kind: 'index',
      table: product,
      value: { name: 'i', method: 'btree', unique: false, keys: ['sku'], include: [], nullsNotDistinct: false, where: null },
    },
  ],
  ['rename an index', { verb: 'rename', kind: 'index', table: product, name: { from: 'i', to: 'j' } }],
  ['rename an enum type', { verb: 'rename', kind: 'enum', schema: 'public', name: { from: 'mood', to: 'humour' } }],
  ['add a unique constraint over an index', { verb: 'create', kind: 'unique', table: product, value: key('u', ['sku']), usingIndex: 'i' }],
  ['add a primary key over an index', { verb: 'create', kind: 'primaryKey', table: product, value: key('p', ['sku']), usingIndex: 'i' }],
  ['add a check for new rows', { verb: 'create', kind: 'check', table: product, value: { name: 'c', expression: 'price > 0' }, notValid: true }],
  ['add a foreign key for new rows', { verb: 'create', kind: 'foreignKey', table: product, value: foreignKey, notValid: true }],
  ['run SQL', { verb: 'execute', up: 'DROP TABLE product', down: null }],
];

describe('hazards', () => {
  it.each(found)('%s', (_, operation, expected) => {
    expect(hazards(operation).map(({ code, message }) => [code, message])).toEqual(expected);
    expect(hazards(operation).every(({ hint }) => /^[A-Z`].*\S$/s.test(hint))).toBe(true);
  });

  it.each(harmless)('none: %s', (_, operation) => {
    expect(hazards(operation)).toEqual([]);
  });
});
