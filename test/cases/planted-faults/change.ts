import { EntitySchema } from 'typeorm';

/** Makes what the database holds before the change whose file gets the faults. */
export const before = `
  CREATE TYPE order_status AS ENUM ('draft', 'sent');
  CREATE TABLE customer (
    id integer CONSTRAINT customer_pk PRIMARY KEY,
    email varchar(100) NOT NULL CONSTRAINT one_email UNIQUE,
    nickname varchar(30) DEFAULT 'none' CONSTRAINT some_nickname CHECK (nickname <> '')
  );
  CREATE INDEX by_nickname ON customer (lower(nickname));
  COMMENT ON COLUMN customer.nickname IS 'as friends say';
  GRANT SELECT (email) ON customer TO PUBLIC;
  CREATE TABLE purchase (
    id integer CONSTRAINT purchase_pk PRIMARY KEY,
    customer_id integer NOT NULL CONSTRAINT of_customer REFERENCES customer,
    status order_status NOT NULL DEFAULT 'draft'
  );
  CREATE FUNCTION keep_email() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
  CREATE TRIGGER keep_email BEFORE UPDATE ON customer FOR EACH ROW EXECUTE FUNCTION keep_email();
  CREATE VIEW total AS SELECT count(*) AS number FROM purchase;
  INSERT INTO customer VALUES (1, 'ada@example.com', 'ada'), (2, 'bob@example.com', 'bob');
  INSERT INTO purchase VALUES (10, 1, 'sent'), (11, 2, 'draft')`;

const customer = new EntitySchema<object>({
  name: 'customer',
  columns: {
    id: { type: 'integer', primary: true, primaryKeyConstraintName: 'customer_pk' },
    email: { type: 'varchar', length: 200 },
    phone: { type: 'varchar', length: 20, default: '' },
  },
  uniques: [{ name: 'one_email', columns: ['email'] }],
  indices: [{ name: 'one_phone', columns: ['phone'], unique: true, where: `"phone" <> ''` }],
});

const purchase = new EntitySchema<object>({
  name: 'purchase',
  columns: {
    id: { type: 'integer', primary: true, primaryKeyConstraintName: 'purchase_pk' },
    customer_id: { type: 'integer' },
    status: { type: 'enum', enum: ['draft', 'paid', 'sent'], enumName: 'order_status', default: 'draft' },
  },
  foreignKeys: [{ target: 'customer', columnNames: ['customer_id'], referencedColumnNames: ['id'], name: 'of_customer', onDelete: 'CASCADE' }],
});

const invoice = new EntitySchema<object>({
  name: 'invoice',
  columns: {
    id: { type: 'integer', primary: true, generated: 'identity', primaryKeyConstraintName: 'invoice_pk' },
    purchase_id: { type: 'integer' },
    code: { type: 'varchar', length: 20, collation: 'C', comment: 'as printed' },
    tags: { type: 'text', array: true, default: () => `'{}'` },
    net: { type: 'numeric', precision: 12, scale: 2 },
    gross: { type: 'numeric', precision: 12, scale: 2, generatedType: 'STORED', asExpression: 'net * 1.2' },
  },
  uniques: [{ name: 'one_code', columns: ['code'] }],
  checks: [{ name: 'some_net', expression: 'net > 0' }],
  indices: [{ name: 'by_tag', columns: ['tags'] }],
  foreignKeys: [{ target: 'purchase', columnNames: ['purchase_id'], referencedColumnNames: ['id'], name: 'of_purchase', deferrable: 'INITIALLY DEFERRED' }],
});

const total = new EntitySchema<object>({
  name: 'total',
  type: 'view',
  expression: 'SELECT count(*) AS number, 0 AS paid FROM purchase',
  columns: { number: { type: 'bigint' }, paid: { type: 'integer' } },
});

/** What the entities say after it. */
export const entities: readonly EntitySchema[] = [customer, purchase, invoice, total];
