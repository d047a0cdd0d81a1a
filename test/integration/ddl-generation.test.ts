import type { Generation } from '../../src/model/schema.js';
import { reverse } from '../../src/operation/reverse.js';
import { readCatalog } from '../support/catalog';
import { createDatabase, type TestDatabase } from '../support/database';
import { alterColumn, column, createTable, run, table, withoutTrace } from '../support/ddl';

let db: TestDatabase;

beforeAll(async () => {
  db = await createDatabase();
});

afterAll(() => db.drop());

const place = { schema: 'public', name: 'Num"ber' };
const generations: readonly (Generation | null)[] = [null, 'serial', 'identityAlways', 'identityByDefault'];
const pairs = generations.flatMap((from) => generations.filter((to) => to !== from).map((to) => ({ from, to })));

/** A table of which three rows are numbered from 1, by its sequence if it has one. */
async function createNumbered(generation: Generation | null): Promise<void> {
  const columns = [column('c"ount', { type: 'smallint', nullable: false, generation }), column('note', { type: 'text' })];
  await run(db, createTable(table(place, { columns })));
  const numbers = [1, 2, 3].map((number) => (generation === null ? number : 'DEFAULT'));
  await db.query(numbers.map((number) => `INSERT INTO "Num""ber" ("c""ount") VALUES (${number})`).join(';'));
}

async function insertNext(): Promise<unknown> {
  const [row] = await db.query<{ number: number }>(`INSERT INTO "Num""ber" DEFAULT VALUES RETURNING "c""ount" AS number`);
  return row?.number;
}

describe('a change of generation', () => {
  it.each(pairs)('from $from to $to: as if made so, both ways, and goes on counting', async ({ from, to }) => {
    let made: readonly string[] = [];
    await withoutTrace(db, async () => {
      await createNumbered(to);
      made = await readCatalog(db);
    });
    await withoutTrace(db, async () => {
      await createNumbered(from);
      const catalog = await readCatalog(db);
      const change = alterColumn(place, 'c"ount', { generation: { from, to } });
      await run(db, change);
      expect(await readCatalog(db)).toEqual(made);
      await run(db, reverse(change));
      expect(await readCatalog(db)).toEqual(catalog);
      await run(db, change);
      if (to !== null) expect(await insertNext()).toBe(4);
    });
  });

  it.each(pairs.filter(({ from, to }) => from !== null && to !== null))('from $from to $to: counts on from the sequence, not from the rows', async ({ from, to }) => {
    await withoutTrace(db, async () => {
      await createNumbered(from);
      await db.query('DELETE FROM "Num""ber" WHERE "c""ount" > 1');
      await run(db, alterColumn(place, 'c"ount', { generation: { from, to } }));
      expect(await insertNext()).toBe(4);
    });
  });

  it.each(['serial', 'identityAlways'] as const)('from null to %s: begins at 1 where there is no positive number', async (to) => {
    for (const rows of ['', 'INSERT INTO "Num""ber" VALUES (-7)']) {
      await withoutTrace(db, async () => {
        await run(db, createTable(table(place, { columns: [column('c"ount', { nullable: false })] })));
        await db.query(rows);
        await run(db, alterColumn(place, 'c"ount', { generation: { from: null, to } }));
        expect([await insertNext(), await insertNext()]).toEqual([1, 2]);
      });
    }
  });

  it('finds the sequence of a serial column whose table and column got other names', async () => {
    await withoutTrace(db, async () => {
      await createNumbered('serial');
      await db.query('ALTER TABLE "Num""ber" RENAME TO old; ALTER TABLE old RENAME "c""ount" TO id');
      const old = { schema: 'public', name: 'old' };
      await run(db, alterColumn(old, 'id', { generation: { from: 'serial', to: 'identityAlways' } }));
      expect(await readCatalog(db)).toContainEqual(expect.stringContaining('sequence public.old_id_seq smallint from 1 to 32767 by 1, last 3'));
      await run(db, alterColumn(old, 'id', { generation: { from: 'identityAlways', to: null } }));
      expect((await readCatalog(db)).filter((line) => line.startsWith('sequence'))).toEqual([]);
    });
  });

  it.each([
    ['identityAlways', 'serial'],
    ['identityByDefault', null],
  ] as const)('goes along with NULL being allowed, from %s to %s', async (from, to) => {
    await withoutTrace(db, async () => {
      await createNumbered(from);
      const catalog = await readCatalog(db);
      const change = alterColumn(place, 'c"ount', { nullable: { from: false, to: true }, generation: { from, to } });
      await run(db, change);
      await db.query('INSERT INTO "Num""ber" VALUES (NULL); DELETE FROM "Num""ber" WHERE "c""ount" IS NULL');
      await run(db, reverse(change));
      expect(await readCatalog(db)).toEqual(catalog);
    });
  });

  it('goes along with a change of type, of nullability and of the default', async () => {
    await withoutTrace(db, async () => {
      await db.query(`CREATE TABLE "Num""ber" ("c""ount" text DEFAULT 'x'); INSERT INTO "Num""ber" VALUES ('1'), (NULL)`);
      const catalog = await readCatalog(db);
      const change = alterColumn(place, 'c"ount', {
        type: { from: 'text', to: 'bigint' },
        nullable: { from: true, to: false },
        default: { from: "'x'::text", to: null },
        generation: { from: null, to: 'identityAlways' },
        using: { from: null, to: '"c""ount"::bigint' },
        fill: { from: null, to: '100' },
      });
      await run(db, change);
      expect(await readCatalog(db)).toEqual([
        'column public."Num""ber"."c""ount" bigint not null identity a, comment ',
        'relation public."Num""ber", kind r, comment ',
        'relation public."Num""ber_c""ount_seq", kind S, comment ',
        'schema public',
        'sequence public."Num""ber_c""ount_seq" bigint from 1 to 9223372036854775807 by 1, last 100, owner public."Num""ber".c"ount i',
      ]);
      expect(await insertNext()).toBe('101');
      await run(db, reverse(change));
      expect(await readCatalog(db)).toEqual(catalog);
    });
  });
});
