import { alterColumn } from '../../support/ddl';
import { type AreaCases, product, sql, steps } from './case';

export const sqlCases: AreaCases<'sql'> = {
  'sql/cascade': {
    fires: [sql('DROP TABLE product CASCADE'), sql('TRUNCATE product CASCADE'), sql('ALTER TABLE product DROP COLUMN sku CASCADE'), sql('DROP SCHEMA shop CASCADE')],
    quiet: [sql('DROP TABLE product'), sql('TRUNCATE product'), sql('CREATE TABLE product (id integer)', 'DROP TABLE product CASCADE')],
  },
  'sql/duplicate-assignment': {
    fires: [sql('UPDATE product SET price = 1, price = 2 WHERE id = 1')],
    quiet: [sql('UPDATE product SET price = 1, sku = 2 WHERE id = 1')],
  },
  'sql/opaque': {
    fires: [
      sql("DO $$ BEGIN EXECUTE 'DROP TABLE ' || 'product'; END $$"),
      sql('SELECT tidy_up()'),
      sql('CALL tidy_up()'),
      sql("DO LANGUAGE plpython3u 'pass'"),
    ],
    quiet: [
      sql('DO $$ BEGIN UPDATE product SET price = 1 WHERE id = 1; END $$'),
      sql('SELECT count(*), max(price) FROM product'),
      sql("SELECT set_config('search_path', 'public', true)"),
      // Limbeck's own code, which depends on names that only the server knows.
      steps(alterColumn(product, 'id', { generation: { from: 'serial', to: 'identityAlways' } })),
    ],
  },
  'sql/syntax-error': {
    fires: [sql('ALTER TABLE product ADD COLUM note text')],
    quiet: [sql('ALTER TABLE product ADD COLUMN note text'), sql(''), sql('-- nothing')],
  },
};
