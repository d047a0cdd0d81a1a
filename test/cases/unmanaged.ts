import type { Case, SameCase } from './case.js';
import { serverVersion } from '../support/server-version.js';
import { entity } from './entity.js';

const columns = { a: { type: 'integer' }, b: { type: 'text' }, c: { type: 'text', nullable: true } } as const;
const insert = "INSERT INTO item (a, b) VALUES (1, 'x'), (2, 'y')";
const beyondTypeOrm = 'It knows no such index, trigger, rule, policy or statistics.';

const onColumn = `
  CREATE INDEX next ON item ((a + 1)); CREATE INDEX few ON item (lower(b)) WHERE a > 0; CREATE INDEX newest ON item (a DESC NULLS LAST) INCLUDE (b);
  CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
  CREATE TRIGGER touched BEFORE UPDATE OF a ON item FOR EACH ROW WHEN (NEW.a > 5) EXECUTE FUNCTION touch();
  CREATE TRIGGER slept AFTER UPDATE OF a ON item EXECUTE FUNCTION touch(); ALTER TABLE item DISABLE TRIGGER slept;
  CREATE TRIGGER unconcerned AFTER INSERT ON item EXECUTE FUNCTION touch();
  CREATE RULE quiet AS ON UPDATE TO item WHERE (OLD.a = -1) DO INSTEAD NOTHING;
  CREATE POLICY positive ON item FOR UPDATE USING (a > 0) WITH CHECK (a > 1);
  CREATE STATISTICS related ON a, b FROM item`;

/** What entities have no words for stays, whatever happens around it, and comes back as it was. */
export const unmanagedCases: readonly Case[] = [
  {
    name: 'another type of a column under indexes, triggers, a rule and a policy that no entity can ask for',
    before: [entity(columns)],
    data: `${insert}; ${onColumn}`,
    after: [entity({ ...columns, a: { type: 'numeric' } })],
    beyondTypeOrm,
    operations: [
      'execute DROP POLICY positive ON public.item',
      'execute DROP RULE quiet ON public.item',
      'execute DROP TRIGGER slept ON public.item',
      'execute DROP TRIGGER touched ON public.item',
      'drop index item.few',
      'drop index item.next',
      'alter column item.a: type integer → numeric',
      'create index item.few: (lower(b)) where (a > 0)',
      'create index item.next: (((a + 1)))',
      'execute CREATE POLICY positive ON public.item FOR UPDATE USING ((a > 0)) WITH CHECK ((a…',
      'execute CREATE RULE quiet AS ON UPDATE TO public.item WHERE (old.a = \'-1\'::integer) DO …',
      'execute CREATE TRIGGER slept AFTER UPDATE OF a ON public.item FOR EACH STATEMENT EXECUT…',
      'execute CREATE TRIGGER touched BEFORE UPDATE OF a ON public.item FOR EACH ROW WHEN ((ne…',
    ],
  },
  {
    name: 'a longer text under an index that no entity can ask for, which PostgreSQL keeps whole',
    before: [entity({ ...columns, b: { type: 'varchar', length: 20 } })],
    data: `${insert}; CREATE INDEX lowered ON item (lower(b)) WHERE b <> ''`,
    after: [entity({ ...columns, b: { type: 'varchar', length: 40 } })],
    beyondTypeOrm,
    operations: ['alter column item.b: type character varying(20) → character varying(40)'],
  },
  {
    name: 'a column goes, and says what goes with it',
    before: [entity({ b: columns.b, c: columns.c, a: { type: 'integer', nullable: true } })],
    data: `${insert}; ${onColumn}`,
    after: [entity({ b: columns.b, c: columns.c })],
    beyondTypeOrm,
    hazards: [...Array.from({ length: 8 }, () => 'unmanaged/lost' as const), 'data/lost'],
  },
  {
    name: 'a table goes with its triggers',
    before: [entity(columns)],
    data: onColumn,
    after: [],
    beyondTypeOrm,
  },
  {
    name: 'a generated column of another expression, under an index and statistics that no entity can ask for',
    before: [entity({ ...columns, twice: { type: 'integer', asExpression: 'a * 2', generatedType: 'STORED', nullable: true } })],
    data: `CREATE INDEX lower_twice ON item (twice DESC); CREATE STATISTICS related ON a, twice FROM item`,
    after: [entity({ ...columns, twice: { type: 'integer', asExpression: 'a * 3', generatedType: 'STORED', nullable: true } })],
    beyondTypeOrm,
  },
  {
    name: 'an index of a method that TypeORM 0.3 has no word for stays',
    version: '0.3',
    before: [entity({ data: { type: 'jsonb', default: {} } })],
    data: 'CREATE INDEX found ON item USING gin (data)',
    after: [entity({ data: { type: 'jsonb', default: {} }, n: { type: 'integer', default: 0 } })],
    operations: ['add column item.n: integer, not null, default 0'],
    beyondTypeOrm,
  },
  {
    name: 'a table is renamed under what no entity can ask for',
    before: [entity(columns)],
    data: `${insert}; ${onColumn}`,
    after: [entity({ ...columns, a: { type: 'bigint' } }, { name: 'thing' })],
    renames: ['item=thing'],
    moved: [{ table: 'item', to: 'thing' }],
    beyondTypeOrm,
  },
];

