import type { Column, Table } from '../../src/model/schema.js';
import type { Operation } from '../../src/operation/operation.js';
import { reverseAll } from '../../src/operation/reverse.js';
import type { RevisionSource } from '../../src/revision/source/source.js';
import type { SourceStep } from '../../src/revision/source/statement.js';

const product = { schema: 'public', name: 'product' };
const shopOrder = { schema: 'shop', name: 'order' };

const column = (name: string, type: string, rest: Partial<Column> = {}): Column => ({
  name,
  type,
  nullable: true,
  default: null,
  generation: null,
  generated: null,
virtual: false,
  collation: null,
  comment: null,
  ...rest,
});

const key = (name: string, columns: readonly string[]) => ({ name, columns, deferrable: 'no' as const });

const order: Table = {
  ...shopOrder,
  columns: [
    column('id', 'integer', { nullable: false, generation: 'identityByDefault' }),
    column('number', 'integer', { nullable: false, generation: 'serial' }),
    column('customer_id', 'uuid', { nullable: false, default: 'uuid_generate_v4()' }),
    column('status', 'order_status_enum', { nullable: false, default: "'new'::order_status_enum" }),
    column('note', 'character varying(200)', { collation: 'C', comment: "What the customer wrote; \"as is\", it's kept." }),
    column('gross', 'numeric(12,2)', { generated: "(net * (1.0 + tax_rate / 100.0)) + COALESCE(shipping_costs, (0)::numeric)" }),
  ],
  primaryKey: key('PK_order', ['id']),
  uniques: [key('UQ_order_number', ['number']), { ...key('UQ_order_customer', ['customer_id', 'number']), deferrable: 'deferred' }],
  checks: [{ name: 'CHK_order_gross', expression: '(gross >= (0)::numeric)' }],
  exclusions: [{ name: 'XCL_order', definition: 'USING gist (room WITH =, during WITH &&)' }],
  foreignKeys: [],
  indexes: [],
  comment: 'What customers bought.',
};

const bare: Table = {
  ...product,
  columns: [column('id', 'integer', { nullable: false })],
  primaryKey: key('PK_product', ['id']),
  uniques: [],
  checks: [],
  exclusions: [],
  foreignKeys: [],
  indexes: [],
  comment: null,
};

