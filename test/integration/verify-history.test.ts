import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource, EntitySchema } from 'typeorm';
import { Migrator, type VerifyReport } from '../../src/index.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { writeByHand } from '../support/hand-written.js';
import { scratchesLeft } from '../support/scratch-left.js';

let database: TestDatabase;
let directory: string;
let dataSource: DataSource;

beforeEach(async () => {
  database = await createDatabase();
  directory = await mkdtemp(join(tmpdir(), 'limbeck-history-'));
  const item = new EntitySchema<object>({ name: 'item', columns: { id: { type: 'int', primary: true, primaryKeyConstraintName: 'item_pk' }, size: { type: 'int', nullable: true } } });
  dataSource = new DataSource({ type: 'postgres', ...database.options, entities: [item] });
  await writeByHand(directory, { id: 'aaaa', down: null, up: create, undo: 'await op.dropTable("item");' });
});

afterEach(async () => {
  if (dataSource.isInitialized) await dataSource.destroy();
  await database.drop();
  await rm(directory, { recursive: true });
});

const create = 'await op.createTable({ name: "item", columns: [{ name: "id", type: "integer", nullable: false }], primaryKey: { name: "item_pk", columns: ["id"] } });';
const addSize = 'await op.addColumn("item", { name: "size", type: "integer" });';

const verify = (range?: string): Promise<VerifyReport> => new Migrator(dataSource, { directory }).verify(range === undefined ? {} : { range });
const verdicts = ({ revisions }: VerifyReport): unknown[] => revisions.map(({ revision, isReversible, problems }) => [revision.id, isReversible, problems]);

it('a history that builds what the entities say, and whose ways back are true, is proven; the database itself is not asked', async () => {
  await writeByHand(directory, { id: 'bbbb', down: 'aaaa', up: addSize, undo: 'await op.dropColumn("item", "size");' });
  const report = await verify();
  expect(report).toMatchObject({ isProven: true, differences: [] });
  expect(verdicts(report)).toEqual([
    ['aaaa', true, []],
    ['bbbb', true, []],
  ]);
  expect(await database.query("SELECT to_regclass('item') AS item, to_regclass('migrations') AS migrations")).toEqual([{ item: null, migrations: null }]);
  expect(await scratchesLeft(database)).toEqual([]);
});

it('what the entities say and no revision does is named', async () => {
  expect(await verify()).toMatchObject({ isProven: false, differences: ['add column item.size: integer'] });
});

it('a way back that leaves something, takes too much, fails, or that there is none of', async () => {
  await writeByHand(directory, { id: 'bbbb', down: 'aaaa', up: `${addSize} await op.execute("COMMENT ON TABLE item IS 'things'");`, undo: 'await op.dropColumn("item", "size");' });
  await writeByHand(directory, { id: 'cccc', down: 'bbbb', up: 'await op.createIndex("item", { name: "i", keys: ["size"] });', undo: 'await op.dropColumn("item", "size");' });
  await writeByHand(directory, { id: 'dddd', down: 'cccc', up: 'void op;', undo: 'await op.dropTable("nothing");' });
  await writeByHand(directory, { id: 'eeee', down: 'dddd', up: 'void op;', undo: 'throw Object.assign(new LimbeckError("operation/irreversible", { what: "it" }), { op });' });
  const report = await verify('bbbb:bbbb');
  expect(verdicts(report)).toEqual([['bbbb', false, ['table public.item: comment (none) → things']]]);
  expect(report.differences).toEqual(['drop index item.i', 'alter table item: comment things → none']);
  expect(verdicts(await verify('dddd:'))).toEqual([
    ['dddd', false, ['down() fails: table "nothing" does not exist']],
    ['eeee', null, []],
  ]);
});

it('what goes wrong on the way back of one does not disturb the next', async () => {
  await writeByHand(directory, { id: 'bbbb', down: 'aaaa', up: addSize, undo: 'void op;' });
  await writeByHand(directory, { id: 'cccc', down: 'bbbb', up: 'await op.dropColumn("item", "size");', undo: addSize });
  expect(verdicts(await verify())).toEqual([
    ['aaaa', true, []],
    ['bbbb', false, ['column public.item.size: only after down()']],
    ['cccc', true, []],
  ]);
});

it('an up() that fails ends it', async () => {
  await writeByHand(directory, { id: 'bbbb', down: 'aaaa', up: 'await op.dropTable("nothing");', undo: 'void op;' });
  await expect(verify()).rejects.toMatchObject({ code: 'verify/does-not-run', details: { revision: 'bbbb', direction: 'up', sql: 'DROP TABLE "public"."nothing"', reason: 'table "nothing" does not exist' } });
});
