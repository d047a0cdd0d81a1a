import { quoteName } from '../../src/dialect/postgres/quote.js';
import type { ForeignKey, Index } from '../../src/model/schema.js';
import { type Undoable, reverse } from '../../src/operation/reverse.js';
import { readCatalog } from '../support/catalog';
import { createDatabase, type TestDatabase } from '../support/database';
import { alterColumn, column, createColumn, createTable, key, run, table, withoutTrace } from '../support/ddl';
import { serverVersion } from '../support/server-version.js';

let db: TestDatabase;

beforeAll(async () => {
  db = await createDatabase();
  await db.query(`
    CREATE SCHEMA shop; CREATE SCHEMA archive;
    CREATE TABLE shop.category (id integer PRIMARY KEY);
    INSERT INTO shop.category VALUES (1), (2);
    CREATE TABLE shop."Pro""duct" (
      id integer PRIMARY KEY, "na me" varchar(20) COLLATE "C", category integer, amount integer DEFAULT 5, period int4range, number serial);
    INSERT INTO shop."Pro""duct" VALUES (1, 'one', 1, 10, '[1,2)'), (2, 'two', NULL, NULL, '[3,4)')`);
});

afterAll(() => db.drop());

const product = { schema: 'shop', name: 'Pro"duct' };
const category = { schema: 'shop', name: 'category' };

const index = (name: string, facets: Partial<Index> = {}): Index => ({
  name,
  method: 'btree',
  unique: false,
  keys: ['na me'],
  include: [],
  nullsNotDistinct: false,
  where: null,
  ...facets,
});

const foreignKey = (name: string, facets: Partial<ForeignKey> = {}): ForeignKey => ({
  name,
  columns: ['category'],
  references: { ...category, columns: ['id'] },
  onDelete: 'no action',
  onUpdate: 'no action',
  deferrable: 'no',
  ...facets,
});

const create = <K extends string, T>(kind: K, value: T) => ({ verb: 'create', kind, table: product, value }) as const;

/** An operation, and the lines that its way there adds to the catalog: all of them, or at least those given. */
type Case = readonly [name: string, operation: Undoable, lines: readonly string[] | { readonly atLeast: readonly string[] }];