const part = (rest: object = {}) =>
  entity(
    {},
    {
      name: 'part',
      relations: { item: { type: 'many-to-one', target: 'item', nullable: true, joinColumn: { name: 'item_id' } } },
      ...rest,
    },
  );

export const sameUnmanagedCases: readonly SameCase[] = [
  {
    name: 'triggers, a rule, a policy and statistics are kept',
    entities: [entity(columns)],
    sql: onColumn,
  },
  {
    name: 'constraints that entities cannot express are kept: INCLUDE, NULLS NOT DISTINCT, NO INHERIT, NOT VALID, MATCH FULL, columns to set, a primary key that can wait',
    entities: [entity(columns), entity({ item_id: { type: 'integer' }, item_b: { type: 'text' }, of: { type: 'int4range' }, at: { type: 'daterange' } }, { name: 'part' })],
    sql: `ALTER TABLE item ADD UNIQUE (b, id) INCLUDE (c), ADD CHECK (a > -10) NO INHERIT, ADD CHECK (a < 100) NOT VALID;
      ALTER TABLE part ADD FOREIGN KEY (item_b, item_id) REFERENCES item (b, id) MATCH FULL;
      ${since(15, 'ALTER TABLE item ADD UNIQUE NULLS NOT DISTINCT (c); ALTER TABLE part ADD FOREIGN KEY (item_b, item_id) REFERENCES item (b, id) ON DELETE SET NULL (item_id);')}
      ${since(18, 'ALTER TABLE part ADD UNIQUE (of, at WITHOUT OVERLAPS), ADD FOREIGN KEY (of, PERIOD at) REFERENCES part (of, PERIOD at), ADD CHECK (item_id > 0) NOT ENFORCED;')}
      ALTER TABLE part DROP CONSTRAINT "${primaryKeyOfPart()}", ADD PRIMARY KEY (id) DEFERRABLE`,
  },
  {
    name: 'a constraint of the entity that has more to it than the entity can say',
    entities: [entity({ ...columns, b: { ...columns.b, unique: true } }, { checks: [{ name: 'CHK_a', expression: 'a > 0' }] })],
    sql: `ALTER TABLE item DROP CONSTRAINT "CHK_a", ADD CONSTRAINT "CHK_a" CHECK (a > 0) NO INHERIT;
      DO $$ BEGIN EXECUTE (SELECT format('ALTER TABLE item DROP CONSTRAINT %I, ADD UNIQUE (b) INCLUDE (c)', conname) FROM pg_constraint WHERE contype = 'u' AND conrelid = 'item'::regclass); END $$`,
  },
  {
    name: "an index of the entity's name that is what the entity asks for and more",
    entities: [
      entity(columns, { indices: [{ name: 'IDX_b', columns: ['b'] }, { name: 'IDX_ab', columns: ['a', 'b'], where: 'a > 0' }, { name: 'IDX_c', columns: ['c'], unique: true }] }),
    ],
    sql: `DROP INDEX "IDX_b", "IDX_ab", "IDX_c"; CREATE INDEX "IDX_b" ON item (lower(b)); CREATE INDEX "IDX_ab" ON item (a DESC, b) INCLUDE (c) WHERE a > 0;
      CREATE UNIQUE INDEX "IDX_c" ON item (c) ${since(15, 'NULLS NOT DISTINCT')}`,
  },
  {
    name: 'a default of a column that the entity has no place for one: the column of a relation, and a counter that is shared',
    entities: [entity(columns), part()],
    sql: `ALTER TABLE part ALTER item_id SET DEFAULT 1; CREATE SEQUENCE shared; ALTER TABLE part ALTER id SET DEFAULT nextval('shared'); DROP SEQUENCE part_id_seq;
      ALTER TABLE item ALTER id SET DEFAULT nextval('shared')`,
  },
];

/** SQL for a server of this major version or a later one; for an older one nothing. */
function since(version: number, sql: string): string {
  return serverVersion >= version ? sql : '';
}

/** As TypeORM names it. */
function primaryKeyOfPart(): string {
  return 'PK_58888debdf048d2dfe459aa59da';
}
