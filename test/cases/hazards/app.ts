import { alterColumn, column, createColumn, createTable, key, table } from '../../support/ddl';
import { asideName } from '../../../src/operation/aside';
import type { Operation } from '../../../src/operation/operation';
import { type AreaCases, outside, product, sql, steps } from './case';

const price = column('price', { nullable: false });
const newProduct = createTable(table(product, { columns: [price] }));

const rename = (from: string, to: string): Operation => ({ verb: 'rename', kind: 'column', table: product, name: { from, to } });

export const appCases: AreaCases<'app'> = {
  'app/access': {
    fires: [
      sql('ALTER TABLE product ENABLE ROW LEVEL SECURITY'),
      sql('GRANT SELECT ON product TO reader'),
      sql('REVOKE ALL ON product FROM reader'),
      sql('CREATE POLICY own ON product USING (true)'),
      sql('ALTER POLICY own ON product USING (true)'),
      sql('DROP POLICY own ON product'),
      sql('ALTER TABLE product OWNER TO boss'),
      sql('ALTER FUNCTION touch() OWNER TO boss'),
      sql('GRANT reader TO writer'),
      sql('ALTER ROLE reader NOLOGIN'),
      sql("ALTER ROLE reader SET search_path = 'shop'"),
      sql('DROP ROLE reader'),
      sql('ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO reader'),
    ],
    quiet: [sql('CREATE TABLE product (id integer)', 'ALTER TABLE product ENABLE ROW LEVEL SECURITY'), sql('SELECT 1'), sql('CREATE ROLE reader')],
  },
  'app/default': {
    fires: [steps(alterColumn(product, 'price', { default: { from: '1', to: '2' } })), sql('ALTER TABLE product ALTER COLUMN price DROP DEFAULT')],
    quiet: [steps(newProduct, alterColumn(product, 'price', { default: { from: null, to: '2' } })), steps(createColumn(product, column('stock', { default: '0' })))],
  },
  'app/drop': {
    fires: [
      steps({ verb: 'drop', kind: 'column', table: product, name: 'weight', value: null }),
      sql('ALTER TABLE product DROP COLUMN weight'),
      sql('DROP TABLE product'),
      sql('DROP VIEW cheap'),
      steps({ verb: 'drop', kind: 'table', schema: 'public', name: 'product', value: null }),
      sql('DROP SCHEMA shop CASCADE'),
      outside('DROP VIEW cheap', 'CREATE VIEW cheap AS SELECT 1 AS one'),
      sql('ALTER TABLE product ADD COLUMN height integer; ALTER TABLE product RENAME height TO weight; ALTER TABLE product DROP COLUMN weight'),
    ],
    quiet: [
      sql('ALTER TABLE product DROP COLUMN weight', 'ALTER TABLE product ADD COLUMN weight numeric'),
      sql('CREATE TABLE product (weight integer)', 'ALTER TABLE product DROP COLUMN weight'),
      sql('DROP TYPE mood'),
      sql('DROP VIEW cheap', 'CREATE VIEW cheap AS SELECT 1 AS one'),
      outside('DROP VIEW cheap; CREATE VIEW cheap AS SELECT 1 AS one'),
      sql('DROP VIEW cheap', 'ALTER TABLE affordable RENAME TO cheap'),
      sql('ALTER TABLE product DROP COLUMN limbeck_former_weight'),
    ],
  },
  'app/extension': {
    fires: [sql('ALTER EXTENSION postgis UPDATE'), sql('DROP EXTENSION citext')],
    quiet: [sql('CREATE EXTENSION IF NOT EXISTS citext')],
  },
  'app/nullable': {
    fires: [steps(alterColumn(product, 'price', { nullable: { from: false, to: true } })), sql('ALTER TABLE product ALTER COLUMN price DROP NOT NULL')],
    quiet: [steps(newProduct, alterColumn(product, 'price', { nullable: { from: false, to: true } }))],
  },
  'app/rename': {
    fires: [
      steps({ verb: 'rename', kind: 'column', table: product, name: { from: 'mail', to: 'email' } }),
      sql('ALTER TABLE product RENAME COLUMN mail TO email'),
      sql('ALTER TABLE product RENAME TO thing'),
      sql('ALTER TABLE product SET SCHEMA shop'),
      sql('ALTER SCHEMA shop RENAME TO store'),
      sql("ALTER TYPE mood RENAME VALUE 'sad' TO 'gloomy'"),
      sql('ALTER VIEW cheap RENAME TO affordable'),
      steps({ verb: 'rename', kind: 'table', schema: 'public', name: { from: 'product', to: 'thing' } }),
      // Another column, or table, has the name from then on.
      sql('ALTER TABLE product RENAME mail TO old_mail; ALTER TABLE product RENAME new_mail TO mail'),
      outside('ALTER TABLE product RENAME mail TO other; ALTER TABLE product RENAME phone TO mail; ALTER TABLE product RENAME other TO phone'),
      steps(rename('mail', asideName('mail')), rename('phone', 'mail'), rename(asideName('mail'), 'phone')),
      sql('ALTER TABLE product RENAME TO old_product', 'ALTER TABLE new_product RENAME TO product'),
      // The name comes back too late, or goes again.
      outside('ALTER TABLE product RENAME mail TO limbeck_former_mail', 'ALTER TABLE product RENAME limbeck_renaming_mail TO mail'),
      outside('ALTER TABLE product RENAME mail TO limbeck_former_mail; ALTER TABLE product RENAME limbeck_renaming_mail TO mail; ALTER TABLE product DROP COLUMN mail'),
      outside('ALTER TABLE product RENAME mail TO limbeck_former_mail; ALTER TABLE shop RENAME limbeck_renaming_mail TO mail'),
    ],
    quiet: [
      sql('ALTER INDEX i RENAME TO j'),
      sql('ALTER TABLE product RENAME mail TO limbeck_former_mail', 'ALTER TABLE product RENAME limbeck_renaming_mail TO mail'),
      outside('ALTER TABLE product RENAME mail TO limbeck_former_mail; ALTER TABLE product RENAME limbeck_renaming_mail TO mail'),
      sql('ALTER TABLE product RENAME TO thing', 'CREATE VIEW product AS SELECT * FROM thing'),
      sql('ALTER TABLE product RENAME CONSTRAINT a TO b'), sql('CREATE TABLE product (mail text)', 'ALTER TABLE product RENAME COLUMN mail TO email'),
    ],
  },
  'app/replication': {
    fires: [sql('ALTER TABLE product REPLICA IDENTITY FULL'), sql('ALTER PUBLICATION feed ADD TABLE product'), sql('DROP PUBLICATION feed')],
    quiet: [sql('CREATE TABLE product (id integer)', 'ALTER TABLE product REPLICA IDENTITY FULL')],
  },
  'app/required': {
    fires: [
      steps(alterColumn(product, 'sku', { nullable: { from: true, to: false } })),
      sql('ALTER TABLE product ALTER COLUMN sku SET NOT NULL'),
      sql('ALTER TABLE product ADD COLUMN sku text NOT NULL'),
    ],
    quiet: [
      sql("ALTER TABLE product ADD COLUMN sku text NOT NULL DEFAULT ''"),
      sql('ALTER TABLE product ADD COLUMN sku text'),
      steps(newProduct, createColumn(product, column('sku', { nullable: false }))),
    ],
  },
  'app/routine': {
    fires: [
      sql("CREATE OR REPLACE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'"),
      sql('DROP FUNCTION touch()'),
      sql('DROP PROCEDURE tidy()'),
      sql('ALTER FUNCTION touch() STABLE'),
    ],
    quiet: [sql("CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'")],
  },
  'app/slow': {
    fires: [outside('DROP INDEX CONCURRENTLY i'), sql('DROP INDEX i'), outside('DROP INDEX CONCURRENTLY i', 'CREATE INDEX CONCURRENTLY i ON product (sku, id)')],
    quiet: [sql('DROP INDEX i', 'CREATE INDEX i ON product (sku, id)')],
  },
  'app/unchecked': {
    fires: [
      steps({ verb: 'drop', kind: 'unique', table: product, name: 'UQ_product_sku', value: key('UQ_product_sku', ['sku']) }),
      sql('ALTER TABLE product DROP CONSTRAINT c'),
      sql('DROP TRIGGER touch ON product'),
      outside('ALTER TABLE product DROP CONSTRAINT c', 'ALTER TABLE product ADD CONSTRAINT d CHECK (price > 1)'),
    ],
    quiet: [
      sql('ALTER TABLE product DROP CONSTRAINT c', 'ALTER TABLE product ADD CONSTRAINT d CHECK (price > 1)'),
      outside('ALTER TABLE product ADD CONSTRAINT d CHECK (price > 1)', 'ALTER TABLE product DROP CONSTRAINT c'),
    ],
  },
};
