import { alterColumn, column, createColumn, createTable, key, table } from '../../support/ddl';
import { type AreaCases, outside, product, proven, sql, steps, unchecked } from './case';

const newProduct = createTable(table(product, { columns: [column('id')] }));

export const dataCases: AreaCases<'data'> & AreaCases<'unmanaged'> = {
  'data/lost': {
    fires: [
      steps({ verb: 'drop', kind: 'column', table: product, name: 'weight', value: null }),
      sql('DROP TABLE product'),
      sql('ALTER TABLE product DROP COLUMN weight'),
      sql('TRUNCATE product'),
      sql('DELETE FROM product'),
      sql('DROP SCHEMA shop'),
      sql('DROP SEQUENCE number'),
      sql('DO $$ BEGIN IF true THEN DROP TABLE product; END IF; END $$'),
      sql('ALTER TABLE product DROP COLUMN limbeck_former_weight'),
      steps(alterColumn(product, 'price', { type: { from: 'numeric(10,2)', to: 'numeric(10,1)' } })),
    ],
    quiet: [
      sql('CREATE TABLE draft (id integer)', 'TRUNCATE draft', 'DROP TABLE draft'),
      sql('DROP INDEX i'),
      sql('ALTER TABLE product DROP COLUMN limbeck_renaming_weight'),
      sql('DELETE FROM product WHERE id = 1'),
      steps({ verb: 'drop', kind: 'column', table: product, name: 'twice', value: column('twice', { generated: 'id * 2' }) }),
    ],
  },
  'data/may-not-fit': {
    fires: [
      steps({ verb: 'create', kind: 'unique', table: product, value: key('UQ_product_sku', ['sku']) }),
      sql('CREATE UNIQUE INDEX i ON product (sku)'),
      sql('ALTER TABLE product ADD CONSTRAINT c CHECK (price > 0)'),
      sql('ALTER TABLE product ADD CONSTRAINT f FOREIGN KEY (shop_id) REFERENCES shop'),
      sql('ALTER TABLE product ALTER COLUMN sku TYPE varchar(5)'),
      sql('ALTER TABLE product ADD PRIMARY KEY USING INDEX i'),
    ],
    quiet: [
      sql('CREATE INDEX i ON product (sku)'),
      sql('ALTER TABLE product ADD UNIQUE USING INDEX i'),
      sql('ALTER TABLE product ADD CONSTRAINT c CHECK (price > 0) NOT VALID'),
      sql('CREATE TABLE product (sku text)', 'CREATE UNIQUE INDEX i ON product (sku)', 'ALTER TABLE product ALTER COLUMN sku TYPE varchar(5)'),
    ],
  },
  'data/needs-fill': {
    fires: [
      steps(alterColumn(product, 'sku', { nullable: { from: true, to: false } })),
      sql('ALTER TABLE product ALTER COLUMN sku SET NOT NULL'),
      proven('SELECT 1'),
      proven('ALTER TABLE product VALIDATE CONSTRAINT c; ALTER TABLE product DROP CONSTRAINT c'),
      proven('ALTER TABLE product VALIDATE CONSTRAINT c; ALTER TABLE product RENAME sku TO code; ALTER TABLE product ADD COLUMN sku text'),
      proven('ALTER TABLE product VALIDATE CONSTRAINT d'),
      sql('ALTER TABLE product ADD COLUMN sku text NOT NULL'),
    ],
    quiet: [
      proven('ALTER TABLE product VALIDATE CONSTRAINT c'),
      outside(unchecked, 'ALTER TABLE product VALIDATE CONSTRAINT c', 'ALTER TABLE product ALTER COLUMN sku SET NOT NULL'),
      proven('ALTER TABLE product VALIDATE CONSTRAINT c; ALTER TABLE product RENAME sku TO code; ALTER TABLE product RENAME code TO sku'),
      sql("ALTER TABLE product ADD COLUMN sku text NOT NULL DEFAULT ''"),
      steps(alterColumn(product, 'sku', { nullable: { from: true, to: false }, fill: { from: null, to: "''" } })),
      steps(newProduct, createColumn(product, column('sku', { nullable: false }))),
    ],
  },
  'unmanaged/lost': {
    fires: [steps({ verb: 'execute', up: 'DROP TRIGGER touch ON public.product', down: null, takes: { from: null, to: 'trigger public.product.touch' } })],
    quiet: [sql('DROP TRIGGER touch ON public.product')],
  },
};