/** What the revision of each golden file does, by the name of the file. */
const upward: Readonly<Record<string, readonly Operation[]>> = {
  schema: [
    { verb: 'create', kind: 'namespace', value: { name: 'shop' } },
    { verb: 'rename', kind: 'namespace', name: { from: 'old', to: 'archive' } },
  ],
  enum: [
    { verb: 'create', kind: 'enum', schema: 'public', value: { schema: 'public', name: 'product_status_enum', values: ['draft', 'on sale', "it's over"] } },
    { verb: 'create', kind: 'enum', schema: 'shop', value: { schema: 'shop', name: 'mood', values: [] } },
    {
      verb: 'alter',
      kind: 'enum',
      schema: 'public',
      name: 'size',
      changes: { values: { from: ['s', 'm'], to: ['s', 'm', 'l'] } },
      convert: { from: [{ table: product, column: 'size', type: 'size', default: { from: null, to: null } }], to: [] },
    },
    {
      verb: 'alter',
      kind: 'enum',
      schema: 'public',
      name: 'status',
      changes: { values: { from: ['new', 'paid', 'lost'], to: ['new', 'paid', 'sent'] } },
      convert: {
        from: [],
        to: [
          { table: shopOrder, column: 'status', type: 'status', default: { from: "'lost'::status", to: "'new'::status" } },
          { table: product, column: 'states', type: 'status[]', default: { from: null, to: null } },
        ],
      },
    },
    { verb: 'rename', kind: 'enum', schema: 'public', name: { from: 'colour', to: 'color' } },
  ],
  table: [
    { verb: 'create', kind: 'table', schema: 'shop', value: order },
    { verb: 'create', kind: 'table', schema: 'public', value: bare },
    { verb: 'alter', kind: 'table', ...product, changes: { comment: { from: null, to: 'What is sold.' } } },
    { verb: 'rename', kind: 'table', schema: 'shop', name: { from: 'customer', to: 'buyer' } },
    { verb: 'drop', kind: 'table', schema: 'public', name: 'product', value: bare },
  ],
  column: [
    { verb: 'create', kind: 'column', table: product, value: column('sku', 'character varying(40)') },
    { verb: 'create', kind: 'column', table: shopOrder, value: column('created_at', 'timestamp with time zone', { nullable: false, default: 'now()' }) },
    {
      verb: 'alter',
      kind: 'column',
      table: product,
      name: 'sku',
      changes: { nullable: { from: true, to: false } },
      using: { from: null, to: null },
      fill: { from: null, to: null },
    },
    {
      verb: 'alter',
      kind: 'column',
      table: product,
      name: 'price',
      changes: { type: { from: 'character varying', to: 'numeric(10,2)' }, nullable: { from: true, to: false }, default: { from: null, to: '0' } },
      using: { from: null, to: 'price::numeric(10,2)' },
      fill: { from: null, to: '0' },
    },
    {
      verb: 'alter',
      kind: 'column',
      table: shopOrder,
      name: 'note',
      changes: { comment: { from: null, to: 'two\nlines' } },
      using: { from: null, to: null },
      fill: { from: null, to: null },
    },
    { verb: 'rename', kind: 'column', table: product, name: { from: 'titel', to: 'title' } },
    { verb: 'drop', kind: 'column', table: product, name: 'weight', value: column('weight', 'double precision') },
  ],
  'primary-key': [
    { verb: 'create', kind: 'primaryKey', table: product, value: key('PK_product', ['id', 'version']) },
    { verb: 'rename', kind: 'primaryKey', table: shopOrder, name: { from: 'order_pkey', to: 'PK_order' } },
  ],
  unique: [
    { verb: 'create', kind: 'unique', table: product, value: key('UQ_product_sku', ['sku']) },
    { verb: 'create', kind: 'unique', table: shopOrder, value: { ...key('UQ_order', ['number', 'year']), deferrable: 'deferrable' } },
    { verb: 'rename', kind: 'unique', table: product, name: { from: 'product_sku_key', to: 'UQ_sku' } },
  ],
  check: [
    { verb: 'create', kind: 'check', table: product, value: { name: 'CHK_price', expression: '(price >= (0)::numeric)' } },
    {
      verb: 'create',
      kind: 'check',
      table: shopOrder,
      value: {
        name: 'CHK_order_dates',
        expression: '((sent_at IS NULL) OR ((sent_at >= created_at) AND ("deliveredAt" IS NULL OR "deliveredAt" >= sent_at)))',
      },
    },
    { verb: 'rename', kind: 'check', table: product, name: { from: 'product_price_check', to: 'CHK_price' } },
  ],
  exclusion: [
    { verb: 'create', kind: 'exclusion', table: product, value: { name: 'XCL_offer', definition: 'USING gist (during WITH &&)' } },
    { verb: 'rename', kind: 'exclusion', table: product, name: { from: 'product_during_excl', to: 'XCL_offer' } },
  ],
  'foreign-key': [
    {
      verb: 'create',
      kind: 'foreignKey',
      table: product,
      value: { ...key('FK_product_category', ['category_id']), references: { schema: 'public', name: 'category', columns: ['id'] }, onDelete: 'cascade', onUpdate: 'no action' },
    },
    {
      verb: 'create',
      kind: 'foreignKey',
      table: shopOrder,
      value: { ...key('FK_line', ['order_id', 'line']), references: { schema: 'shop', name: 'line', columns: ['order_id', 'number'] }, onDelete: 'set null', onUpdate: 'restrict', deferrable: 'deferred' },
    },
    { verb: 'alter', kind: 'foreignKey', table: product, name: 'FK_product_category', changes: { deferrable: { from: 'no', to: 'deferred' } } },
    { verb: 'rename', kind: 'foreignKey', table: product, name: { from: 'product_category_fkey', to: 'FK_category' } },
  ],
  index: [
    {
      verb: 'create',
      kind: 'index',
      table: product,
      value: { name: 'IDX_product_active', method: 'btree', unique: false, keys: ['name'], include: [], nullsNotDistinct: false, where: 'is_active' },
    },
    {
      verb: 'create',
      kind: 'index',
      table: shopOrder,
      value: {
        name: 'IDX_order_customer',
        method: 'btree',
        unique: true,
        keys: [{ sql: 'lower("customerEmail") DESC NULLS LAST' }, 'number'],
        include: ['status', 'created_at'],
        nullsNotDistinct: true,
        where: '(deleted_at IS NULL)',
      },
    },
    {
      verb: 'create',
      kind: 'index',
      table: product,
      value: { name: 'IDX_attributes', method: 'gin', unique: false, keys: [{ sql: 'attributes jsonb_path_ops' }], include: [], nullsNotDistinct: false, where: null },
    },
    { verb: 'rename', kind: 'index', table: product, name: { from: 'product_name_idx', to: 'IDX_name' } },
  ],
  execute: [
    { verb: 'execute', up: 'UPDATE product SET sku = \'P-\' || id WHERE sku IS NULL', down: 'UPDATE product SET sku = NULL' },
    { verb: 'execute', up: 'CREATE FUNCTION f() RETURNS int\nLANGUAGE sql AS $$ SELECT 1 $$', down: 'DROP FUNCTION f()' },
  ],
  empty: [],
};

