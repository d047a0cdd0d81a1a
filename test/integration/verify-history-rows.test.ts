import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource, EntitySchema } from 'typeorm';
import { Migrator, type VerifyReport } from '../../src/index.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { type HandWritten, writeByHand } from '../support/hand-written.js';

let database: TestDatabase;
let directory: string;
let dataSource: DataSource;

beforeEach(async () => {
  database = await createDatabase();
  directory = await mkdtemp(join(tmpdir(), 'limbeck-history-'));
  const item = new EntitySchema<object>({
    name: 'item',
    columns: { id: { type: 'int', primary: true, primaryKeyConstraintName: 'item_pk' }, size: { type: 'int' } },
    indices: [{ name: 'by_size', columns: ['size'] }],
  });
  dataSource = new DataSource({ type: 'postgres', ...database.options, entities: [item] });
});

afterEach(async () => {
  if (dataSource.isInitialized) await dataSource.destroy();
  await database.drop();
  await rm(directory, { recursive: true });
});

type Step = Omit<HandWritten, 'id' | 'down'>;

const create: Step = {
  up: 'await op.createTable({ name: "item", columns: [{ name: "id", type: "integer", nullable: false }], primaryKey: { name: "item_pk", columns: ["id"] } });',
  undo: 'await op.dropTable("item");',
};
const insert: Step = { up: 'await op.bulkInsert("item", [{ id: 1 }, { id: 2 }, { id: 3 }]);', undo: 'await op.execute("DELETE FROM item");' };
const addSize: Step = { up: 'await op.addColumn("item", { name: "size", type: "integer" });', undo: 'await op.dropColumn("item", "size");' };
const fill: Step = { up: 'await op.backfill("item", { set: { size: "id * 2" }, where: "size IS NULL", batchSize: 2 });', undo: 'void op;' };
const require: Step = {
  up: 'await op.alterColumn("item", "size", { nullable: { from: true, to: false } });',
  undo: 'await op.alterColumn("item", "size", { nullable: { from: false, to: true } });',
};
const index: Step = {
  up: 'await op.createIndex("item", { name: "by_size", keys: ["size"] }, { concurrently: true });',
  undo: 'await op.dropIndex("item", "by_size", { concurrently: true });',
};
const inBlock = (calls: string): string => `await op.autocommitBlock(async () => { ${calls} });`;

/** Verifies these, one on the other. */
async function verify(steps: readonly Step[], range?: string): Promise<VerifyReport> {
  const ids = steps.map((_, position) => String.fromCharCode('a'.charCodeAt(0) + position).repeat(4));
  for (const [position, step] of steps.entries()) await writeByHand(directory, { id: ids[position] ?? '', down: ids[position - 1] ?? null, ...step });
  return new Migrator(dataSource, { directory }).verify(range === undefined ? {} : { range });
}

const verdicts = ({ revisions }: VerifyReport): unknown[] => revisions.map(({ revision, isReversible, problems }) => [revision.id, isReversible, problems]);
const proven = (...ids: readonly string[]): unknown[] => ids.map((id) => [id, true, []]);

it('a history with rows, a backfill, phases and an index built concurrently, outside of a transaction, is proven', async () => {
  const report = await verify([create, insert, { ...addSize, phase: 'expand' }, { ...fill, phase: 'migrate' }, { ...require, phase: 'contract' }, { ...index, transaction: false }]);
  expect(report).toMatchObject({ isProven: true, differences: [] });
  expect(verdicts(report)).toEqual(proven('aaaa', 'bbbb', 'cccc', 'dddd', 'eeee', 'ffff'));
});

it('so is one that builds the index in a block outside of its transaction, between other steps', async () => {
  const all: Step = {
    up: `${addSize.up} ${fill.up} ${inBlock(index.up)} ${require.up}`,
    undo: `${require.undo} ${inBlock(index.undo)} ${addSize.undo}`,
  };
  const report = await verify([create, insert, all]);
  expect(report).toMatchObject({ isProven: true, differences: [] });
  expect(verdicts(report)).toEqual(proven('aaaa', 'bbbb', 'cccc'));
});

it('a way back that leaves an index built in a block is named', async () => {
  const report = await verify([create, addSize, { up: inBlock(index.up), undo: 'void op;' }]);
  expect(verdicts(report).at(-1)).toEqual(['cccc', false, ['index public.by_size: only after down()']]);
});

it('a revision that the rows of an earlier one refuse ends it, and is named', async () => {
  const failure = { code: 'verify/does-not-run', details: { revision: 'dddd', direction: 'up', reason: 'column "size" of relation "item" contains null values' } };
  await expect(verify([create, insert, addSize, require])).rejects.toMatchObject(failure);
});

it('a way back that rows of the history refuse is named', async () => {
  const rows: Step = { up: 'await op.execute("INSERT INTO item VALUES (1, NULL)");', undo: 'void op;' };
  const loose: Step = { up: require.undo, undo: require.up };
  const report = await verify([create, addSize, require, { up: `${loose.up} ${rows.up}`, undo: loose.undo }], 'dddd:');
  expect(verdicts(report)).toEqual([['dddd', false, ['down() fails: column "size" of relation "item" contains null values']]]);
});

it('a revision that works only with rows which no revision makes ends it, and says which', async () => {
  const needing = 'await op.execute("DO $$ BEGIN IF NOT EXISTS (SELECT FROM item) THEN RAISE EXCEPTION \'there is no item\'; END IF; END $$");';
  const failure = { code: 'verify/does-not-run', details: { revision: 'bbbb', direction: 'up', reason: 'there is no item' } };
  await expect(verify([create, { up: needing, undo: 'void op;' }])).rejects.toMatchObject(failure);
});
