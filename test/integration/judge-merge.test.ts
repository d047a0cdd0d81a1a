import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { judgeMerge, type MergeJudgement } from '../../src/migrator/judge-merge.js';
import { completeOptions } from '../../src/migrator/options.js';
import { Workspace } from '../../src/migrator/workspace.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { writeByHand } from '../support/hand-written.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await createDatabase();
});

afterAll(() => database.drop());

/** One branch: what it does, and how that is undone. */
type Branch = readonly [up: string, undo: string];

const base: Branch = [
  `await op.createTable({ name: "item", columns: [{ name: "id", type: "integer" }, { name: "mail", type: "text" }] });
   await op.createTable({ name: "order", columns: [{ name: "id", type: "integer" }] });`,
  'await op.dropTable("order"); await op.dropTable("item");',
];

async function judge(left: Branch, right: Branch, trunk = base): Promise<MergeJudgement> {
  const directory = await mkdtemp(join(tmpdir(), 'limbeck-judge-'));
  const dataSource = new DataSource({ type: 'postgres', ...database.options });
  const workspace = new Workspace(dataSource, completeOptions({ directory }));
  try {
    await writeByHand(directory, { id: 'base1', down: null, up: trunk[0], undo: trunk[1] });
    await writeByHand(directory, { id: 'left1', down: 'base1', up: left[0], undo: left[1] });
    await writeByHand(directory, { id: 'right1', down: 'base1', up: right[0], undo: right[1] });
    const graph = workspace.loadGraph();
    const [judgement, ...others] = await judgeMerge(workspace, graph, graph.heads);
    expect(others).toEqual([]);
    return judgement!;
  } finally {
    await workspace.close();
    await rm(directory, { recursive: true });
  }
}

const alterDefault = (to: string): Branch => [
  `await op.alterColumn("item", "mail", { default: { from: null, to: "'${to}'" } });`,
  `await op.alterColumn("item", "mail", { default: { from: "'${to}'", to: null } });`,
];

describe('two branches commute', () => {
  it.each<[string, Branch, Branch]>([
    ['with columns of different tables', ['await op.addColumn("item", { name: "size", type: "integer" });', 'void op;'], ['await op.addColumn("order", { name: "size", type: "integer" });', 'void op;']],
    ['with columns of the same table', ['await op.addColumn("item", { name: "a", type: "integer" });', 'void op;'], ['await op.addColumn("item", { name: "b", type: "integer" });', 'void op;']],
    ['when they do the same to a default', alterDefault('x'), alterDefault('x')],
  ])('%s', async (_, left, right) => {
    expect(await judge(left, right)).toEqual({ branches: ['left1', 'right1'], commutes: true, differences: [], conflicts: [] });
  });
});

describe('two branches do not commute', () => {
  it('when each sets another default: both orders run, and lead elsewhere', async () => {
    expect(await judge(alterDefault('x'), alterDefault('y'))).toEqual({
      branches: ['left1', 'right1'],
      commutes: false,
      differences: ["column public.item.mail: default 'y'::text → 'x'::text"],
      conflicts: [
        [
          { revision: 'left1', operation: "alter column item.mail: default none → 'x'" },
          { revision: 'right1', operation: "alter column item.mail: default none → 'y'" },
        ],
      ],
    });
  });

  it('when one renames what the other changes: one order fails, at a statement that is named', async () => {
    const rename: Branch = ['await op.renameColumn("item", "mail", "email"); await op.addColumn("order", { name: "note", type: "text" });', 'void op;'];
    const judgement = await judge(rename, alterDefault('x'));
    expect(judgement).toMatchObject({
      commutes: false,
      differences: ['left1 before right1: revision right1 fails: column "mail" of relation "item" does not exist'],
      conflicts: [[{ revision: 'left1', operation: 'rename column item.mail → email' }, { revision: 'right1' }]],
    });
    expect(judgement.conflicts).toHaveLength(1);
  });

  it('when one fills a column that the other renames', async () => {
    const rename: Branch = ['await op.renameColumn("keyed", "mail", "email");', 'void op;'];
    const fill: Branch = [`await op.backfill("keyed", { set: { mail: "'none'" }, where: "mail IS NULL" });`, 'void op;'];
    const keyed = 'await op.execute("CREATE TABLE keyed (id int PRIMARY KEY, mail text)"); ';
    const judgement = await judge(rename, fill, [`${base[0]} ${keyed}`, base[1]]);
    expect(judgement).toMatchObject({
      differences: ['left1 before right1: revision right1 fails: column "mail" does not exist'],
      conflicts: [[{ revision: 'left1', operation: 'rename column keyed.mail → email' }, { revision: 'right1', operation: "backfill keyed: set mail = 'none' where mail IS NULL" }]],
    });
  });

  it('when both create the same: neither order runs', async () => {
    const create: Branch = ['await op.createIndex("item", { name: "item_mail", keys: ["mail"] });', 'void op;'];
    const judgement = await judge(create, create);
    expect(judgement.differences).toEqual([
      'left1 before right1: revision right1 fails: relation "item_mail" already exists',
      'right1 before left1: revision left1 fails: relation "item_mail" already exists',
    ]);
    expect(judgement.conflicts).toHaveLength(1);
  });

  it('when SQL of an author meets an operation', async () => {
    const sql: Branch = ['await queryRunner.query("ALTER TABLE item DROP COLUMN mail");', 'void op;'];
    const judgement = await judge(sql, alterDefault('x'));
    expect(judgement.conflicts).toEqual([
      [{ revision: 'left1', operation: expect.stringContaining('ALTER TABLE item DROP COLUMN mail') as unknown }, { revision: 'right1', operation: expect.any(String) as unknown }],
    ]);
  });
});
