/** What is done to the text of one direction; a call that is left out is known by its beginning. */
export type Edit = { readonly replace: string; readonly by: string } | { readonly leaveOut: string };

type Direction = 'up' | 'down';

/** A fault between the plan and the file that is kept, and how it is told. */
export interface PlantedFault {
  readonly fault: string;
  readonly in: Direction;
  readonly edits: readonly Edit[];
  /** The direction after which something differs, or in which a statement is refused. */
  readonly shows: Direction;
  /** What differs, one line each. */
  readonly differences?: readonly string[];
  /** Why a statement is refused. */
  readonly reason?: string;
}

type Edits = readonly Edit[];

const replace = (replaced: string, by: string): Edits => [{ replace: replaced, by }];
const leaveOut = (call: string): Edits => [{ leaveOut: call }];
const send = (statement: string): Edits => replace('const op = operations(queryRunner);', `const op = operations(queryRunner);\n    await op.execute("${statement}");`);

/** A fault that is found behind the direction that it is in. */
const inUp = (fault: string, edits: Edits, ...differences: readonly string[]): PlantedFault => ({ fault, in: 'up', edits, shows: 'up', differences });
const inDown = (fault: string, edits: Edits, ...differences: readonly string[]): PlantedFault => ({ fault, in: 'down', edits, shows: 'down', differences });

/** What no entity can say is found when `down` does not lead back to it. */
const unseen = (fault: string, edits: Edits, ...differences: readonly string[]): PlantedFault => ({ fault, in: 'up', edits, shows: 'down', differences });

const failing = (direction: Direction, fault: string, edits: Edits, reason: string): PlantedFault => ({ fault, in: direction, edits, shows: direction, reason });

