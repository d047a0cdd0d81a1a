import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource, EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { type LintFinding, type LintReport, Migrator, type MigratorOptions, type WrittenRevision } from '../../src/index.js';
import { isOpenError } from '../../src/lint/finding.js';
import { describe as describeOperation } from '../../src/operation/describe.js';
import { catalogOf, withoutCounters } from '../support/case-databases.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { itSince } from '../support/server-version.js';

type Columns = Readonly<Record<string, EntitySchemaColumnOptions>>;
type Numbers = 'int' | 'bigint';

/** Customers and their orders, with all that may stand on a key: references, also of a table to itself, indexes, a unique, a check, a view on a view. */
function shop(type: Numbers, key: EntitySchemaColumnOptions): readonly EntitySchema[] {
  const customer: Columns = {
    id: { ...key, type, primary: true, primaryKeyConstraintName: 'PK_customer', comment: 'counts' },
    parent: { type, nullable: true, foreignKey: { target: 'customer', name: 'FK_parent', onDelete: 'SET NULL' } },
    name: { type: 'varchar' },
  };
  const order: Columns = {
    id: { ...key, type, primary: true, primaryKeyConstraintName: 'PK_order' },
    customer: { type, foreignKey: { target: 'customer', name: 'FK_customer', onDelete: 'CASCADE' } },
    number: { type, default: 7 },
    paid: { type: 'boolean', default: false },
  };
  return [
    new EntitySchema<object>({ name: 'customer', columns: customer, checks: [{ name: 'CHK_parent', expression: 'parent <> id' }] }),
    new EntitySchema<object>({
      name: 'order',
      columns: order,
      uniques: [{ name: 'UQ_number', columns: ['customer', 'number'] }],
      indices: [{ name: 'IDX_customer', columns: ['customer'] }, { name: 'IDX_paid', columns: ['paid', 'id'] }],
    }),
    new EntitySchema<object>({ name: 'spent', type: 'view', expression: 'SELECT customer, count(*) AS orders, max(id) AS last FROM "order" GROUP BY customer', columns: {} }),
    new EntitySchema<object>({ name: 'regular', type: 'view', expression: 'SELECT customer, last FROM spent WHERE orders > 1', columns: {} }),
  ];
}

let database: TestDatabase;
let directory: string;
const open: DataSource[] = [];

beforeEach(async () => {
  database = await createDatabase();
  directory = await mkdtemp(join(tmpdir(), 'limbeck-retyped-'));
});

afterEach(async () => {
  await Promise.all(open.splice(0).map((dataSource) => dataSource.destroy()));
  await database.drop();
  await rm(directory, { recursive: true });
});

async function migratorOf(entities: readonly EntitySchema[], options: MigratorOptions = {}): Promise<Migrator> {
  const dataSource = await new DataSource({ type: 'postgres', ...database.options, entities: [...entities] }).initialize();
  open.push(dataSource);
  return new Migrator(dataSource, { ...options, directory });
}

const wholeOf = (written: WrittenRevision | null): readonly WrittenRevision[] => (written === null ? [] : [written, ...written.further]);

const catalog = async (): Promise<readonly string[]> => withoutCounters(await catalogOf(database));

const rows = async (): Promise<readonly unknown[]> => [
  await database.query('SELECT id::int, parent::int, name FROM customer ORDER BY id'),
  await database.query('SELECT id::int, customer::int, number::int, paid FROM "order" ORDER BY id'),
  await database.query('SELECT customer::int, last::int FROM regular ORDER BY customer'),
];

const columnSettings = (): Promise<readonly unknown[]> =>
  database.query(`SELECT attacl::text AS privileges, attstattarget::int AS statistics FROM pg_attribute WHERE attrelid = 'customer'::regclass AND attname = 'id'`);

const keys = {
  serial: { type: 'int', generated: 'increment' },
  'an identity': { type: 'int', generated: 'identity' as never },
} as const satisfies Readonly<Record<string, EntitySchemaColumnOptions>>;

