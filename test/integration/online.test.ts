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
  const dataSource = await new DataSource({ type: 'postgres', ...database.options, entities: [item, customer] }).initialize();
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
        [
          lockTimeout,
          'alter column item.token: nullable yes → no',
          'drop check constraint item.limbeck_renaming_token',
          'alter column item.sku: nullable yes → no',
          'drop check constraint item.limbeck_renaming_sku',
        ],
      ],
      ['contract', 'build keys', ['create index concurrently item.UQ_token: unique (token)']],
      [
        'contract',
        'attach keys, reference from new rows',
        [lockTimeout, 'create unique constraint item.UQ_token: (token), using index UQ_token', 'create foreign key item.FK_customer: (customer) → customer (id), not valid'],
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
});