/** Faults in the file of the change beside this file, each alone. */
export const plantedFaults: readonly PlantedFault[] = [
  inUp('an operation is missing', leaveOut('op.createForeignKey("invoice"'), 'create foreign key invoice.of_purchase: (purchase_id) → purchase (id), deferred'),
  inUp('a column is not dropped', leaveOut('op.dropColumn("customer", "nickname"'), 'drop column customer.nickname'),
  inUp('a column is not altered', leaveOut('op.alterColumn("customer", "email"'), 'alter column customer.email: type character varying(100) → character varying(200)'),
  inUp('a constraint has another name', replace('"one_code"', '"one_codes"'), 'rename unique constraint invoice.one_codes → one_code'),
  inUp('a type has another length', replace('to: "character varying(200)"', 'to: "character varying(250)"'), 'alter column customer.email: type character varying(250) → character varying(200)'),
  inUp('a type is another', replace('name: "code",\n          type: "character varying(20)"', 'name: "code",\n          type: "text"'), 'alter column invoice.code: type text → character varying(20); collation C → C'),
  inUp('NOT NULL is lost', replace('type: "numeric(12,2)", nullable: false }', 'type: "numeric(12,2)" }'), 'alter column invoice.net: nullable yes → no'),
  inUp('a default is lost', replace(`, default: "'{}'::text[]"`, ''), "alter column invoice.tags: default none → '{}'::text[]"),
  inUp('a default is another, in the way of rows, too', replace(`default: "''::character varying"`, `default: "'none'::character varying"`), "alter column customer.phone: default 'none'::character varying → ''::character varying"),
  inUp('a collation is lost', replace('collation: "C",', ''), 'alter column invoice.code: collation none → C'),
  inUp('a comment is lost', replace('comment: "as printed",', ''), 'alter column invoice.code: comment none → as printed'),
  inUp('an identity is lost', replace(', generation: "identityByDefault"', ''), 'alter column invoice.id: generation none → identityByDefault'),
  inUp('a generated column is a plain one', replace(', generated: "(net * 1.2)"', ''), 'alter column invoice.gross: generated none → (net * 1.2)'),
  inUp('a unique constraint is lost', replace('uniques: [{ name: "one_code", columns: ["code"] }],', ''), 'create unique constraint invoice.one_code: (code)'),
  inUp('a check is lost', replace('checks: [{ name: "some_net", expression: "(net > (0)::numeric)" }],', ''), 'create check constraint invoice.some_net: (net > (0)::numeric)'),
  inUp('a check has another condition', replace('net > (0)', 'net >= (0)'), 'drop check constraint invoice.some_net', 'create check constraint invoice.some_net: (net > (0)::numeric)'),
  inUp('UNIQUE of an index is lost', replace('unique: true,', ''), 'drop index customer.one_phone', "create index customer.one_phone: unique (phone) where ((phone)::text <> ''::text)"),
  inUp('WHERE of an index is lost, in the way of rows, too', replace(`where: "((phone)::text <> ''::text)",`, ''), 'drop index customer.one_phone', "create index customer.one_phone: unique (phone) where ((phone)::text <> ''::text)"),
  inUp('an index has another method', replace('keys: ["tags"] }', 'keys: ["tags"], method: "gin" }'), 'drop index invoice.by_tag', 'create index invoice.by_tag: (tags)'),
  inUp('a foreign key has another action', replace('onDelete: "cascade"', 'onDelete: "restrict"'), 'drop foreign key purchase.of_customer', 'create foreign key purchase.of_customer: (customer_id) → customer (id), on delete cascade'),
  inUp('DEFERRABLE is lost', replace('deferrable: "deferred",', ''), 'alter foreign key invoice.of_purchase: deferrable no → deferred'),
  inUp('an enum type has its values in another order', replace('to: ["draft", "paid", "sent"]', 'to: ["draft", "sent", "paid"]'), 'alter enum type order_status: values (draft, sent, paid) → (draft, paid, sent)'),
  inUp('a view has another query', replace('number,\\n    0 AS paid', 'number,\\n    1 AS paid'), 'alter view total: definition SELECT count(*) AS number, 1 AS paid FROM purchase → SELECT count(*) AS number, 0 AS paid FROM purchase'),
  inUp('a statement is there that nobody asked for', send('CREATE INDEX by_status ON purchase (status)'), 'drop index purchase.by_status'),
  unseen('a statement is there that makes what no entity can say', send('CREATE SEQUENCE left_over'), 'sequence public.left_over: only after'),
  unseen('a privilege is taken away', send('REVOKE EXECUTE ON FUNCTION keep_email() FROM PUBLIC'), 'routine public.keep_email(): privileges (none) → ["postgres=X/postgres"]'),
  failing('up', 'a table has another name', replace('name: "invoice",', 'name: "invoices",'), 'relation "public.invoice" does not exist'),
  failing('up', 'a column has another name', replace('name: "phone",', 'name: "telephone",'), 'column "phone" does not exist'),
  failing(
    'up',
    'the order is another',
    [{ leaveOut: 'op.dropIndex("customer", "by_nickname"' }, { replace: 'await op.dropColumn("customer", "nickname");', by: 'await op.dropColumn("customer", "nickname");\n    await op.dropIndex("customer", "by_nickname");' }],
    'index "by_nickname" does not exist',
  ),
  inDown('a statement is missing', leaveOut('op.createCheck("customer"'), 'constraint some_nickname on public.customer: only before'),
  inDown('a statement is there that nobody asked for', send('CREATE SCHEMA left_over'), 'schema left_over: only after'),
  inDown('an index does not come back', leaveOut('op.createIndex("customer"'), 'index public.by_nickname: only before'),
  inDown('a column comes back without its default', replace(`default: "'none'::character varying",`, ''), "column public.customer.nickname: default 'none'::character varying → (none)"),
  inDown('a column comes back without its comment', replace('comment: "as friends say",', ''), 'column public.customer.nickname: comment as friends say → (none)'),
  inDown('a type is not set back', replace('to: "character varying(100)"', 'to: "character varying(150)"'), 'column public.customer.email: type character varying(100) → character varying(150)'),
  inDown('a foreign key comes back with another action', replace('references: { table: "customer", columns: ["id"] },', 'references: { table: "customer", columns: ["id"] }, onDelete: "cascade",'), 'constraint of_customer on public.purchase: definition FOREIGN KEY (customer_id) REFERENCES public.customer(id) → FOREIGN KEY (customer_id) REFERENCES public.customer(id) ON DELETE CASCADE'),
  inDown('a view comes back with another query', replace('number\\n   FROM', 'number\\n   FROM ONLY'), 'view public.total: query  SELECT count(*) AS number\n   FROM public.purchase; →  SELECT count(*) AS number\n   FROM ONLY public.purchase;'),
  inDown('an enum type keeps the new value', replace('to: ["draft", "sent"]', 'to: ["draft", "paid", "sent"]'), 'type public.order_status: values ["draft","sent"] → ["draft","paid","sent"]'),
  inDown('a privilege is taken away', send('REVOKE SELECT (email) ON customer FROM PUBLIC'), 'column public.customer.email: privileges ["=r/postgres"] → (none)'),
  inDown('an owner changes', send('ALTER TABLE purchase OWNER TO pg_monitor'), 'table public.purchase: owner postgres → pg_monitor'),
  inDown('a trigger is switched off', send('ALTER TABLE customer DISABLE TRIGGER keep_email'), 'trigger keep_email on public.customer: enabled (none) → D'),
  inDown('the statistics target of a column changes', send('ALTER TABLE customer ALTER email SET STATISTICS 500'), 'column public.customer.email: statistics (none) → 500'),
  failing('down', 'the reverse is wrong: an index is created, not dropped', replace('op.dropIndex("customer", "one_phone")', 'op.createIndex("customer", { name: "one_phone", keys: ["phone"] })'), 'relation "one_phone" already exists'),
];

/** Faults in one of the files of the same change, taken apart with `--online`. */
export const faultsInChain: readonly PlantedFault[] = [
  inUp('an index built concurrently has lost its condition', replace(`where: "((phone)::text <> ''::text)"`, ''), 'drop index customer.one_phone', "create index customer.one_phone: unique (phone) where ((phone)::text <> ''::text)"),
  inUp('a constraint is never validated', leaveOut('op.validateForeignKey('), 'constraint of_customer on public.purchase: NOT VALID'),
  inDown('an index built concurrently stays', leaveOut('op.dropIndex("customer", "one_phone", { concurrently: true }'), 'index public.one_phone: only after'),
  failing('up', 'a statement is there that no transaction may hold', replace('await op.createTable({', 'await op.execute("VACUUM"); await op.createTable({'), 'VACUUM cannot run inside a transaction block'),
];
