import { describe as describeOperation } from '../../../src/operation/describe.js';
import type { Operation } from '../../../src/operation/operation.js';
import { goldenSources } from '../../support/golden-sources.js';

const linesOf = (name: string): readonly string[] => {
  const [, source] = goldenSources.find(([file]) => file === name) ?? [];
  return (source?.up ?? []).map(({ operation }) => describeOperation(operation, 'public'));
};

/** By the golden file whose operations are described. */
const expected: Readonly<Record<string, readonly string[]>> = {
  schema: ['create schema shop', 'rename schema old → archive'],
  enum: [
    "create enum type product_status_enum: draft, on sale, it's over",
    'create enum type shop.mood',
    'alter enum type size: values (s, m) → (s, m, l)',
    'alter enum type status: values (new, paid, lost) → (new, paid, sent)',
    'rename enum type colour → color',
  ],
  table: [
    'create table shop.order: id, number, customer_id, status, note, gross',
    'create table product: id',
    'alter table product: comment none → What is sold.',
    'rename table shop.customer → buyer',
    'drop table product',
  ],
  column: [
    'add column product.sku: character varying(40)',
    'add column shop.order.created_at: timestamp with time zone, not null, default now()',
    'alter column product.sku: nullable yes → no',
    'alter column product.price: type character varying → numeric(10,2); nullable yes → no; default none → 0',
    'alter column shop.order.note: comment none → two lines',
    'rename column product.titel → title',
    'drop column product.weight',
  ],
  'primary-key': ['create primary key product.PK_product: (id, version)', 'rename primary key shop.order.order_pkey → PK_order'],
  unique: [
    'create unique constraint product.UQ_product_sku: (sku)',
    'create unique constraint shop.order.UQ_order: (number, year), deferrable',
    'rename unique constraint product.product_sku_key → UQ_sku',
  ],
  exclusion: [
    'create exclusion constraint product.XCL_offer: USING gist (during WITH &&)',
    'rename exclusion constraint product.product_during_excl → XCL_offer',
  ],
  'foreign-key': [
    'create foreign key product.FK_product_category: (category_id) → category (id), on delete cascade',
    'create foreign key shop.order.FK_line: (order_id, line) → shop.line (order_id, number), on delete set null, on update restrict, deferred',
    'alter foreign key product.FK_product_category: deferrable no → deferred',
    'rename foreign key product.product_category_fkey → FK_category',
  ],
  index: [
    'create index product.IDX_product_active: (name) where is_active',
    'create index shop.order.IDX_order_customer: unique (lower("customerEmail") DESC NULLS LAST, number) include (status, created_at) where (deleted_at IS NULL)',
    'create index product.IDX_attributes: gin (attributes jsonb_path_ops)',
    'rename index product.product_name_idx → IDX_name',
  ],
  execute: ["execute UPDATE product SET sku = 'P-' || id WHERE sku IS NULL", 'execute CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$'],
};

describe('an operation in one line', () => {
  it.each(Object.entries(expected))('%s', (name, lines) => expect(linesOf(name)).toEqual(lines));

  it('shows the beginning of long SQL', () => {
    const operation: Operation = { verb: 'execute', up: `SELECT ${'x'.repeat(100)}`, down: null };
    expect(describeOperation(operation, 'public')).toBe(`execute SELECT ${'x'.repeat(72)}…`);
  });

  it('names the namespace where it is not the default one', () => {
    const operation: Operation = { verb: 'drop', kind: 'table', schema: 'public', name: 'user', value: null };
    expect(describeOperation(operation, 'shop')).toBe('drop table public.user');
  });

  it('tells how the values of a column come about', () => {
    const base = { name: 'c', type: 'integer', nullable: false, default: null, generation: null, generated: null, virtual: false, collation: null, comment: null };
    const shown = (column: object): string =>
      describeOperation({ verb: 'create', kind: 'column', table: { schema: 'public', name: 't' }, value: { ...base, ...column } }, 'public');
    expect(shown({ generation: 'serial' })).toBe('add column t.c: integer, not null, serial');
    expect(shown({ generation: 'identityAlways' })).toBe('add column t.c: integer, not null, identity always');
    expect(shown({ nullable: true, generated: 'a + b' })).toBe('add column t.c: integer, generated as a + b');
  });
});
