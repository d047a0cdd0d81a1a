import 'reflect-metadata';
import { Client } from 'pg';
import type { DataSource } from 'typeorm';
import { DataSource as DataSource03, EntitySchema as EntitySchema03 } from 'typeorm-0.3';
import { createTestDatabase, endTestRun, type TestDatabase, type TestDatabaseOptions } from 'limbeck/testing';
import { Customer } from '../../entities/customer';
import { Tag } from '../../entities/tag';
import { dataSource as shop, limbeck } from '../../ormconfig';
import { type NativeServer, startNativeServer } from '../../src/server/native-server.js';

/** One of our own, as all databases are looked at. */
let server: NativeServer;
let options: TestDatabaseOptions;
let admin: Client;

beforeAll(async () => {
  server = await startNativeServer({ storage: 'memory' });
  options = { dataSource: shop, migrator: limbeck, provider: { url: server.url('postgres') } };
  admin = new Client({ connectionString: server.url('postgres') });
  await admin.connect();
});

afterAll(async () => {
  await endTestRun();
  expect(await namesLike('limbeck\\_t\\_%')).toEqual([]);
  await admin.end();
  await server.stop();
});

const namesLike = async (pattern: string): Promise<readonly string[]> =>
  (await admin.query<{ name: string }>('SELECT datname AS name FROM pg_database WHERE datname LIKE $1 ORDER BY datname', [pattern])).rows.map(({ name }) => name);

const labels = async ({ dataSource }: TestDatabase): Promise<readonly string[]> =>
  (await dataSource.getRepository(Tag).find({ order: { label: 'ASC' } })).map(({ label }) => label);

const addTag = ({ dataSource }: TestDatabase, label: string): Promise<Tag> => dataSource.getRepository(Tag).save({ label });

const newCustomer = { email: 'ada@example.com', fullName: 'Ada' };

