import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource, EntitySchema } from 'typeorm';
import { type LimbeckEvent, Migrator } from '../../src/index.js';
import { type NativeServer, startNativeServer } from '../../src/server/native-server.js';

jest.setTimeout(60_000);

/** A transaction of the server below has room to make some 30 tables with so many unique columns, and to drop some 15: dropping locks each constraint, too. */
const width = 30;
const names = Array.from({ length: width }, (_, number) => `c${number}`);
const entitiesOf = (tables: number): readonly EntitySchema[] =>
  Array.from({ length: tables }, (_, number) => {
    const name = `wide_${number}`;
    const columns = Object.fromEntries(names.map((column) => [column, { type: 'integer' } as const]));
    const uniques = names.map((column) => ({ name: `${name}_${column}`, columns: [column] }));
    return new EntitySchema({ name, columns: { id: { type: 'integer', primary: true }, ...columns }, uniques });
  });

let server: NativeServer;
let directory: string;
let dataSource: DataSource;
let events: LimbeckEvent[];

beforeAll(async () => {
  server = await startNativeServer({ storage: 'memory', settings: { max_connections: '10', max_locks_per_transaction: '10' } });
});
afterAll(() => server.stop());

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'limbeck-locks-'));
  events = [];
});
afterEach(async () => {
  await dataSource.destroy();
  await rm(directory, { recursive: true });
});

async function connectTo(tables: number): Promise<void> {
  dataSource = await new DataSource({ type: 'postgres', url: server.url('postgres'), entities: [...entitiesOf(tables)] }).initialize();
}

const migrator = (transaction: 'each' | 'all' | 'none'): Migrator => new Migrator(dataSource, { directory, transaction, onEvent: (event) => events.push(event) });

const toldByStatement = (): unknown[] => events.filter(({ type }) => type === 'scratch.by-statement');

/** The tables and indexes of the entities that are there. */
async function relations(): Promise<number> {
  const [row] = await dataSource.query<{ count: number }[]>("SELECT count(*)::integer AS count FROM pg_class WHERE relname ~ '^wide_'");
  return row?.count ?? 0;
}

describe('a revision that locks more than one transaction of the server has room for', () => {
  it('proves itself statement by statement, in that direction alone', async () => {
    await connectTo(20);
    const written = await migrator('each').revision({ message: 'initial', autogenerate: true });
    expect(await readdir(directory)).toHaveLength(1);
    expect(toldByStatement()).toEqual([{ type: 'scratch.by-statement', revision: written?.revision, direction: 'down', maxLocksPerTransaction: 10, statements: 20 }]);
  });

  it('says what to do where it runs in one, with nothing changed, and runs without one', async () => {
    await connectTo(40);
    await migrator('all').revision({ message: 'initial', autogenerate: true });
    expect(toldByStatement()).toMatchObject([
      { direction: 'up', statements: 40 },
      { direction: 'down', statements: 40 },
    ]);
    await expect(migrator('each').upgrade()).rejects.toMatchObject({
      code: 'run/statement-failed',
      details: { sqlState: '53200' },
      hint: expect.stringMatching(/`max_locks_per_transaction`.*`transaction: "none"`/) as unknown,
    });
    expect(await relations()).toBe(0);
    await migrator('none').upgrade();
    expect(await relations()).toBeGreaterThan(40 * width);
    await migrator('none').downgrade('base');
    expect(await relations()).toBe(0);
  });

  it('is run so where a later one stands on it on a scratch database', async () => {
    await connectTo(40);
    await migrator('each').revision({ message: 'initial', autogenerate: true });
    events = [];
    expect(await migrator('each').diff({ against: 'migrations' })).toEqual([]);
    expect(toldByStatement()).toMatchObject([{ direction: 'up' }]);
  });
});
