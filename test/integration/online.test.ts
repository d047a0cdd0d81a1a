import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource, EntitySchema } from 'typeorm';
import { Migrator, type MigratorOptions, type WrittenRevision } from '../../src/index.js';
import { describe as describeOperation } from '../../src/operation/describe.js';
import { createDatabase, type TestDatabase } from '../support/database.js';

const id = { type: 'int', primary: true, primaryKeyConstraintName: 'PK_item' } as const;

const customer = new EntitySchema<object>({ name: 'customer', columns: { id: { ...id, primaryKeyConstraintName: 'PK_customer' } } });

const before = new EntitySchema<object>({
  name: 'item',
  columns: { id, sku: { type: 'varchar', nullable: true }, price: { type: 'int' }, old: { type: 'varchar' }, customer: { type: 'int', nullable: true } },
  indices: [{ name: 'IDX_sku', columns: ['sku'] }],
});

const after = new EntitySchema<object>({
  name: 'item',
  columns: {
    id,
    sku: { type: 'varchar', default: 'none' },
    price: { type: 'int' },
    token: { type: 'uuid', default: () => 'gen_random_uuid()' },
    customer: { type: 'int', nullable: true, foreignKey: { target: 'customer', name: 'FK_customer' } },
  },
  uniques: [{ name: 'UQ_token', columns: ['token'] }],
  checks: [{ name: 'CHK_price', expression: 'price >= 0' }],
  indices: [{ name: 'IDX_sku', columns: ['sku', 'price'] }],
});

let database: TestDatabase;
let directory: string;
const open: DataSource[] = [];

beforeEach(async () => {
  database = await createDatabase();
  directory = await mkdtemp(join(tmpdir(), 'limbeck-online-'));
});

afterEach(async () => {
  await Promise.all(open.splice(0).map((dataSource) => dataSource.destroy()));
  await database.drop();
  await rm(directory, { recursive: true });
});

async function migratorOf(item: EntitySchema, options: MigratorOptions = {}): Promise<Migrator> {
  const dataSource = await new DataSource({ type: 'postgres', ...database.options, entities: item.options.name === 'customer' ? [item] : [item, customer] }).initialize();
  open.push(dataSource);
  return new Migrator(dataSource, { directory, ...options });
}

/** A table with rows, made by a revision, and a change of its entity that is about to be written. */
async function change(options: MigratorOptions = {}): Promise<Migrator> {
  const first = await migratorOf(before);
  await first.revision({ message: 'begin', autogenerate: true });
  await first.upgrade();
  await database.query(`INSERT INTO item (id, sku, price, old) SELECT n, CASE WHEN n % 2 = 0 THEN 'sku ' || n END, n, 'old' FROM generate_series(1, 2500) n; ANALYZE item`);
  return migratorOf(after, options);
}

const wholeOf = (written: WrittenRevision | null): readonly WrittenRevision[] => (written === null ? [] : [written, ...written.further]);

/** What the revisions do, by their phase and what their message ends in. */
async function told(migrator: Migrator, written: WrittenRevision | null): Promise<readonly unknown[]> {
  const history = await migrator.history();
  return wholeOf(written).map(({ revision, operations }) => {
    const found = history.find(({ id: known }) => known === revision);
    return [found?.phase, found?.message.replace('change items, ', ''), operations.map((operation) => describeOperation(operation, 'public'))];
  });
}

const lockTimeout = "execute SET LOCAL lock_timeout = '2s'";

/** What has a way back outside of its transaction, as it begins. */
const inOne = (first: string): unknown => expect.stringContaining(`${lockTimeout}; ${first}`);

