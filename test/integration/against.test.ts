import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource, EntitySchema } from 'typeorm';
import { Migrator, type Operation } from '../../src/index.js';
import { describe as describeIn } from '../../src/operation/describe.js';
import { createDatabase, type DatabaseOptions, type TestDatabase } from '../support/database.js';
import { writeByHand } from '../support/hand-written.js';
import { scratchesLeft } from '../support/scratch-left.js';

let database: TestDatabase;
let directory: string;

/** The revisions make a table, to which the entity adds a size; the connected database has a wrong one, and says that nothing is applied. */
beforeEach(async () => {
  database = await createDatabase();
  directory = await mkdtemp(join(tmpdir(), 'limbeck-against-'));
  const up = 'await op.createTable({ name: "item", columns: [{ name: "id", type: "integer", nullable: false }], primaryKey: { name: "item_pk", columns: ["id"] } });';
  await writeByHand(directory, { id: 'aaaa', down: null, up, undo: 'await op.dropTable("item");' });
  await database.query('CREATE TABLE item (id integer, size text, note text)');
});

afterEach(async () => {
  await database.drop();
  await rm(directory, { recursive: true });
});

function migratorOf(options: Partial<DatabaseOptions> = {}): Migrator {
  const columns = { id: { type: 'int', primary: true, primaryKeyConstraintName: 'item_pk' }, size: { type: 'int', nullable: true } } as const;
  return new Migrator(new DataSource({ type: 'postgres', ...database.options, ...options, entities: [new EntitySchema<object>({ name: 'item', columns })] }), { directory });
}

const described = (operations: readonly Operation[]): unknown => operations.map((operation) => describeIn(operation, 'public'));

it.each<[string, Partial<DatabaseOptions>]>([
  ['a database that has drifted and is not at head', {}],
  ['a database that is not there', { port: 1 }],
])('%s does not matter when the entities are compared with what the migrations build', async (_, options) => {
  await using migrator = migratorOf(options);
  const added = ['add column item.size: integer'];
  expect(described(await migrator.diff({ against: 'migrations' }))).toEqual(added);
  expect(described((await migrator.explain({ against: 'migrations' })).operations)).toEqual(added);
  expect(described(await migrator.check({ against: 'migrations' }))).toEqual(added);

  const written = await migrator.revision({ message: 'add size', autogenerate: true, against: 'migrations' });
  expect(described(written?.operations ?? [])).toEqual(added);
  expect(await readFile(written?.path ?? '', 'utf8')).toContain('static readonly downRevision = "aaaa"');
  expect(await migrator.diff({ against: 'migrations' })).toEqual([]);
  expect(await scratchesLeft(database)).toEqual([]);
});

it('the connected database is what counts otherwise', async () => {
  await using migrator = migratorOf();
  expect(described(await migrator.diff())).not.toEqual(described(await migrator.diff({ against: 'migrations' })));
  await expect(migrator.check()).rejects.toMatchObject({ code: 'revision/not-at-head' });
});