describe('a test database', () => {
  it('is migrated to head, has the entities, and says where it is', async () => {
    await using database = await createTestDatabase(options);
    expect((await database.migrator.current()).map(({ message }) => message)).toEqual(['Add categories, tags, customers and orders']);
    expect(await database.migrator.check()).toEqual([]);
    expect(database.name).toMatch(/^limbeck_t_\d{8}t\d{4}_[0-9a-f]{8}_\d+$/);
    expect(database.server).toEqual({ provider: 'url', reason: 'The option `provider` names it.' });
    const client = new Client({ connectionString: database.url });
    await client.connect();
    expect((await client.query('SELECT current_database() AS name')).rows).toEqual([{ name: database.name }]);
    await client.end();
    expect(shop.isInitialized).toBe(false);
  });

  it('is seen by nobody else, and gone when it is dropped', async () => {
    const [first, second] = await Promise.all([createTestDatabase(options), createTestDatabase(options)]);
    await addTag(first, 'copper');
    expect([await labels(first), await labels(second)]).toEqual([['copper'], []]);
    expect(await namesLike(first.name)).toEqual([first.name]);
    await Promise.all([first.drop(), first.drop(), second[Symbol.asyncDispose]()]);
    expect([await namesLike(first.name), await namesLike(second.name)]).toEqual([[], []]);
    expect(first.dataSource.isInitialized).toBe(false);
    await expect(first.reset()).rejects.toMatchObject({ code: 'testing/database-dropped' });
  });

  it('is as in the beginning after a reset, under the same name and through the same data source', async () => {
    await using database = await createTestDatabase(options);
    const { url, dataSource } = database;
    await addTag(database, 'copper');
    await dataSource.query('DROP TABLE order_line');
    await database.reset();
    expect(database.url).toBe(url);
    expect(await labels(database)).toEqual([]);
    expect(await database.migrator.check()).toEqual([]);
    // Sequences begin anew, too.
    expect((await addTag(database, 'glass')).id).toBe(1);
  });

  it('has a clone with all that it holds, which goes its own way', async () => {
    await using database = await createTestDatabase(options);
    await addTag(database, 'copper');
    await using copy = await database.clone();
    await addTag(copy, 'glass');
    expect([await labels(database), await labels(copy)]).toEqual([['copper'], ['copper', 'glass']]);
    await copy.reset();
    expect(await labels(copy)).toEqual([]);
  });

  it('says so when it cannot be cloned because somebody is in it, and can be used afterwards', async () => {
    await using database = await createTestDatabase(options);
    const guest = new Client({ connectionString: database.url });
    await guest.connect();
    try {
      await expect(database.clone()).rejects.toMatchObject({ code: 'testing/database-in-use', message: expect.stringContaining(database.name) });
    } finally {
      await guest.end();
    }
    expect(await labels(database)).toEqual([]);
  }, 30_000);

  it('can be dropped while somebody keeps a query runner', async () => {
    const database = await createTestDatabase(options);
    const runner = database.dataSource.createQueryRunner();
    await runner.connect();
    await database.drop();
    expect(await namesLike(database.name)).toEqual([]);
  });

  it('holds the seed from the start, and another template when the seed changes', async () => {
    const seed = async (dataSource: DataSource): Promise<void> => void (await dataSource.getRepository(Tag).insert({ label: 'seeded' }));
    await using seeded = await createTestDatabase({ ...options, seed });
    await addTag(seeded, 'other');
    await seeded.reset();
    await using keyed = await createTestDatabase({ ...options, seed: { key: 'two', run: async (dataSource) => void (await dataSource.getRepository(Tag).insert([{ label: 'a' }, { label: 'b' }])) } });
    await using bare = await createTestDatabase(options);
    expect([await labels(seeded), await labels(keyed), await labels(bare)]).toEqual([['seeded'], ['a', 'b'], []]);
  });

  it('goes as far as it is told', async () => {
    await using empty = await createTestDatabase({ ...options, upgradeTo: 'base' });
    await using first = await createTestDatabase({ ...options, upgradeTo: '928fe905f503' });
    expect(await empty.migrator.current()).toEqual([]);
    expect((await first.migrator.current()).map(({ id }) => id)).toEqual(['928fe905f503']);
  });

  it('is made of the file that the command finds, when no data source is given', async () => {
    await using database = await createTestDatabase({ ...(options.provider === undefined ? {} : { provider: options.provider }) });
    expect(await database.migrator.check()).toEqual([]);
  });

  it('uses a template that is there already', async () => {
    await using first = await createTestDatabase(options);
    const before = await namesLike('limbeck\\_tpl\\_%');
    await endTestRun();
    await using second = await createTestDatabase(options);
    expect(await namesLike('limbeck\\_tpl\\_%')).toEqual(before);
    expect(await labels(second)).toEqual([]);
    expect(first.name).not.toBe(second.name);
  });

  it('leaves nothing when a revision fails, and says what failed', async () => {
    const seed = (): Promise<void> => Promise.reject(new TypeError('no seed today'));
    await expect(createTestDatabase({ ...options, seed })).rejects.toThrow('no seed today');
    await endTestRun();
    expect(await namesLike('limbeck\\_t\\_%')).toEqual([]);
  });

  it('is made while the test before runs', async () => {
    const waits: number[] = [];
    for (let round = 0; round < 6; round += 1) {
      const startMs = performance.now();
      const database = await createTestDatabase(options);
      waits.push(performance.now() - startMs);
      await database.dataSource.query('SELECT pg_sleep(0.3)');
      await database.drop();
    }
    const [first = 0] = waits;
    expect(Math.min(...waits.slice(2))).toBeLessThan(first / 2);
  });
});

