import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource, EntitySchema } from 'typeorm';
import { LimbeckError, Migrator } from '../../src/index.js';
import { loadRevisions } from '../../src/revision/load.js';
import { readCatalog } from '../support/catalog.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { type HandWritten, writeByHand } from '../support/hand-written.js';
import { scratchesLeft } from '../support/scratch-left.js';

let database: TestDatabase;
let directory: string;
let open: DataSource[];

beforeEach(async () => {
  database = await createDatabase();
  directory = await mkdtemp(join(tmpdir(), 'limbeck-squash-'));
  open = [];
});

afterEach(async () => {
  for (const dataSource of open) if (dataSource.isInitialized) await dataSource.destroy();
  await database.drop();
  await rm(directory, { recursive: true });
});

const id = { type: 'int', primary: true, generated: true } as const;
const before = [new EntitySchema<object>({ name: 'product', columns: { id, name: { type: 'varchar', length: 80 } } })];
const after = [
  new EntitySchema<object>({
    name: 'product',
    columns: { id, name: { type: 'varchar', length: 120 }, price: { type: 'numeric', default: 0 } },
    checks: [{ name: 'price_is_not_negative', expression: 'price >= 0' }],
  }),
];

function migratorOn(target: TestDatabase, entities: EntitySchema[] = after, overrides: { readonly username?: string; readonly password?: string } = {}): Migrator {
  const dataSource = new DataSource({ type: 'postgres', ...target.options, entities, ...overrides });
  open.push(dataSource);
  return new Migrator(dataSource, { directory });
}

const write = (revision: HandWritten): Promise<void> => writeByHand(directory, revision);

const createItem = 'await op.createTable({ name: "item", columns: [{ name: "id", type: "integer" }, { name: "mail", type: "text" }] });';

/** A table, a rename in it, an index on it. */
async function writeLine(): Promise<void> {
  await write({ id: 'aaaa', down: null, up: createItem, undo: 'await op.dropTable("item");' });
  await write({ id: 'bbbb', down: 'aaaa', up: 'await op.renameColumn("item", "mail", "email");', undo: 'await op.renameColumn("item", "email", "mail");' });
  await write({ id: 'cccc', down: 'bbbb', up: 'await op.createIndex("item", { name: "item_email", keys: ["email"] });', undo: 'await op.dropIndex("item", "item_email");' });
  await write({ id: 'dddd', down: 'cccc', up: 'await op.addColumn("item", { name: "size", type: "integer" });', undo: 'await op.dropColumn("item", "size");' });
}

async function refusal(work: Promise<unknown>): Promise<LimbeckError> {
  const error: unknown = await work.catch((thrown: unknown) => thrown);
  if (error instanceof LimbeckError) return error;
  throw new Error('It was not refused.');
}

describe('a range from the beginning', () => {
  it('is made anew: an old database has it, a new one gets the same', async () => {
    await migratorOn(database, before).revision({ message: 'add products', autogenerate: true });
    await migratorOn(database, before).upgrade();
    await migratorOn(database).revision({ message: 'add prices', autogenerate: true });
    const old = migratorOn(database);
    const ran = await old.upgrade();
    await database.query("INSERT INTO product (name, price) VALUES ('chair', 12)");

    const squashed = await old.squash({ range: 'base:head', message: 'the beginning' });
    expect(squashed).toMatchObject({ isCondensed: true, squashed: [{ message: 'add products' }, { message: 'add prices' }] });
    expect(await readdir(directory)).toHaveLength(1);
    expect(squashed.revision).toBe(ran.at(-1)?.id);
    expect(await scratchesLeft(database)).toEqual([]);

    expect((await old.current()).map(({ id: revision }) => revision)).toEqual([squashed.revision]);
    expect(await old.upgrade()).toEqual([]);
    expect(await old.check()).toEqual([]);
    await using fresh = await createDatabase();
    expect(await migratorOn(fresh).upgrade()).toHaveLength(1);
    expect((await readCatalog(fresh)).filter((line) => !line.includes('last '))).toEqual((await readCatalog(database)).filter((line) => !line.includes('last ')));

    expect(await pendingUnderTypeOrm(database)).toBe(false);
    expect(await pendingUnderTypeOrm(fresh)).toBe(false);
    await old.downgrade('base');
    expect(await database.query('SELECT name FROM migrations')).toEqual([]);
  });

  /** Whether TypeORM's own runner would run the file. */
  async function pendingUnderTypeOrm(target: TestDatabase): Promise<boolean> {
    const [revision] = loadRevisions([directory]);
    const Migration = (await revision!.instantiate()).constructor as new () => object;
    const dataSource = new DataSource({ type: 'postgres', ...target.options, migrations: [Migration] });
    open.push(await dataSource.initialize());
    return dataSource.showMigrations();
  }

  it('with SQL of its own does what the revisions did', async () => {
    await write({ id: 'aaaa', down: null, up: createItem, undo: 'await op.dropTable("item");' });
    await write({ id: 'bbbb', down: 'aaaa', up: 'await queryRunner.query("INSERT INTO item VALUES (1, \'a@b\')");', undo: 'void op;' });
    const squashed = await migratorOn(database).squash({ range: ':', message: 'all' });
    expect(squashed.isCondensed).toBe(false);
    await migratorOn(database).upgrade();
    expect(await database.query('SELECT * FROM item')).toEqual([{ id: 1, mail: 'a@b' }]);
  });
});