describe('revision --online', () => {
  it('writes the chain that a careful administrator writes, each proved on a scratch database', async () => {
    const migrator = await change();
    const written = await migrator.revision({ message: 'change items', autogenerate: true, online: true });
    expect(await told(migrator, written)).toEqual([
      [
        'expand',
        'expand',
        [
          lockTimeout,
          'alter column item.old: nullable no → yes',
          'add column item.token: uuid',
          'alter column item.token: default none → gen_random_uuid()',
          "alter column item.sku: default none → 'none'::character varying",
        ],
      ],
      ['expand', 'build indexes', ['create index concurrently item.limbeck_renaming_IDX_sku: (sku, price)']],
      ['migrate', 'fill', [expect.stringContaining('item'), expect.stringContaining('item')]],
      [
        'contract',
        'check new rows',
        [
          lockTimeout,
          'create check constraint item.limbeck_renaming_token: "token" IS NOT NULL, not valid',
          'create check constraint item.limbeck_renaming_sku: "sku" IS NOT NULL, not valid',
          'create check constraint item.CHK_price: (price >= 0), not valid',
        ],
      ],
      [
        'contract',
        'check old rows',
        [
          lockTimeout,
          'validate check constraint item.limbeck_renaming_token',
          'validate check constraint item.limbeck_renaming_sku',
          'validate check constraint item.CHK_price',
        ],
      ],
      [
        'contract',
        'require values',
        [inOne('ALTER TABLE "public"."item" ALTER COLUMN "token"')],
      ],
      ['contract', 'build keys', ['create index concurrently item.UQ_token: unique (token)']],
      [
        'contract',
        'attach keys, reference from new rows',
        [inOne('DO')],
      ],
      ['contract', 'reference from old rows', [lockTimeout, 'validate foreign key item.FK_customer']],
      ['contract', 'drop indexes', ['drop index concurrently item.IDX_sku', 'rename index item.limbeck_renaming_IDX_sku → IDX_sku']],
      ['contract', 'contract', [lockTimeout, 'drop column item.old']],
    ]);
    await migrator.upgrade();
    expect(await migrator.diff()).toEqual([]);
    expect(await database.query(`SELECT count(*)::int AS rows, count(DISTINCT token)::int AS tokens, count(*) FILTER (WHERE sku = 'none')::int AS filled FROM item`)).toEqual([
      { rows: 2500, tokens: 2500, filled: 1250 },
    ]);
  }, 60_000);

  it('takes apart what is done to tables of the size that is said, and to no others', async () => {
    const migrator = await change({ verify: 'off' });
    const small = await migrator.revision({ message: 'change items', autogenerate: true, online: { minRows: 2501 } });
    // Old code does not ask how large a table is.
    expect(await told(migrator, small)).toEqual([['contract', 'change items', expect.arrayContaining(['drop column item.old'])]]);
    await Promise.all(wholeOf(small).map(({ path }) => rm(path)));
    expect((await migrator.revision({ message: 'change items', autogenerate: true, online: { minRows: 2500, minBytes: 1 } }))?.further).toHaveLength(10);
  });

  it('lets a hook see each revision', async () => {
    const seen: string[] = [];
    const migrator = await change({ verify: 'off', processRevision: (proposed) => (seen.push(proposed.message), proposed.message.endsWith('fill') ? null : proposed) });
    expect((await migrator.revision({ message: 'change items', autogenerate: true, online: true }))?.further).toHaveLength(9);
    expect(seen).toHaveLength(11);
  });

  it('waits for nobody longer than a moment, and says so in the file', async () => {
    const migrator = await change({ verify: 'off', style: 'sql' });
    const written = await migrator.revision({ message: 'change items', autogenerate: true, online: true });
    const texts = await Promise.all(wholeOf(written).map(({ path }) => readFile(path, 'utf8')));
    for (const text of texts) expect(text).toMatch(/transaction = false|SET LOCAL lock_timeout = '2s'/);
  });

  it('leaves it to the author what the rows get of a required column without a default', async () => {
    const first = await migratorOf(customer);
    await first.revision({ message: 'begin', autogenerate: true });
    await first.upgrade();
    const migrator = await migratorOf(new EntitySchema<object>({ name: 'customer', columns: { id: { ...id, primaryKeyConstraintName: 'PK_customer' }, mail: { type: 'varchar' } } }));
    const [, fill] = wholeOf(await migrator.revision({ message: 'ask for mail', autogenerate: true, online: true }));
    const text = await readFile(fill?.path ?? '', 'utf8');
    expect(text).toContain('// Complete `set`: an SQL expression for the rows without a value.');
    expect(text).toContain('set: { mail: "NULL" }');
  }, 60_000);

  it('keeps the old name of a table, and of its columns, for old code that reads and writes', async () => {
    const first = await migratorOf(before);
    await first.revision({ message: 'begin', autogenerate: true });
    await first.upgrade();
    const role = `limbeck_reader_${database.name}`;
    await database.query(`INSERT INTO item VALUES (1, 'chair', 10, 'old'); CREATE ROLE ${role}; GRANT SELECT, INSERT ON item TO ${role}`);
    const renamed = new EntitySchema<object>({
      name: 'article',
      columns: { id, code: { type: 'varchar', nullable: true }, price: { type: 'int' }, old: { type: 'varchar' }, customer: { type: 'int', nullable: true } },
      indices: [{ name: 'IDX_sku', columns: ['code'] }],
    });
    const migrator = await migratorOf(renamed);
    const written = await migrator.revision({ message: 'call it article', autogenerate: true, online: true, renames: ['item=article', 'article.sku=code'] });
    const [expand, ...later] = wholeOf(written);
    expect(later).toHaveLength(1);
    await migrator.upgrade(expand?.revision);
    // This is what old code does.
    await database.query(`SET ROLE ${role}; INSERT INTO item (id, sku, price, old) VALUES (2, 'table', 20, 'new'); RESET ROLE`);
    await database.query(`UPDATE item SET price = price + 1 WHERE sku = 'chair'`);
    await database.query(`INSERT INTO article (id, code, price, old) VALUES (3, 'lamp', 30, 'new')`);
    expect(await database.query('SELECT id, sku, price FROM item ORDER BY id')).toEqual(await database.query('SELECT id, code AS sku, price FROM article ORDER BY id'));
    await migrator.upgrade();
    expect(await migrator.diff()).toEqual([]);
    expect(await database.query('SELECT code, price FROM article ORDER BY id')).toEqual([{ code: 'chair', price: 11 }, { code: 'table', price: 20 }, { code: 'lamp', price: 30 }]);
    await expect(database.query('SELECT FROM item')).rejects.toThrow('item');
    await migrator.downgrade('-2');
    expect(await database.query('SELECT sku FROM item ORDER BY id')).toHaveLength(3);
    await database.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
  }, 60_000);

  it('keeps the old name of a column, for old code that reads and writes', async () => {
    const first = await migratorOf(before);
    await first.revision({ message: 'begin', autogenerate: true });
    await first.upgrade();
    await database.query(`INSERT INTO item VALUES (1, 'chair', 10, 'old')`);
    const renamed = new EntitySchema<object>({
      name: 'item',
      columns: { id, code: { type: 'varchar', nullable: true }, amount: { type: 'int' }, old: { type: 'varchar' }, customer: { type: 'int', nullable: true } },
      indices: [{ name: 'IDX_sku', columns: ['code'] }],
    });
    const migrator = await migratorOf(renamed);
    const written = wholeOf(await migrator.revision({ message: 'call it code', autogenerate: true, online: true, renames: ['item.sku=code', 'item.price=amount'] }));
    expect(written).toHaveLength(2);
    await migrator.upgrade(written[0]?.revision);
    // This is what old code does, and then what new code does.
    await database.query(`INSERT INTO item (id, sku, price, old) VALUES (2, 'table', 20, 'new'); UPDATE item SET price = price + 1 WHERE sku = 'chair'`);
    await database.query(`INSERT INTO item (id, code, amount, old) VALUES (3, 'lamp', 30, 'new'), (1, '', 0, '') ON CONFLICT (id) DO UPDATE SET amount = item.amount * 2`);
    expect(await database.query('SELECT id, sku, price, code, amount FROM item ORDER BY id')).toEqual([
      { id: 1, sku: 'chair', price: 22, code: 'chair', amount: 22 },
      { id: 2, sku: 'table', price: 20, code: 'table', amount: 20 },
      { id: 3, sku: 'lamp', price: 30, code: 'lamp', amount: 30 },
    ]);
    await migrator.upgrade();
    expect(await migrator.diff()).toEqual([]);
    await expect(database.query('SELECT sku FROM item')).rejects.toThrow('sku');
    await migrator.downgrade('-2');
    expect(await first.diff()).toEqual([]);
    expect(await database.query('SELECT sku, price FROM item ORDER BY id')).toHaveLength(3);
  }, 60_000);

  it('gives a column another type by a copy, to which whatever is written meanwhile comes, too', async () => {
    const codes = (type: 'varchar' | 'int'): EntitySchema<object> =>
      new EntitySchema<object>({ name: 'item', columns: { id, code: { type, default: type === 'int' ? 7 : 'none', comment: 'of the maker' }, note: { type, nullable: true } } });
    const first = await migratorOf(codes('varchar'));
    await first.revision({ message: 'begin', autogenerate: true });
    await first.upgrade();
    await database.query(`INSERT INTO item (id, code, note) SELECT n, n, CASE WHEN n % 2 = 0 THEN n END FROM generate_series(1, 2500) n`);
    const migrator = await migratorOf(codes('int'));
    const written = wholeOf(await migrator.revision({ message: 'count codes', autogenerate: true, online: true }));
    const history = await migrator.history();
    const phaseOf = ({ revision }: WrittenRevision): unknown => history.find(({ id: known }) => known === revision)?.phase;
    expect(written.map(phaseOf)).toEqual(['expand', 'migrate', 'contract']);
    await migrator.upgrade(written[0]?.revision);
    // This is what old code does.
    await database.query(`INSERT INTO item (id, code) VALUES (2501, '4711'); UPDATE item SET code = '1234', note = '5' WHERE id = 1`);
    await migrator.upgrade();
    expect(await migrator.diff()).toEqual([]);
    expect(await database.query('SELECT count(*)::int AS rows, sum(code)::int AS codes, sum(note)::int AS notes FROM item')).toEqual([
      { rows: 2501, codes: (2500 * 2501) / 2 - 1 + 1234 + 4711, notes: 1250 * 1251 + 5 },
    ]);
    await migrator.downgrade(`-${written.length}`);
    expect(await first.diff()).toEqual([]);
    expect(await database.query('SELECT id, code, note FROM item WHERE id IN (1, 2, 2501) ORDER BY id')).toEqual([
      { id: 1, code: '1234', note: '5' },
      { id: 2, code: '2', note: '2' },
      { id: 2501, code: '4711', note: null },
    ]);
  }, 60_000);
});