describe('a transaction around a test', () => {
  it('undoes all that happens over the data source, whoever does it', async () => {
    await using database = await createTestDatabase(options);
    await addTag(database, 'before');
    const { dataSource } = database;
    {
      await using transaction = await database.transaction();
      await addTag(database, 'inside');
      await dataSource.query("INSERT INTO tag (label) VALUES ('by query')");
      await dataSource.createQueryBuilder().insert().into(Tag).values({ label: 'by builder' }).execute();
      await dataSource.transaction((manager) => manager.save(Tag, { label: 'in a transaction' }));
      expect(await labels(database)).toHaveLength(5);
      expect(transaction).toBeDefined();
    }
    expect(await labels(database)).toEqual(['before']);
    await addTag(database, 'after');
    expect(await labels(database)).toEqual(['after', 'before']);
  });

  it('goes on after an error, which takes back only what it belongs to', async () => {
    await using database = await createTestDatabase(options);
    const { dataSource } = database;
    const transaction = await database.transaction();
    await addTag(database, 'copper');
    await expect(dataSource.query("INSERT INTO tag (label) VALUES ('copper')")).rejects.toThrow(/duplicate key/);
    // The first row of a save that fails at the second is taken back, as it would be without a transaction around it.
    await expect(dataSource.getRepository(Tag).save([{ label: 'glass' }, { label: 'copper' }])).rejects.toThrow(/duplicate key/);
    await expect(
      dataSource.transaction(async (manager) => {
        await manager.save(Tag, { label: 'iron' });
        await manager.save(Customer, newCustomer);
        throw new TypeError('no');
      }),
    ).rejects.toThrow('no');
    expect(await labels(database)).toEqual(['copper']);
    expect(await dataSource.getRepository(Customer).count()).toBe(0);
    await Promise.all([transaction.rollback(), transaction.rollback()]);
    expect(await labels(database)).toEqual([]);
  });

  it('has transactions in transactions, each undone by itself', async () => {
    await using database = await createTestDatabase(options);
    await using _ = await database.transaction();
    await database.dataSource.transaction(async (outer) => {
      await outer.save(Tag, { label: 'outer' });
      await expect(
        outer.transaction(async (inner) => {
          await inner.save(Tag, { label: 'inner' });
          throw new TypeError('no');
        }),
      ).rejects.toThrow('no');
    });
    expect(await labels(database)).toEqual(['outer']);
  });

  it('does statements one after the other that are asked for at the same time', async () => {
    await using database = await createTestDatabase(options);
    await using _ = await database.transaction();
    const answers = await Promise.allSettled([1, 2, 0, 4].map((divisor) => database.dataSource.query<unknown>('SELECT 4 / $1::integer AS is', [divisor])));
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  });

  it('is undone by a second one, by a reset and by a drop', async () => {
    const database = await createTestDatabase(options);
    await database.transaction();
    await addTag(database, 'one');
    await database.transaction();
    expect(await labels(database)).toEqual([]);
    await database.reset();
    await addTag(database, 'kept');
    await database.transaction();
    await database.drop();
    expect(await namesLike(database.name)).toEqual([]);
  });
});

describe('with TypeORM 0.3', () => {
  it('a database is made, reset, cloned, and tested in a transaction by the copy of the application', async () => {
    const note = new EntitySchema03<{ readonly text: string }>({ name: 'note', columns: { text: { type: 'text', primary: true } } });
    const dataSource = new DataSource03({ type: 'postgres', entities: [note] }) as unknown as DataSource;
    await using database = await createTestDatabase({ ...options, dataSource, upgradeTo: 'base', seed: (own) => own.synchronize() });
    expect(database.dataSource).toBeInstanceOf(DataSource03);
    const count = (): Promise<number> => database.dataSource.getRepository('note').count();
    {
      await using _ = await database.transaction();
      await database.dataSource.getRepository('note').save({ text: 'a' });
      await expect(database.dataSource.getRepository('note').insert([{ text: 'b' }, { text: 'a' }])).rejects.toThrow(/duplicate key/);
      expect(await count()).toBe(1);
    }
    expect(await count()).toBe(0);
    await database.dataSource.getRepository('note').insert({ text: 'kept' });
    await using copy = await database.clone();
    expect(await copy.dataSource.getRepository('note').count()).toBe(1);
    await database.reset();
    expect(await count()).toBe(0);
  });
});