describe('a range in the middle', () => {
  it('keeps a rename a rename, so that rows below it are kept', async () => {
    await writeLine();
    const migrator = migratorOn(database);
    await migrator.upgrade('aaaa');
    await database.query("INSERT INTO item VALUES (1, 'a@b')");

    const squashed = await migrator.squash({ range: 'bbbb:cccc', message: 'call it email' });
    expect(squashed).toMatchObject({ revision: 'cccc', isCondensed: false });
    expect((await migrator.upgrade()).map(({ id: revision }) => revision)).toEqual(['cccc', 'dddd']);
    expect(await database.query('SELECT * FROM item')).toEqual([{ id: 1, email: 'a@b', size: null }]);
    await migrator.downgrade('aaaa');
    expect(await database.query('SELECT * FROM item')).toEqual([{ id: 1, mail: 'a@b' }]);
  });

  it('that a database has run by half is told, with what to do', async () => {
    await writeLine();
    const migrator = migratorOn(database);
    await migrator.upgrade('bbbb');
    await migrator.squash({ range: 'bbbb:cccc', message: 'call it email' });
    const error = await refusal(migrator.upgrade());
    expect(error).toMatchObject({ code: 'revision/half-squashed', details: { revision: 'cccc', missing: expect.stringMatching(/^Stepcccc/) as unknown } });
  });

  it('with branch labels and rows of a squash in a squash', async () => {
    await writeLine();
    const migrator = migratorOn(database);
    await migrator.upgrade();
    await migrator.squash({ range: 'bbbb:cccc', message: 'first' });
    await migrator.squash({ range: 'aaaa:cccc', message: 'second' });
    expect((await migrator.current()).map(({ id: revision }) => revision)).toEqual(['dddd']);
    expect((await migrator.downgrade('base')).map(({ id: revision }) => revision)).toEqual(['dddd', 'cccc']);
    expect(await database.query('SELECT name FROM migrations')).toEqual([]);
  });
});

describe('what cannot be squashed is refused, and nothing is changed', () => {
  const refused = async (migrator: Migrator, range: string): Promise<LimbeckError> => {
    const files = await readdir(directory);
    const error = await refusal(migrator.squash({ range, message: 'one' }));
    expect(await readdir(directory)).toEqual(files);
    expect(await scratchesLeft(database)).toEqual([]);
    return error;
  };

  it.each([
    ['cccc:bbbb', 'revision/not-an-ancestor'],
    ['cccc', 'revision/bad-range'],
    ['bbbb:bbbb', 'squash/too-few'],
    ['a:b:c', 'revision/bad-range'],
    ['', 'revision/bad-range'],
    ['bbbb:gone', 'revision/unknown'],
  ])('no range of revisions: %j', async (range, code) => {
    await writeLine();
    expect((await refused(migratorOn(database), range)).code).toBe(code);
  });

  it('a range that others stand on in its middle', async () => {
    await writeLine();
    await write({ id: 'eeee', down: 'bbbb', up: 'void op;', undo: 'void op;' });
    expect(await refused(migratorOn(database), 'aaaa:dddd')).toMatchObject({ code: 'squash/not-closed', details: { child: 'eeee', parent: 'bbbb' } });
    expect(await refused(migratorOn(database), 'aaaa:heads')).toMatchObject({ code: 'squash/not-closed' });
  });

  it('a range that the new file would not undo as it began', async () => {
    await write({ id: 'aaaa', down: null, up: createItem, undo: 'await op.dropTable("item");' });
    await write({ id: 'bbbb', down: 'aaaa', up: 'await op.execute("CREATE VIEW v AS SELECT 1 AS one");', undo: 'void op;' });
    await write({ id: 'cccc', down: 'bbbb', up: 'void op;', undo: 'void op;' });
    const error = await refused(migratorOn(database), 'bbbb:cccc');
    expect(error).toMatchObject({ code: 'squash/differs', details: { step: 'down', differences: [expect.stringContaining('column public.v.one'), expect.stringContaining('view public.v')] } });
  });

  it('a revision that must run outside a transaction', async () => {
    await writeLine();
    const file = join(directory, 'cccc.ts');
    await writeFile(file, (await readFile(file, 'utf8')).replace('readonly name', 'readonly transaction = false;\n  readonly name'));
    expect(await refused(migratorOn(database), 'bbbb:dddd')).toMatchObject({ code: 'squash/not-transactional', details: { revisions: ['cccc'] } });
  });
});

it('a role that may make no database squashes all the same', async () => {
  await writeLine();
  const role = `limbeck_poor_${database.name.slice(-6)}`;
  await database.query(`CREATE ROLE ${role} LOGIN PASSWORD 'poor'`);
  try {
    const { squashed } = await migratorOn(database, after, { username: role, password: 'poor' }).squash({ range: 'bbbb:cccc', message: 'one' });
    expect(squashed.map(({ id }) => id)).toEqual(['bbbb', 'cccc']);
  } finally {
    for (const dataSource of open) if (dataSource.isInitialized) await dataSource.destroy();
    await database.query(`DROP ROLE ${role}`);
  }
});