describe('another type of a key that others refer to, beside those who read and write', () => {
  for (const [name, key] of Object.entries(keys)) {
    it(`changes ${name} from int to bigint, with all that stands on it, and back`, async () => {
      const first = await migratorOf(shop('int', key));
      await first.revision({ message: 'begin', autogenerate: true });
      await first.upgrade();
      await database.query(`INSERT INTO customer (name, parent) SELECT 'c' || n, nullif(n / 2, 0) FROM generate_series(1, 1200) n`);
      await database.query(`INSERT INTO "order" (customer, number, paid) SELECT 1 + n % 1100, n, n % 2 = 0 FROM generate_series(1, 2400) n`);
      const role = `limbeck_reader_${database.name}`;
      await database.query(`CREATE ROLE ${role}; GRANT SELECT (id, name) ON customer TO ${role}; ALTER TABLE customer ALTER COLUMN id SET STATISTICS 77`);
      const [catalogBefore, rowsBefore] = [await catalog(), await rows()];
      const migrator = await migratorOf(shop('bigint', key));
      const written = wholeOf(await migrator.revision({ message: 'count on', autogenerate: true, online: true }));
      expect(written).toHaveLength(3);
      await migrator.upgrade(written[1]?.revision);
      // This is what old code does.
      await database.query(`INSERT INTO customer (name, parent) VALUES ('new', 5); INSERT INTO "order" (customer) VALUES (1201); DELETE FROM customer WHERE id = 1`);
      const rowsBetween = await rows();
      await migrator.upgrade();
      expect(await migrator.diff()).toEqual([]);
      expect(await rows()).toEqual(rowsBetween);
      expect(await columnSettings()).toEqual([{ privileges: `{${role}=r/postgres}`, statistics: 77 }]);
      await database.query(`INSERT INTO customer (name) VALUES ('next')`);
      expect(await database.query(`SELECT id::int FROM customer WHERE name = 'next'`)).toEqual([{ id: 1202 }]);
      await database.query(`DELETE FROM customer WHERE name = 'next'`);
      await migrator.downgrade(`-${written.length}`);
      expect(await catalog()).toEqual(catalogBefore);
      expect(await rows()).toEqual(rowsBetween);
      expect(rowsBetween).not.toEqual(rowsBefore);
      expect(await columnSettings()).toEqual([{ privileges: `{${role}=r/postgres}`, statistics: 77 }]);
      expect((await migrator.verify()).isProven).toBe(true);
      await database.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
    }, 120_000);
  }

  it('is written as three revisions, of which the last stops old code', async () => {
    const first = await migratorOf(shop('int', keys.serial));
    await first.revision({ message: 'begin', autogenerate: true });
    await first.upgrade();
    const migrator = await migratorOf(shop('bigint', keys.serial));
    const written = wholeOf(await migrator.revision({ message: 'count on', autogenerate: true, online: true }));
    const [last, fill, expand] = await migrator.history();
    expect([expand, fill, last].map((revision) => [revision?.phase, revision?.message])).toEqual([
      ['expand', 'count on, expand'],
      ['migrate', 'count on, fill'],
      ['contract', 'count on, switch'],
    ]);
    expect(written[1]?.operations.map((operation) => describeOperation(operation, 'public')).filter((line) => !line.startsWith('backfill'))).toEqual([
      'create index concurrently customer.limbeck_renaming_PK_customer: unique (limbeck_renaming_id)',
      'create index concurrently order.limbeck_renaming_PK_order: unique (limbeck_renaming_id)',
      'create index concurrently order.limbeck_renaming_UQ_number: unique (limbeck_renaming_customer, limbeck_renaming_number)',
      'create index concurrently order.limbeck_renaming_IDX_customer: (limbeck_renaming_customer)',
      'create index concurrently order.limbeck_renaming_IDX_paid: (paid, limbeck_renaming_id)',
      'validate check constraint customer.limbeck_renaming_id',
      'validate check constraint order.limbeck_renaming_id',
      'validate check constraint order.limbeck_renaming_customer',
      'validate check constraint order.limbeck_renaming_number',
      'execute ANALYZE "public"."customer" ("limbeck_renaming_id", "limbeck_renaming_parent")',
      expect.stringMatching(/^execute ANALYZE "public"."order" \("limbeck_renaming_id", /),
    ]);
    const [change, ...later] = written[2]?.operations ?? [];
    expect(change).toMatchObject({ verb: 'execute', up: expect.stringMatching(/^SET LOCAL lock_timeout = '2s';/) as string });
    expect(later.map((operation) => describeOperation(operation, 'public'))).toEqual([
      'validate check constraint customer.CHK_parent',
      'validate foreign key customer.FK_parent',
      'validate foreign key order.FK_customer',
    ]);
  }, 60_000);
});

const priced = (scale: number): readonly EntitySchema[] => [
  new EntitySchema<object>({
    name: 'offer',
    columns: { id: { type: 'int', primary: true, primaryKeyConstraintName: 'PK_offer' }, price: { type: 'numeric', precision: 10, scale } },
  }),
];

/** A chain of another type on the database of the test, which has the entities of before, and settings. */
async function chainOver(from: readonly EntitySchema[], to: readonly EntitySchema[], { settings, online }: { readonly settings: string; readonly online: boolean }): Promise<{ readonly migrator: Migrator; readonly length: number }> {
  const first = await migratorOf(from);
  await first.revision({ message: 'begin', autogenerate: true });
  await first.upgrade();
  await database.query(settings);
  const migrator = await migratorOf(to);
  return { migrator, length: wholeOf(await migrator.revision({ message: 'count on', autogenerate: true, online })).length };
}

describe('what columns and their indexes are set to', () => {
  const settings = `
    ALTER TABLE customer ALTER COLUMN id SET STATISTICS 77, ALTER COLUMN parent SET (n_distinct = -0.5, n_distinct_inherited = 9);
    ALTER TABLE customer CLUSTER ON "PK_customer";
    ALTER TABLE "order" REPLICA IDENTITY USING INDEX "UQ_number";
    ALTER TABLE "order" CLUSTER ON "IDX_customer";
    COMMENT ON CONSTRAINT "PK_customer" ON customer IS 'a key';
    COMMENT ON INDEX "PK_customer" IS 'the index of a key';
    COMMENT ON CONSTRAINT "CHK_parent" ON customer IS 'nobody''s own';
    COMMENT ON CONSTRAINT "UQ_number" ON "order" IS 'a number for each';
    COMMENT ON CONSTRAINT "FK_customer" ON "order" IS 'whose it is';
    COMMENT ON INDEX "IDX_customer" IS 'all of one';
    COMMENT ON INDEX "IDX_paid" IS 'what is open'`;

  /** All that the catalog holds of them; the order of columns is no setting. */
  const settingsNow = async (): Promise<readonly unknown[]> => [
    ...(await database.query(`
      SELECT attrelid::regclass::text AS relation, attname, attstattarget, attoptions, attstorage, to_jsonb(a) -> 'attcompression' AS compression, attacl::text
        FROM pg_attribute a WHERE attrelid IN ('customer'::regclass, '"order"'::regclass) AND attnum > 0 AND NOT attisdropped ORDER BY 1, 2`)),
    ...(await database.query(`SELECT indexrelid::regclass::text AS index, indisreplident, indisclustered FROM pg_index WHERE indrelid IN ('customer'::regclass, '"order"'::regclass) ORDER BY 1`)),
    ...(await database.query(`SELECT relname, relreplident FROM pg_class WHERE oid IN ('customer'::regclass, '"order"'::regclass) ORDER BY 1`)),
    ...(await database.query(`
      SELECT conname AS name, obj_description(oid, 'pg_constraint') AS comment FROM pg_constraint WHERE obj_description(oid, 'pg_constraint') IS NOT NULL
      UNION ALL SELECT relname, obj_description(oid, 'pg_class') FROM pg_class WHERE relkind = 'i' AND obj_description(oid, 'pg_class') IS NOT NULL ORDER BY 1, 2`)),
  ];

  it('is after the chain what it is after the plan, and before after the way back', async () => {
    const entities = [shop('int', keys.serial), shop('bigint', keys.serial)] as const;
    const plain = await chainOver(...entities, { settings, online: false });
    const set = await settingsNow();
    expect(set).toContainEqual(expect.objectContaining({ attname: 'parent', attoptions: ['n_distinct=-0.5', 'n_distinct_inherited=9'] }));
    expect(set.filter((row) => typeof row === 'object' && row !== null && 'comment' in row)).toHaveLength(7);
    expect(set).toContainEqual({ index: '"UQ_number"', indisreplident: true, indisclustered: false });
    await plain.migrator.upgrade();
    const expected = [await settingsNow(), await catalog()];
    expect(expected[0]).toEqual(set);
    await plain.migrator.downgrade('base');
    await rm(directory, { recursive: true });
    const chained = await chainOver(...entities, { settings, online: true });
    const before = await catalog();
    await chained.migrator.upgrade();
    expect([await settingsNow(), await catalog()]).toEqual(expected);
    await chained.migrator.downgrade('-1');
    expect((await settingsNow()).filter((row) => !JSON.stringify(row).includes('limbeck_'))).toEqual(set);
    expect((await settingsNow()).filter((row) => /limbeck_.*(?:77|true|n_distinct)/.test(JSON.stringify(row)))).toEqual([]);
    await chained.migrator.downgrade(`-${chained.length - 1}`);
    expect([await settingsNow(), await catalog()]).toEqual([set, before]);
  }, 120_000);

  itSince(14, 'is how values are stored and compressed, too', async () => {
    const { migrator, length } = await chainOver(priced(2), priced(4), { settings: 'ALTER TABLE offer ALTER COLUMN price SET STORAGE EXTERNAL, ALTER COLUMN price SET COMPRESSION pglz', online: true });
    const stored = () => database.query(`SELECT attstorage::text AS storage, attcompression::text AS compression FROM pg_attribute WHERE attrelid = 'offer'::regclass AND attname = 'price'`);
    const before = await catalog();
    expect(await stored()).toEqual([{ storage: 'e', compression: 'p' }]);
    await migrator.upgrade();
    expect(await stored()).toEqual([{ storage: 'e', compression: 'p' }]);
    await migrator.downgrade(`-${length}`);
    expect(await catalog()).toEqual(before);
    expect(await stored()).toEqual([{ storage: 'e', compression: 'p' }]);
  });
});

describe('lint of another type of a column, beside those who read and write', () => {
  /** What it does is asked elsewhere, and a file that was run cannot be changed by hand. */
  async function writtenChain(from: readonly EntitySchema[], to: readonly EntitySchema[]) {
    const first = await migratorOf(from);
    await first.revision({ message: 'begin', autogenerate: true });
    await first.upgrade();
    const migrator = await migratorOf(to, { verify: 'off' });
    return { migrator, written: wholeOf(await migrator.revision({ message: 'count on', autogenerate: true, online: true })) };
  }

  const told = ({ findings }: LintReport, among: readonly WrittenRevision[]): readonly LintFinding[] => findings.filter(({ revision }) => among.some((each) => each.revision === revision.id));

  for (const [name, key] of Object.entries(keys)) {
    it(`finds no error in the chain of ${name}, nor in a revision of it alone, but what its file accepts`, async () => {
      const { migrator, written } = await writtenChain(shop('int', key), shop('bigint', key));
      const whole = told(await migrator.lint({ directions: ['up', 'down'] }), written);
      expect(whole.filter(isOpenError)).toEqual([]);
      expect(new Set(whole.filter(({ acceptance }) => acceptance !== null).map(({ code, direction }) => `${String(direction)} ${code}`))).toEqual(new Set(['up data/lost', 'up sql/opaque', 'down sql/opaque']));
      expect([...new Set(whole.map(({ code }) => code))].sort()).toEqual(['app/default', 'data/lost', 'data/may-not-fit', 'lock/not-concurrent', 'run/not-repeatable', 'sql/opaque']);
      for (const one of written) {
        const alone = told(await migrator.lint({ range: `${one.revision}:${one.revision}`, offline: true, directions: ['up', 'down'] }), [one]);
        expect(alone.filter(isOpenError)).toEqual([]);
      }
    }, 60_000);
  }

  it('finds what becomes of a chain that is changed by hand', async () => {
    const { migrator, written } = await writtenChain(shop('int', keys.serial), shop('bigint', keys.serial));
    const [, fill, change] = written;
    if (fill === undefined || change === undefined) throw new Error('no chain was written');
    const edit = async ({ path }: WrittenRevision, from: string, to: string): Promise<void> => writeFile(path, (await readFile(path, 'utf8')).replace(from, to));
    await edit(change, 'ALTER TABLE "public"."customer" RENAME COLUMN "limbeck_renaming_id" TO "id";', '');
    await edit(fill, 'await op.validateCheck("order", "limbeck_renaming_number");', '');
    const { findings } = await migrator.lint({ offline: true });
    expect(findings.filter(isOpenError).map(({ code, message }) => [code, message])).toEqual([
      ['app/rename', 'Column public.customer.id is called "limbeck_former_id" from now on, so whatever still asks for it by its old name fails.'],
      ['data/needs-fill', 'Column public.order.limbeck_renaming_number becomes NOT NULL, and PostgreSQL refuses while a row has no value.'],
      ['lock/scan', 'Every row of table public.order is looked at; nobody reads or writes it meanwhile.'],
    ]);
  }, 60_000);

  it('finds values that the new type cannot hold', async () => {
    const { migrator, written } = await writtenChain(priced(2), priced(1));
    expect(written).toHaveLength(3);
    const { findings } = await migrator.lint({ offline: true });
    expect(findings.filter(isOpenError).map(({ code, message }) => [code, message])).toEqual([['data/lost', 'Every value of column public.offer.limbeck_former_price is lost.']]);
  }, 60_000);
});
