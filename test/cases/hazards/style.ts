import { createTable, column, key, table } from '../../support/ddl';
import { type AreaCases, product, sql, steps } from './case';

export const styleCases: AreaCases<'style'> = {
  'style/char': { fires: [sql('ALTER TABLE public.product ADD COLUMN code char(5)')], quiet: [sql('ALTER TABLE public.product ADD COLUMN code text')] },
  'style/domain-check': {
    fires: [sql("CREATE DOMAIN public.email AS text CHECK (VALUE LIKE '%@%')"), sql('CREATE DOMAIN public.email AS text NOT NULL')],
    quiet: [sql('CREATE DOMAIN public.email AS text'), sql("CREATE DOMAIN public.email AS text DEFAULT ''")],
  },
  'style/enum-order': { fires: [sql("ALTER TYPE public.mood ADD VALUE 'calm'")], quiet: [sql("ALTER TYPE public.mood ADD VALUE 'calm' AFTER 'ok'")] },
  'style/json': { fires: [sql('ALTER TABLE public.product ADD COLUMN data json')], quiet: [sql('ALTER TABLE public.product ADD COLUMN data jsonb')] },
  'style/long-name': {
    fires: [sql(`CREATE INDEX index_of_the_products_by_the_name_of_the_shop_and_the_number_in_its_catalog ON public.product (shop)`)],
    quiet: [sql('CREATE INDEX product_by_shop ON public.product (shop)')],
  },
  'style/naming': {
    fires: [
      { ...sql('CREATE TABLE public."orderLine" (id bigint PRIMARY KEY)'), context: { names: { table: /^[a-z_]+$/ } } },
      { ...steps(createTable(table(product, { columns: [column('unitPrice')] }))), context: { names: { column: /^[a-z_]+$/ } } },
      { ...sql('ALTER TABLE public.product RENAME COLUMN price TO "unitPrice"'), context: { names: { column: /^[a-z_]+$/ } } },
      { ...sql('ALTER TABLE public.product ADD CONSTRAINT shop FOREIGN KEY (shop_id) REFERENCES shop NOT VALID'), context: { names: { foreignKey: /^fk_/g } } },
      { ...sql('CREATE SCHEMA "Shop"; CREATE INDEX i ON product (sku); ALTER INDEX i RENAME TO j'), context: { names: { namespace: /^[a-z]+$/, index: /^ix_/ } } },
      { ...sql('ALTER TABLE public.product ADD COLUMN price integer CONSTRAINT positive CHECK (price > 0)'), context: { names: { check: /^ck_/ } } },
    ],
    quiet: [
      { ...sql('CREATE TABLE public.order_line (id bigint PRIMARY KEY)'), context: { names: { table: /^[a-z_]+$/, column: /^[a-z_]+$/, primaryKey: /^pk_/ } } },
      { ...sql('ALTER TABLE public."orderLine" ADD COLUMN note text'), context: { names: { table: /^[a-z_]+$/ } } },
      sql('CREATE TABLE public."orderLine" (id bigint PRIMARY KEY)'),
    ],
  },
  'style/padding': {
    fires: [
      sql('CREATE TABLE public.shop (open boolean, id bigint, closed boolean, since timestamptz)'),
      steps(createTable(table(product, { columns: [column('open', { type: 'boolean' }), column('id', { type: 'bigint' }), column('size', { type: 'integer' })] }))),
    ],
    quiet: [
      sql('CREATE TABLE public.shop (id bigint, since timestamptz, open boolean, closed boolean)'),
      sql('CREATE TABLE public.shop (size integer, id bigint)'),
      sql('CREATE TABLE public.shop (open boolean, name text, id bigint)'),
      sql('CREATE TABLE public.shop (open boolean[], id bigint)'),
    ],
  },
  'style/serial': {
    fires: [sql('CREATE TABLE public.shop (id bigserial PRIMARY KEY)'), steps(createTable(table(product, { columns: [column('id', { generation: 'serial', nullable: false })] })))],
    quiet: [sql('CREATE TABLE public.shop (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY)')],
  },
  'style/small-key': {
    fires: [
      steps(createTable(table(product, { columns: [column('id', { nullable: false, generation: 'identityByDefault' })], primaryKey: key('PK_product', ['id']) }))),
      sql('CREATE TABLE public.shop (id integer, PRIMARY KEY (id))'),
    ],
    quiet: [sql('CREATE TABLE public.shop (id bigint PRIMARY KEY, size integer)')],
  },
  'style/timestamp': { fires: [sql('ALTER TABLE public.product ADD COLUMN made timestamp')], quiet: [sql('ALTER TABLE public.product ADD COLUMN made timestamptz')] },
  'style/unqualified': { fires: [sql('ALTER TABLE product ADD COLUMN note text'), sql('DROP TABLE product')], quiet: [sql('ALTER TABLE public.product ADD COLUMN note text'), sql('DROP TABLE public.product')] },
  'style/varchar': { fires: [sql('ALTER TABLE public.product ADD COLUMN note varchar(20)')], quiet: [sql('ALTER TABLE public.product ADD COLUMN note varchar')] },
  'style/wide-index': { fires: [sql('CREATE INDEX i ON public.product (a, b, c, d)')], quiet: [sql('CREATE INDEX i ON public.product (a, b, c)'), sql('CREATE UNIQUE INDEX i ON public.product (a, b, c, d)')] },
};