const cases: readonly Case[] = [
  ['create a schema', { verb: 'create', kind: 'namespace', value: { name: 'Ne"w' } }, ['schema Ne"w']],
  ['drop a schema', { verb: 'drop', kind: 'namespace', name: 'archive', value: { name: 'archive' } }, []],
  ['rename a schema', { verb: 'rename', kind: 'namespace', name: { from: 'archive', to: 'Ne"w' } }, ['schema Ne"w']],

  ['create a table without columns', createTable(table({ schema: 'shop', name: 'empty' })), ['relation shop.empty, kind r, comment ']],
  [
    'create a table with everything',
    createTable(
      table(
        { schema: 'shop', name: 'full' },
        {
          columns: [
            column('id', { generation: 'serial', nullable: false, comment: "the 'key'" }),
            column('category', { type: 'bigint', generation: 'identityAlways', nullable: false }),
            column('number', { type: 'bigint', generation: 'identityByDefault', nullable: false }),
            column('na me', { type: 'character varying(10)', collation: 'C', default: "'x'::character varying" }),
            column('upper', { type: 'text', generated: 'upper(("na me")::text)' }),
            column('period', { type: 'int4range' }),
          ],
          primaryKey: key('pk', ['id'], { deferrable: 'deferrable' }),
          uniques: [key('u', ['na me', 'number'])],
          checks: [{ name: 'c', expression: '(id > 0)' }],
          exclusions: [{ name: 'e', definition: 'USING gist (period WITH &&)' }],
          indexes: [index('i'), index('unique id', { unique: true, keys: ['category'] })],
          foreignKeys: [foreignKey('self', { references: { schema: 'shop', name: 'full', columns: ['category'] } })],
          comment: 'all of it',
        },
      ),
    ),
    {
      atLeast: [
        'relation shop."full", kind r, comment all of it',
        `column shop."full".id integer not null default nextval('shop.full_id_seq'::regclass), comment the 'key'`,
        'column shop."full".category bigint not null identity a, comment ',
        'column shop."full".number bigint not null identity d, comment ',
        `column shop."full"."na me" character varying(10) collate "C" default 'x'::character varying, comment `,
        'column shop."full".upper text generated s default upper(("na me")::text), comment ',
        'constraint pk on shop."full": PRIMARY KEY (id) DEFERRABLE',
        'constraint u on shop."full": UNIQUE ("na me", number)',
        'constraint c on shop."full": CHECK ((id > 0))',
        'constraint e on shop."full": EXCLUDE USING gist (period WITH &&)',
        'constraint self on shop."full": FOREIGN KEY (category) REFERENCES shop."full"(category)',
        'index CREATE INDEX i ON shop."full" USING btree ("na me")',
        'index CREATE UNIQUE INDEX "unique id" ON shop."full" USING btree (category)',
      ],
    },
  ],
  [
    'rename a table',
    { verb: 'rename', kind: 'table', schema: 'shop', name: { from: 'category', to: 'Cat"' } },
    { atLeast: ['relation shop."Cat""", kind r, comment '] },
  ],
  [
    'comment on a table',
    { verb: 'alter', kind: 'table', schema: 'shop', name: 'category', changes: { comment: { from: null, to: "it's \\ 'new'" } } },
    ["relation shop.category, kind r, comment it's \\ 'new'"],
  ],

  [
    'add a column',
    createColumn(product, column('is "new"', { type: 'boolean', default: 'true', nullable: false, comment: 'new' })),
    ['column shop."Pro""duct"."is ""new""" boolean not null default true, comment new'],
  ],
  [
    'add a nullable serial column',
    createColumn(product, column('free', { type: 'smallint', generation: 'serial' })),
    {
      atLeast: [
        `column shop."Pro""duct".free smallint default nextval('shop."Pro""duct_free_seq"'::regclass), comment `,
        'sequence shop."Pro""duct_free_seq" smallint from 1 to 32767 by 1, last 2, owner shop."Pro""duct".free a',
      ],
    },
  ],
  [
    'add a serial column of a type that has no serial',
    createColumn(product, column('free', { type: 'numeric', generation: 'serial' })),
    {
      atLeast: [
        `column shop."Pro""duct".free numeric default nextval('shop."Pro""duct_free_seq"'::regclass), comment `,
        'sequence shop."Pro""duct_free_seq" bigint from 1 to 9223372036854775807 by 1, last , owner shop."Pro""duct".free a',
      ],
    },
  ],
  [
    'rename a column',
    { verb: 'rename', kind: 'column', table: product, name: { from: 'amount', to: 'A"' } },
    ['column shop."Pro""duct"."A""" integer default 5, comment '],
  ],
  [
    'change a default',
    alterColumn(product, 'amount', { default: { from: '5', to: '6' } }),
    ['column shop."Pro""duct".amount integer default 6, comment '],
  ],
  ['drop a default', alterColumn(product, 'amount', { default: { from: '5', to: null } }), ['column shop."Pro""duct".amount integer, comment ']],
  [
    'comment on a column',
    alterColumn(product, 'amount', { comment: { from: null, to: 'sum' } }),
    ['column shop."Pro""duct".amount integer default 5, comment sum'],
  ],
  [
    'require a value that every row has',
    alterColumn(product, 'na me', { nullable: { from: true, to: false } }),
    ['column shop."Pro""duct"."na me" character varying(20) not null collate "C", comment '],
  ],
  [
    'change a type and leave its default to PostgreSQL',
    alterColumn(product, 'amount', { type: { from: 'integer', to: 'bigint' } }),
    ['column shop."Pro""duct".amount bigint default 5, comment '],
  ],
  [
    'change a type and set a default at once',
    alterColumn(product, 'category', {
      type: { from: 'integer', to: 'text[]' },
      default: { from: null, to: `'{"five"}'::text[]` },
      using: { from: 'category[1]::integer', to: 'CASE WHEN category IS NOT NULL THEN ARRAY[category::text] END' },
    }),
    [`column shop."Pro""duct".category text[] default '{five}'::text[], comment `],
  ],
  [
    'change a type and a default that no cast joins',
    alterColumn(product, 'amount', {
      type: { from: 'integer', to: 'text' },
      default: { from: '5', to: "'five'::text" },
      using: { from: 'amount::text::integer', to: null },
    }),
    [`column shop."Pro""duct".amount text default 'five'::text, comment `],
  ],
  [
    'change a type and keep the collation',
    alterColumn(product, 'na me', { type: { from: 'character varying(20)', to: 'text' }, collation: { from: 'C', to: 'C' } }),
    ['column shop."Pro""duct"."na me" text collate "C", comment '],
  ],
  [
    'change a collation alone',
    alterColumn(product, 'na me', { collation: { from: 'C', to: 'POSIX' } }),
    ['column shop."Pro""duct"."na me" character varying(20) collate "POSIX", comment '],
  ],
  [
    'give up a collation',
    alterColumn(product, 'na me', { collation: { from: 'C', to: null } }),
    ['column shop."Pro""duct"."na me" character varying(20), comment '],
  ],
  [
    'change the type of a serial column, and of its sequence',
    alterColumn(product, 'number', { type: { from: 'integer', to: 'bigint' } }),
    [
      `column shop."Pro""duct".number bigint not null default nextval('shop."Pro""duct_number_seq"'::regclass), comment `,
      'sequence shop."Pro""duct_number_seq" bigint from 1 to 9223372036854775807 by 1, last 2, owner shop."Pro""duct".number a',
    ],
  ],

  ['drop a primary key', { verb: 'drop', kind: 'primaryKey', table: product, name: 'Pro"duct_pkey', value: key('Pro"duct_pkey', ['id']) }, []],
  [
    'rename a primary key',
    { verb: 'rename', kind: 'primaryKey', table: product, name: { from: 'Pro"duct_pkey', to: 'p"k' } },
    { atLeast: ['constraint "p""k" on shop."Pro""duct": PRIMARY KEY (id)'] },
  ],
  [
    'create a unique constraint',
    create('unique', key('U"1', ['na me', 'id'], { deferrable: 'deferred' })),
    { atLeast: ['constraint "U""1" on shop."Pro""duct": UNIQUE ("na me", id) DEFERRABLE INITIALLY DEFERRED'] },
  ],
  ['create a check', create('check', { name: 'c', expression: 'amount > 0' }), ['constraint c on shop."Pro""duct": CHECK ((amount > 0))']],
  [
    'create an exclusion',
    create('exclusion', { name: 'e', definition: 'USING gist (period WITH &&) WHERE ((id > 0))' }),
    { atLeast: ['constraint e on shop."Pro""duct": EXCLUDE USING gist (period WITH &&) WHERE ((id > 0))'] },
  ],
  [
    'create a foreign key',
    create('foreignKey', foreignKey('f', { onDelete: 'set null', onUpdate: 'cascade', deferrable: 'deferrable' })),
    ['constraint f on shop."Pro""duct": FOREIGN KEY (category) REFERENCES shop.category(id) ON UPDATE CASCADE ON DELETE SET NULL DEFERRABLE'],
  ],
  ['create an index', create('index', index('I"1')), { atLeast: ['index CREATE INDEX "I""1" ON shop."Pro""duct" USING btree ("na me")'] }],
  ['create a gist index', create('index', index('i', { method: 'gist', keys: ['period'] })), { atLeast: ['index CREATE INDEX i ON shop."Pro""duct" USING gist (period)'] }],
  [
    'create an index with everything',
    create(
      'index',
      index('i', {
        unique: true,
        keys: [{ sql: 'lower(("na me")::text) text_pattern_ops DESC' }, 'id'],
        include: ['amount'],
        nullsNotDistinct: serverVersion >= 15,
        where: '(amount > 0)',
      }),
    ),
    {
      atLeast: [
        `index CREATE UNIQUE INDEX i ON shop."Pro""duct" USING btree (lower(("na me")::text) text_pattern_ops DESC, id) INCLUDE (amount)${serverVersion >= 15 ? ' NULLS NOT DISTINCT' : ''} WHERE (amount > 0)`,
      ],
    },
  ],
  ['run SQL', { verb: 'execute', up: 'CREATE SCHEMA extra', down: 'DROP SCHEMA extra' }, ['schema extra']],
];

