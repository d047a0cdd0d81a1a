import { alterColumn, column, createColumn, createTable, key, table } from '../../support/ddl';
import { type AreaCases, execute, outside, product, proven, sql, steps, unchecked } from './case';
import type { Operation } from '../../../src/operation/operation.js';
import type { ForeignKey, Index } from '../../../src/model/schema.js';

const index: Index = { name: 'IDX_product_sku', method: 'btree', unique: false, keys: ['sku'], include: [], nullsNotDistinct: false, where: null };
const foreignKey: ForeignKey = {
  name: 'FK_product_shop',
  columns: ['shop_id'],
  references: { schema: 'public', name: 'shop', columns: ['id'] },
  onDelete: 'no action',
  onUpdate: 'no action',
  deferrable: 'no',
};
const createIndex: Operation = { verb: 'create', kind: 'index', table: product, value: index };
const addKey: Operation = { verb: 'create', kind: 'foreignKey', table: product, value: foreignKey };
const newProduct = createTable(table(product, { columns: [column('id'), column('sku')] }));
const required = alterColumn(product, 'sku', { nullable: { from: true, to: false } });
const dropGuard: Operation = { verb: 'drop', kind: 'check', table: product, name: 'has_sku', value: { name: 'has_sku', expression: 'sku IS NOT NULL' } };