/** What the rules say of an operation; here: of all that loses data or needs a value. */
function stepOf(operation: Operation): SourceStep {
  if (operation.verb === 'drop' && (operation.kind === 'table' || operation.kind === 'column')) {
    return { operation, hazards: [{ code: 'data/lost', message: `All values of ${operation.name} are lost.` }] };
  }
  if (operation.verb === 'alter' && operation.kind === 'column' && operation.changes.nullable?.to === false && operation.fill.to === null) {
    return { operation, hazards: [{ code: 'data/needs-fill', message: 'Rows without a value make this fail.' }] };
  }
  return { operation, hazards: [] };
}

const source = (name: string, position: number, up: readonly Operation[]): RevisionSource => ({
  message: `change ${name}`,
  revision: position.toString(16).padStart(12, '0'),
  downRevision: position === 0 ? null : (position - 1).toString(16).padStart(12, '0'),
  className: `${name.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())}${1_720_000_000_000 + position}`,
  namespace: 'public',
  up: up.map(stepOf),
  down: reverseAll(up).map(stepOf),
});

const generated = Object.entries(upward).map(([name, up], position) => [name, source(name, position, up)] as const);

/** The sources of the golden files, by the name of the file. */
export const goldenSources: readonly (readonly [name: string, source: RevisionSource])[] = [
  ...generated,
  [
    'irreversible',
    {
      ...source('irreversible', generated.length, []),
      up: [{ operation: { verb: 'execute', up: 'DELETE FROM product WHERE NOT is_active', down: null }, hazards: [{ code: 'data/lost', message: 'Rows\nare deleted.' }] }],
      down: { irreversible: 'DELETE FROM product WHERE NOT is_active, which takes rows away for good' },
    },
  ],
  [
    'backfill',
    {
      ...source('backfill', generated.length + 3, [
        { verb: 'backfill', table: product, set: { sku: "'P-' || id", price: '0' }, where: 'sku IS NULL', batchSize: 5000, pauseMs: 0 },
        { verb: 'backfill', table: shopOrder, set: { note: 'upper(note)' }, where: null, batchSize: 500, pauseMs: 100 },
      ]),
      phase: 'migrate',
      transaction: false,
    },
  ],
  ['merge', { ...source('merge', generated.length + 1, []), message: 'join */ both', downRevision: ['000000000001', '000000000002'] }],
  [
    'branch',
    {
      ...source('branch', generated.length + 2, []),
      downRevision: null,
      branchLabels: ['shop'],
      dependsOn: ['000000000001', 'accounts'],
      replaces: ['000000000002', '000000000003'],
    },
  ],
];