const rows = () => db.query(`SELECT to_jsonb(t) AS row FROM ${quoteName(product)} AS t ORDER BY id`);

describe('an operation and its reverse', () => {
  it.each(cases)('%s', async (_, operation, lines) => {
    await withoutTrace(db, async () => {
      const [catalog, kept] = [await readCatalog(db), await rows()];
      await run(db, operation);
      const added = (await readCatalog(db)).filter((line) => !catalog.includes(line));
      expect(added).toEqual('atLeast' in lines ? expect.arrayContaining([...lines.atLeast]) : lines);
      await run(db, reverse(operation));
      expect(await readCatalog(db)).toEqual(catalog);
      expect(await rows()).toEqual(kept);
    });
  });

  it.each(['unique', 'index', 'foreignKey'] as const)('rename and drop of kind %s', async (kind) => {
    await withoutTrace(db, async () => {
      const value = { unique: key('a', ['id']), index: index('a'), foreignKey: foreignKey('a') }[kind];
      await run(db, { verb: 'create', kind, table: product, value } as Undoable);
      const catalog = await readCatalog(db);
      const rename: Undoable = { verb: 'rename', kind, table: product, name: { from: 'a', to: 'B"' } };
      await run(db, rename);
      expect((await readCatalog(db)).join()).toContain('"B"""');
      await run(db, reverse(rename));
      const drop = { verb: 'drop', kind, table: product, name: 'a', value } as Undoable;
      await run(db, drop);
      expect(await readCatalog(db)).not.toEqual(catalog);
      await run(db, reverse(drop));
      expect(await readCatalog(db)).toEqual(catalog);
    });
  });

  it('drop a table and create it again', async () => {
    await withoutTrace(db, async () => {
      const catalog = await readCatalog(db);
      const value = table(category, { columns: [column('id', { nullable: false })], primaryKey: key('category_pkey', ['id']) });
      const drop: Undoable = { verb: 'drop', kind: 'table', schema: 'shop', name: 'category', value };
      await run(db, drop);
      await run(db, reverse(drop));
      expect(await readCatalog(db)).toEqual(catalog);
    });
  });

  it('move a table to another schema', async () => {
    await withoutTrace(db, async () => {
      const catalog = await readCatalog(db);
      const move = (from: string, to: string): Undoable => ({
        verb: 'alter',
        kind: 'table',
        schema: from,
        name: 'category',
        changes: { schema: { from, to } },
      });
      await run(db, move('shop', 'archive'));
      expect(await readCatalog(db)).toContain('relation archive.category, kind r, comment ');
      await run(db, move('archive', 'shop'));
      expect(await readCatalog(db)).toEqual(catalog);
    });
  });

  const deferrables = ['no', 'deferrable', 'deferred'] as const;
  it.each(deferrables.flatMap((from) => deferrables.map((to) => [from, to] as const)))('alter a foreign key from %s to %s', async (from, to) => {
    await withoutTrace(db, async () => {
      await run(db, create('foreignKey', foreignKey('f', { deferrable: from })));
      const catalog = await readCatalog(db);
      const alter: Undoable = { verb: 'alter', kind: 'foreignKey', table: product, name: 'f', changes: { deferrable: { from, to } } };
      await run(db, alter);
      const words = { no: '', deferrable: ' DEFERRABLE', deferred: ' DEFERRABLE INITIALLY DEFERRED' }[to];
      expect(await readCatalog(db)).toContain(
        `constraint f on shop."Pro""duct": FOREIGN KEY (category) REFERENCES shop.category(id)${words}`,
      );
      await run(db, reverse(alter));
      expect(await readCatalog(db)).toEqual(catalog);
    });
  });

  it('keeps the values of a generated column that becomes a plain one', async () => {
    await withoutTrace(db, async () => {
      await run(db, createColumn(product, column('twice', { generated: '(id * 2)' })));
      await run(db, alterColumn(product, 'twice', { generated: { from: '(id * 2)', to: null }, type: { from: 'integer', to: 'bigint' } }));
      expect(await readCatalog(db)).toContain('column shop."Pro""duct".twice bigint, comment ');
      expect(await db.query(`SELECT twice FROM ${quoteName(product)} ORDER BY id`)).toEqual([{ twice: '2' }, { twice: '4' }]);
    });
  });

  it('gives rows without a value the fill, in the new type, before it requires one', async () => {
    await withoutTrace(db, async () => {
      const alter = alterColumn(product, 'amount', {
        type: { from: 'integer', to: 'text' },
        default: { from: '5', to: null },
        nullable: { from: true, to: false },
        using: { from: 'amount::integer', to: null },
        fill: { from: null, to: "'none'" },
      });
      const catalog = await readCatalog(db);
      await run(db, alter);
      expect(await db.query(`SELECT amount FROM ${quoteName(product)} ORDER BY id`)).toEqual([{ amount: '10' }, { amount: 'none' }]);
      await db.query(`UPDATE ${quoteName(product)} SET amount = 0 WHERE amount = 'none'`);
      await run(db, reverse(alter));
      expect(await readCatalog(db)).toEqual(catalog);
    });
  });

  it('refuses to drop what others stand on', async () => {
    await withoutTrace(db, async () => {
      await run(db, create('foreignKey', foreignKey('f')));
      await db.query('SAVEPOINT s');
      await expect(run(db, { verb: 'drop', kind: 'table', schema: 'shop', name: 'category', value: null })).rejects.toMatchObject({ code: '2BP01' });
      await db.query('ROLLBACK TO s');
      await expect(run(db, { verb: 'drop', kind: 'namespace', name: 'shop', value: null })).rejects.toMatchObject({ code: '2BP01' });
    });
  });
});