export const lockCases: AreaCases<'lock'> = {
  'lock/index-build': {
    fires: [
      steps(createIndex),
      sql('CREATE INDEX i ON product (sku)'),
      sql('ALTER TABLE product ADD CONSTRAINT u UNIQUE (sku)'),
      steps({ verb: 'create', kind: 'unique', table: product, value: key('u', ['sku']) }),
      steps({ verb: 'create', kind: 'primaryKey', table: product, value: key('p', ['id']) }),
      steps({ verb: 'create', kind: 'exclusion', table: product, value: { name: 'e', definition: 'USING gist (period WITH &&)' } }),
      sql('REINDEX TABLE product'),
      steps(alterColumn(product, 'sku', { collation: { from: null, to: 'C' } })),
    ],
    quiet: [
      outside('CREATE INDEX CONCURRENTLY i ON product (sku)'),
      { ...steps({ verb: 'create', kind: 'index', table: product, value: index, concurrently: true }), context: { isTransaction: false } },
      steps({ verb: 'create', kind: 'unique', table: product, value: key('u', ['sku']), usingIndex: 'i' }),
      steps(newProduct, createIndex),
      sql('CREATE TABLE product (sku text)', 'CREATE INDEX i ON product (sku)'),
      sql('ALTER TABLE product ADD CONSTRAINT u UNIQUE USING INDEX i'),
      outside('REINDEX TABLE CONCURRENTLY product'),
      sql('CREATE TABLE draft (sku text); ALTER TABLE draft RENAME TO product; CREATE INDEX i ON product (sku)'),
    ],
  },
  'lock/kept': {
    fires: [
      sql('ALTER TABLE shop ADD COLUMN motto text', "UPDATE product SET note = '' WHERE note IS NULL"),
      sql('ALTER TABLE shop ADD COLUMN motto text', 'CREATE INDEX i ON product (sku)'),
      outside('ALTER TABLE shop ADD COLUMN motto text; CREATE INDEX i ON product (sku)'),
    ],
    quiet: [
      outside('ALTER TABLE shop ADD COLUMN motto text', "UPDATE product SET note = '' WHERE note IS NULL"),
      sql("UPDATE product SET note = '' WHERE note IS NULL", 'ALTER TABLE shop ADD COLUMN motto text'),
      sql('CREATE TABLE shop (id integer)', 'CREATE INDEX i ON product (sku)'),
      sql('ALTER TABLE product ADD COLUMN motto text', 'ALTER TABLE product ADD COLUMN other text'),
    ],
  },
  'lock/not-concurrent': {
    fires: [steps({ verb: 'drop', kind: 'index', table: product, name: 'IDX_product_sku', value: index }), sql('DROP INDEX i'), sql('ALTER TABLE event DETACH PARTITION event_2024')],
    quiet: [outside('DROP INDEX CONCURRENTLY i'), outside('ALTER TABLE event DETACH PARTITION event_2024 CONCURRENTLY')],
  },
  'lock/rewrite': {
    fires: [
      steps(alterColumn(product, 'id', { type: { from: 'integer', to: 'bigint' } })),
      sql('ALTER TABLE product ALTER COLUMN id TYPE bigint'),
      steps(createColumn(product, column('token', { type: 'uuid', default: 'gen_random_uuid()' }))),
      steps(createColumn(product, column('twice', { generated: 'id * 2' }))),
      steps(createColumn(product, column('number', { generation: 'serial', nullable: false }))),
      steps(createColumn(product, column('number', { generation: 'identityAlways', nullable: false }))),
      steps(alterColumn(product, 'twice', { generated: { from: 'id * 2', to: 'id * 3' } })),
      sql("ALTER TABLE product ADD COLUMN at timetz DEFAULT (current_time AT TIME ZONE 'utc')"),
      sql('ALTER TABLE product SET UNLOGGED'),
      outside('VACUUM FULL product'),
      sql('CLUSTER product USING product_pkey'),
      sql('REFRESH MATERIALIZED VIEW totals'),
      steps({
        verb: 'alter',
        kind: 'enum',
        schema: 'public',
        name: 'mood',
        changes: { values: { from: ['sad', 'ok'], to: ['ok'] } },
        convert: { from: [], to: [{ table: product, column: 'mood', type: 'mood', default: { from: null, to: null } }] },
      }),
    ],
    quiet: [
      steps(alterColumn(product, 'sku', { type: { from: 'character varying(20)', to: 'character varying(40)' } })),
      steps(alterColumn(product, 'price', { type: { from: 'numeric(8,2)', to: 'numeric(12,2)' } })),
      steps(createColumn(product, column('stock', { default: '0', nullable: false }))),
      steps(createColumn(product, column('at', { type: 'timestamp with time zone', default: 'now()' }))),
      steps(createColumn(product, column('twice', { generated: 'id * 2', virtual: true }))),
      sql('ALTER TABLE product ADD COLUMN stock integer NOT NULL DEFAULT 0'),
      sql("ALTER TABLE product ADD COLUMN at timestamp DEFAULT (now() AT TIME ZONE 'utc')"),
      steps(newProduct, alterColumn(product, 'id', { type: { from: 'integer', to: 'bigint' } })),
      outside('VACUUM product'),
      sql('REFRESH MATERIALIZED VIEW CONCURRENTLY totals'),
    ],
  },
  'lock/rows': {
    fires: [
      sql('UPDATE product SET price = 0'),
      sql('DELETE FROM product'),
      sql('WITH gone AS (DELETE FROM product RETURNING id) INSERT INTO shelf SELECT id FROM gone'),
      sql('DO $$ BEGIN UPDATE product SET price = 0; END $$'),
    ],
    quiet: [
      steps({ verb: 'backfill', table: product, set: { price: '0' }, where: null, batchSize: 1000, pauseMs: 0 }),
      sql('UPDATE product SET price = 0 WHERE id = 5'), sql('CREATE TABLE product (price integer)', 'UPDATE product SET price = 0'), sql('INSERT INTO product VALUES (1)')],
  },
  'lock/scan': {
    fires: [
      steps(addKey),
      sql('ALTER TABLE product ADD CONSTRAINT f FOREIGN KEY (shop_id) REFERENCES shop'),
      steps({ verb: 'create', kind: 'check', table: product, value: { name: 'c', expression: 'price > 0' } }),
      steps(required),
      sql('ALTER TABLE product ALTER COLUMN sku SET NOT NULL'),
      proven('SELECT 1'),
      proven('ALTER TABLE product VALIDATE CONSTRAINT c; ALTER TABLE product DROP CONSTRAINT c'),
      proven('ALTER TABLE product VALIDATE CONSTRAINT c; ALTER TABLE product RENAME sku TO code; ALTER TABLE product ADD COLUMN sku text'),
      proven('ALTER TABLE product VALIDATE CONSTRAINT d'),
      sql('ALTER DOMAIN email ADD CONSTRAINT c CHECK (VALUE <> \'\')'),
      sql("ALTER TABLE event ATTACH PARTITION product FOR VALUES FROM ('2025-01-01') TO ('2026-01-01')"),
      sql('ALTER TABLE product ADD COLUMN shop_id integer DEFAULT 1 REFERENCES shop'),
    ],
    quiet: [
      proven('ALTER TABLE product VALIDATE CONSTRAINT c'),
      outside(unchecked, 'ALTER TABLE product VALIDATE CONSTRAINT c', 'ALTER TABLE product ALTER COLUMN sku SET NOT NULL'),
      proven('ALTER TABLE product VALIDATE CONSTRAINT c; ALTER TABLE product RENAME sku TO code; ALTER TABLE product RENAME code TO sku'),
      sql('ALTER TABLE product ADD CONSTRAINT f FOREIGN KEY (shop_id) REFERENCES shop NOT VALID'),
      sql('ALTER TABLE product ADD CONSTRAINT c CHECK (price > 0) NOT VALID'),
      sql('ALTER TABLE product VALIDATE CONSTRAINT c'),
      steps({ verb: 'create', kind: 'foreignKey', table: product, value: foreignKey, notValid: true }),
      steps({ verb: 'create', kind: 'check', table: product, value: { name: 'c', expression: 'price > 0' }, notValid: true }),
      steps({ verb: 'validate', kind: 'check', table: product, name: 'c' }),
      steps(newProduct, addKey),
      steps(required, dropGuard),
      sql('ALTER TABLE product VALIDATE CONSTRAINT c', 'CREATE TABLE other (id integer REFERENCES product)'),
      { ...sql('ALTER TABLE product ADD CONSTRAINT c CHECK (sku IS NOT NULL) NOT VALID; ALTER TABLE product VALIDATE CONSTRAINT c; ALTER TABLE product ALTER COLUMN sku SET NOT NULL') },
      sql('ALTER TABLE product ADD COLUMN shop_id integer REFERENCES shop'),
      steps(execute('ALTER DOMAIN email ADD CONSTRAINT c CHECK (VALUE <> \'\') NOT VALID')),
    ],
  },
};
