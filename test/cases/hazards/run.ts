import { createTable, column, table } from '../../support/ddl';
import { type AreaCases, outside, product, sql, steps } from './case';

export const runCases: AreaCases<'run'> = {
  'run/corrupt-index': {
    fires: [{ ...sql('CREATE INDEX CONCURRENTLY i ON product (sku)'), context: { isTransaction: false, serverVersion: 14 } }],
    quiet: [
      { ...sql('CREATE INDEX CONCURRENTLY i ON product (sku)'), context: { isTransaction: false, serverVersion: 14, minorVersion: 4 } },
      { ...sql('CREATE INDEX CONCURRENTLY i ON product (sku)'), context: { isTransaction: false, serverVersion: 15, minorVersion: 1 } },
      outside('CREATE INDEX CONCURRENTLY i ON product (sku)')],
  },
  'run/enum-value-used': {
    fires: [sql("ALTER TYPE mood ADD VALUE 'calm' AFTER 'ok'", "UPDATE product SET mood = 'calm' WHERE id = 1")],
    quiet: [
      outside("ALTER TYPE mood ADD VALUE 'calm' AFTER 'ok'", "UPDATE product SET mood = 'calm' WHERE id = 1"),
      sql("ALTER TYPE mood ADD VALUE 'calm' AFTER 'ok'", "UPDATE product SET mood = 'ok' WHERE id = 1"),
      sql("ALTER TYPE mood ADD VALUE 'calm' AFTER 'ok'", "ALTER TYPE mood ADD VALUE 'great' AFTER 'calm'"),
    ],
  },
  'run/in-transaction': {
    fires: [
      sql('CREATE INDEX CONCURRENTLY i ON product (sku)'),
      sql('DROP INDEX CONCURRENTLY i'),
      sql('VACUUM product'),
      sql('REINDEX TABLE CONCURRENTLY product'),
      sql('ALTER TABLE event DETACH PARTITION event_2024 CONCURRENTLY'),
      sql('CREATE DATABASE shop'),
      sql("ALTER SYSTEM SET work_mem = '1GB'"),
      outside('SELECT 1; CREATE INDEX CONCURRENTLY i ON product (sku)'),
    ],
    quiet: [outside('CREATE INDEX CONCURRENTLY i ON product (sku)'), sql('CREATE INDEX i ON product (sku)'), sql('ANALYZE product')],
  },
  'run/invalid-index': {
    fires: [outside('CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON product (sku)')],
    quiet: [outside('CREATE INDEX CONCURRENTLY i ON product (sku)'), sql('CREATE INDEX IF NOT EXISTS i ON product (sku)')],
  },
  'run/no-lock-timeout': {
    fires: [sql('ALTER TABLE product ADD COLUMN note text'), steps({ verb: 'create', kind: 'column', table: product, value: column('note') })],
    quiet: [
      { ...sql('ALTER TABLE product ADD COLUMN note text'), context: { lockTimeoutMs: 5_000 } },
      sql("SET lock_timeout = '5s'", 'ALTER TABLE product ADD COLUMN note text'),
      sql("SET LOCAL lock_timeout = 5000; ALTER TABLE product ADD COLUMN note text"),
      steps(createTable(table(product)), { verb: 'create', kind: 'column', table: product, value: column('note') }),
      sql('INSERT INTO product VALUES (1)'),
      sql('ALTER TABLE product VALIDATE CONSTRAINT c'),
    ],
  },
  'run/no-statement-timeout': {
    fires: [sql('ALTER TABLE product ALTER COLUMN sku SET NOT NULL'), outside('CREATE INDEX CONCURRENTLY i ON product (sku)')],
    quiet: [
      { ...sql('ALTER TABLE product ALTER COLUMN sku SET NOT NULL'), context: { statementTimeoutMs: 60_000 } },
      sql("SET LOCAL statement_timeout = '1min'", 'ALTER TABLE product ALTER COLUMN sku SET NOT NULL'),
      sql('ALTER TABLE product ADD COLUMN note text'),
      sql('CREATE TABLE product (sku text)', 'CREATE INDEX i ON product (sku)'),
    ],
  },
  'run/not-repeatable': {
    fires: [outside('CREATE TABLE shop (id integer)'), outside('ALTER TABLE product DROP COLUMN note'), outside('CREATE TYPE mood AS ENUM ()')],
    quiet: [
      outside('CREATE TABLE IF NOT EXISTS shop (id integer)'),
      outside('ALTER TABLE product DROP COLUMN IF EXISTS note'),
      outside('CREATE INDEX CONCURRENTLY i ON product (sku)'),
      outside('CREATE OR REPLACE VIEW cheap AS SELECT 1 AS one'),
      sql('CREATE TABLE shop (id integer)'),
    ],
  },
  'run/transaction-control': {
    fires: [sql('BEGIN; UPDATE product SET price = 1 WHERE id = 1; COMMIT'), sql('COMMIT'), sql('ROLLBACK'), outside('BEGIN; UPDATE product SET price = 1 WHERE id = 1')],
    quiet: [outside('BEGIN; UPDATE product SET price = 1 WHERE id = 1; COMMIT'), sql('SAVEPOINT a; RELEASE a'), sql("DO $$ BEGIN PERFORM 1; END $$")],
  },
  'run/validate-with-add': {
    fires: [
      sql('ALTER TABLE product ADD CONSTRAINT c CHECK (price > 0) NOT VALID', 'ALTER TABLE product VALIDATE CONSTRAINT c'),
      sql('ALTER TABLE product ADD CONSTRAINT f FOREIGN KEY (shop_id) REFERENCES shop NOT VALID; ALTER TABLE product VALIDATE CONSTRAINT f'),
      outside('ALTER TABLE product ADD CONSTRAINT c CHECK (price > 0) NOT VALID; ALTER TABLE product VALIDATE CONSTRAINT c'),
    ],
    quiet: [
      sql('ALTER TABLE product VALIDATE CONSTRAINT c'),
      outside('ALTER TABLE product ADD CONSTRAINT c CHECK (price > 0) NOT VALID', 'ALTER TABLE product VALIDATE CONSTRAINT c'),
      sql('CREATE TABLE product (price integer)', 'ALTER TABLE product ADD CONSTRAINT c CHECK (price > 0) NOT VALID', 'ALTER TABLE product VALIDATE CONSTRAINT c'),
    ],
  },
};
