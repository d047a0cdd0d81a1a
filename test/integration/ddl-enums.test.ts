import { render } from '../../src/dialect/postgres/ddl/ddl.js';
import type { EnumColumn } from '../../src/operation/operation.js';
import { type Undoable, reverse } from '../../src/operation/reverse.js';
import { readCatalog } from '../support/catalog';
import { createDatabase, type TestDatabase } from '../support/database';
import { run, withoutTrace } from '../support/ddl';

let db: TestDatabase;

const longName = 'm'.repeat(60);

beforeAll(async () => {
  db = await createDatabase();
  await db.query(`
    CREATE SCHEMA shop; CREATE SCHEMA archive;
    CREATE TYPE shop."Mo""od" AS ENUM ('sad', 'it''s \\ ok');
    CREATE TYPE ${longName} AS ENUM ('a');
    CREATE TABLE shop.person (id integer PRIMARY KEY, mood shop."Mo""od" NOT NULL DEFAULT 'sad', moods shop."Mo""od"[] DEFAULT '{sad}');
    CREATE TABLE "Pe""t" (id integer PRIMARY KEY, "mo od" shop."Mo""od");
    INSERT INTO shop.person VALUES (1, 'sad', '{sad,"it''s \\\\ ok"}'), (2, 'it''s \\ ok', NULL);
    INSERT INTO "Pe""t" VALUES (1, 'sad'), (2, NULL)`);
});

afterAll(() => db.drop());

const type = 'shop."Mo""od"';
const old = ['sad', "it's \\ ok"];

const changeValues = (values: readonly string[], convert: readonly EnumColumn[] = [], back = convert): Undoable => ({
  verb: 'alter',
  kind: 'enum',
  schema: 'shop',
  name: 'Mo"od',
  changes: { values: { from: old, to: values } },
  convert: { from: back, to: convert },
});

const columns: readonly EnumColumn[] = [
  { table: { schema: 'shop', name: 'person' }, column: 'mood', type, default: { from: `'sad'::${type}`, to: `'new'::${type}` } },
  { table: { schema: 'shop', name: 'person' }, column: 'moods', type: `${type}[]`, default: { from: `'{sad}'::${type}[]`, to: null } },
  { table: { schema: 'public', name: 'Pe"t' }, column: 'mo od', type, default: { from: null, to: null } },
];

const rows = () => db.query('SELECT to_jsonb(p) AS person, to_jsonb(t) AS pet FROM shop.person AS p JOIN "Pe""t" AS t USING (id) ORDER BY id');

/** From the catalog, as PostgreSQL lets nobody use a value in the transaction that added it. */
async function valuesOf(): Promise<readonly string[]> {
  const found = await db.query<{ value: string }>(
    'SELECT enumlabel AS value FROM pg_enum WHERE enumtypid = $1::regtype ORDER BY enumsortorder',
    [type],
  );
  return found.map(({ value }) => value);
}

describe('an enum type', () => {
  const cases: readonly (readonly [string, Undoable, string])[] = [
    [
      'create',
      { verb: 'create', kind: 'enum', schema: 'shop', value: { schema: 'shop', name: 'Si"ze', values: ["s'", 'm\\', ''] } },
      `type shop."Si""ze": 's''', E'm\\\\', ''`,
    ],
    ['create without values', { verb: 'create', kind: 'enum', schema: 'shop', value: { schema: 'shop', name: 'size', values: [] } }, 'type shop.size: '],
    [
      'rename',
      { verb: 'rename', kind: 'enum', schema: 'shop', name: { from: 'Mo"od', to: 'feeling' } },
      `type shop.feeling: 'sad', E'it''s \\\\ ok'`,
    ],
  ];

  it.each(cases)('%s and back', async (_, operation, line) => {
    await withoutTrace(db, async () => {
      const catalog = await readCatalog(db);
      await run(db, operation);
      expect(await readCatalog(db)).toContain(line);
      await run(db, reverse(operation));
      expect(await readCatalog(db)).toEqual(catalog);
    });
  });

  it('moves to another schema', async () => {
    await withoutTrace(db, async () => {
      const move = { verb: 'alter', kind: 'enum', schema: 'shop', name: 'Mo"od', changes: { schema: { from: 'shop', to: 'archive' } }, convert: { from: [], to: [] } } as const;
      await run(db, move);
      expect(await readCatalog(db)).toContain(`type archive."Mo""od": 'sad', E'it''s \\\\ ok'`);
    });
  });

  it.each([
    [['first', ...old]],
    [[...old, 'last']],
    [['1', '2', 'sad', "3'", "it's \\ ok", '4', '5']],
  ])('gets %j by adding what is new in its place', async (values) => {
    const operation = changeValues(values, [], columns);
    expect(render(operation).every(({ sql }) => sql.includes(' ADD VALUE '))).toBe(true);
    await withoutTrace(db, async () => {
      const [catalog, kept] = [await readCatalog(db), await rows()];
      await run(db, operation);
      expect(await valuesOf()).toEqual(values);
      await run(db, reverse({ ...operation, convert: { from: columns.map(sameDefault), to: [] } } as Undoable));
      expect(await readCatalog(db)).toEqual(catalog);
      expect(await rows()).toEqual(kept);
    });
  });

  it('gets values where it had none', async () => {
    await withoutTrace(db, async () => {
      await db.query('CREATE TYPE shop.size AS ENUM ()');
      await run(db, { verb: 'alter', kind: 'enum', schema: 'shop', name: 'size', changes: { values: { from: [], to: ['s', 'm'] } }, convert: { from: [], to: [] } });
      expect(await readCatalog(db)).toContain("type shop.size: 's', 'm'");
    });
  });

  it('is made anew with other values, every row kept, and comes back', async () => {
    await withoutTrace(db, async () => {
      const [catalog, kept] = [await readCatalog(db), await rows()];
      const operation = changeValues(['new', "it's \\ ok", 'sad'], columns);
      await run(db, operation);
      expect(await valuesOf()).toEqual(['new', "it's \\ ok", 'sad']);
      expect(await rows()).toEqual(kept);
      expect(await readCatalog(db)).toEqual(
        expect.arrayContaining([
          `column shop.person.mood ${type} not null default 'new'::${type}, comment `,
          `column shop.person.moods ${type}[], comment `,
          `column public."Pe""t"."mo od" ${type}, comment `,
        ]),
      );
      expect((await readCatalog(db)).join()).not.toContain('limbeck');
      await run(db, reverse(operation));
      expect(await readCatalog(db)).toEqual(catalog);
      expect(await rows()).toEqual(kept);
    });
  });

  it('refuses to give up a value that a row holds', async () => {
    await withoutTrace(db, async () => {
      await expect(run(db, changeValues(['new', 'sad'], columns))).rejects.toMatchObject({ code: 'LM001' });
    });
  });

  it('gives up values in place of a column when no column has the type, even under the longest name', async () => {
    await withoutTrace(db, async () => {
      await run(db, {
        verb: 'alter',
        kind: 'enum',
        schema: 'public',
        name: longName,
        changes: { values: { from: ['a'], to: ['b'] } },
        convert: { from: [], to: [] },
      });
      expect(await readCatalog(db)).toContain(`type public.${longName}: 'b'`);
    });
  });
});

const sameDefault = (column: EnumColumn): EnumColumn => ({ ...column, default: { from: column.default.from, to: column.default.from } });
