import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource, EntitySchema } from 'typeorm';
import { LimbeckError, Migrator } from '../../src/index.js';
import { readWholeSchema } from '../../src/migrator/whole-schema.js';
import type { Schema } from '../../src/model/schema.js';
import { pictureOfChange } from '../../src/report/change-picture.js';
import { type KnownSchema, nothingKnown, replay } from '../../src/report/known-schema.js';
import { dialectFor } from '../../src/runtime/dialects.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { writeByHand } from '../support/hand-written.js';

let database: TestDatabase;
let directory: string;
let dataSource: DataSource;
let migrator: Migrator;

const id = { type: 'int', primary: true, primaryKeyConstraintName: 'article_pkey' } as const;

beforeEach(async () => {
  database = await createDatabase();
  directory = await mkdtemp(join(tmpdir(), 'limbeck-report-'));
  dataSource = new DataSource({ type: 'postgres', ...database.options, entities: [new EntitySchema<object>({ name: 'article', columns: { id, title: { type: 'text' } } })] });
  migrator = new Migrator(dataSource, { directory });
});

afterEach(async () => {
  await migrator.close();
  await database.drop();
  await rm(directory, { recursive: true });
});

/** Six revisions that do most of what can be done to tables. */
async function writeHistory(): Promise<void> {
  const steps = [
    `await op.createEnum({ name: "mood", values: ["calm", "wild"] });
     await op.createTable({ name: "author", columns: [{ name: "id", type: "integer", nullable: false }, { name: "mail", type: "text" }, { name: "mood", type: "mood" }], primaryKey: { name: "author_pkey", columns: ["id"] } });`,
    `await op.createTable({ name: "post", columns: [{ name: "id", type: "integer", nullable: false }, { name: "author", type: "integer" }, { name: "text", type: "text" }], primaryKey: { name: "post_pkey", columns: ["id"] },
       foreignKeys: [{ name: "post_author", columns: ["author"], references: { table: "author", columns: ["id"] } }], indexes: [{ name: "post_text", keys: ["text", "author"] }], checks: [{ name: "short", expression: "(length(text) < 1000)" }] });`,
    `await op.renameTable("author", "writer"); await op.renameColumn("writer", "id", "number"); await op.renameColumn("post", "author", "writer");`,
    `await op.dropCheck("post", "short"); await op.dropColumn("post", "text"); await op.addColumn("post", { name: "text", type: "character varying(80)" });`,
    `await op.alterColumn("post", "text", { type: { from: "character varying(80)", to: "text" }, nullable: { from: true, to: false } }); await op.createUnique("writer", { name: "one_mail", columns: ["mail"] });`,
    `await op.dropTable("post"); await op.renameTable("writer", "post"); await op.alterEnum("mood", { values: { from: ["calm", "wild"], to: ["calm", "wild", "odd"] } });`,
  ];
  for (const [position, up] of steps.entries()) {
    await writeByHand(directory, { id: `a00${position}`, down: position === 0 ? null : `a00${position - 1}`, up, undo: '' });
  }
}

/** The tables and enum types as sets: the order of members is not what a picture is about. */
function asSets({ tables, enums }: Schema): object {
  const named = <T extends { readonly name: string }>(list: readonly T[]): object => Object.fromEntries(list.map((each) => [each.name, each]));
  return { enums: named(enums), tables: named(tables.map((table) => ({ ...table, columns: named(table.columns), indexes: named(table.indexes), foreignKeys: named(table.foreignKeys), uniques: named(table.uniques), checks: named(table.checks) }))) };
}

it('follows a schema through operations to where the database is after them, revision by revision', async () => {
  await writeHistory();
  let known: KnownSchema = nothingKnown;
  for (const { id: revision } of (await migrator.history()).toReversed()) {
    const { up } = await migrator.show(revision);
    known = replay(known, up.operations).to;
    await migrator.upgrade(revision);
    const queryRunner = dataSource.createQueryRunner();
    const there = await readWholeSchema(queryRunner, dialectFor('postgres'));
    await queryRunner.release();
    expect({ revision, ...asSets(known.schema) }).toEqual({ revision, ...asSets(there) });
    expect([...known.partly]).toEqual([]);
  }
});

it('runs the code of each direction once, however often it is looked at', async () => {
  const counted = globalThis as { directionsRun?: string[] };
  counted.directionsRun = [];
  const counts = (name: string): string => `(globalThis as any).directionsRun.push("${name}");`;
  await writeByHand(directory, { id: 'a000', down: null, up: `${counts('a000 up')} await op.createTable({ name: "author", columns: [{ name: "id", type: "integer" }] });`, undo: `${counts('a000 down')} await op.dropTable("author");` });
  await writeByHand(directory, { id: 'a001', down: 'a000', up: `${counts('a001 up')} await op.addColumn("author", { name: "mail", type: "text" });`, undo: `${counts('a001 down')} await op.dropColumn("author", "mail");` });
  await migrator.report({ format: 'markdown', offline: true });
  expect(counted.directionsRun).toEqual(['a000 up', 'a000 down', 'a001 up', 'a001 down']);
});

it('marks what is renamed, dropped and made anew, and keeps a dropped table apart from one that takes its name', async () => {
  await writeHistory();
  const operations = await Promise.all((await migrator.history()).toReversed().map(async ({ id: revision }) => (await migrator.show(revision)).up.operations));
  const before = operations.slice(0, 2).reduce((known: KnownSchema, each) => replay(known, each).to, nothingKnown);
  const { boxes, links } = pictureOfChange(replay(before, operations.slice(2).flat()), 'public');
  const shown = boxes.map(({ title, mark, notes, rows }) => ({ title, mark, notes, rows: rows.map((row) => [row.mark, row.name, ...row.notes].join(' ').trim()) }));
  expect(shown).toEqual([
    { title: 'post', mark: 'changed', notes: ['was author'], rows: ['changed number was id', 'mail', 'mood', 'added one_mail'] },
    { title: 'post', mark: 'dropped', notes: [], rows: ['id', 'writer', 'text', 'short', 'post_text'] },
    { title: 'mood', mark: 'changed', notes: [], rows: ['calm', 'wild', 'added odd'] },
  ]);
  expect(links.map(({ name, mark }) => [name, mark])).toEqual([['post_author', 'dropped']]);
});

it('begins with the tables as the database has them, whatever made them, and goes back over what is applied', async () => {
  await writeByHand(directory, { id: 'b001', down: null, up: 'await queryRunner.query("CREATE TABLE article (id integer CONSTRAINT article_pkey PRIMARY KEY, title text)");', undo: 'await queryRunner.query("DROP TABLE article");' });
  await writeByHand(directory, { id: 'b002', down: 'b001', up: 'await op.addColumn("article", { name: "size", type: "integer" });', undo: 'await op.dropColumn("article", "size");' });
  const { text: unknown } = await migrator.report({ offline: true, range: 'b002', format: 'markdown' });
  expect(unknown).toContain('what SQL made is not known');
  expect(unknown).not.toContain('text title');
  await migrator.upgrade();
  const { text, revisions } = await migrator.report({ range: 'b002', format: 'markdown' });
  expect(revisions.map((revision) => revision.id)).toEqual(['b002']);
  expect(text).toContain('    integer size "+ null"\n');
  expect(text).toContain('    text title "null"\n');
  expect(text).not.toContain('what SQL made is not known');
  expect((await migrator.report({ format: 'markdown' })).text).toContain('## No revision to review');
});

it('draws what a revision depends on, by id or by the label of a branch', async () => {
  await writeByHand(directory, { id: 'e001', down: null, up: '', undo: '', branchLabels: ['shop'] });
  await writeByHand(directory, { id: 'e002', down: null, up: '', undo: '', dependsOn: ['shop'] });
  await writeByHand(directory, { id: 'e003', down: 'e002', up: '', undo: '', dependsOn: ['e001'] });
  const { text } = await migrator.report({ offline: true, format: 'markdown' });
  expect(text.match(/^ {2}r\d -.*$/gm)).toEqual(['  r1 --> r2', '  r0 -.-> r1', '  r0 -.-> r2']);
  const { text: page } = await migrator.report({ offline: true });
  expect(page.match(/<path [^>]*stroke-dasharray/g)).toHaveLength(2);
});

it('says what the entities change and no revision does yet, with the hazards that linting would find', async () => {
  await database.query('CREATE TABLE article (id integer CONSTRAINT article_pkey PRIMARY KEY, title text NOT NULL, old integer)');
  const { text, revisions } = await migrator.reportDiff({ format: 'markdown' });
  expect(revisions).toEqual([]);
  expect(text).toContain('    integer old "− null"\n');
  expect(text).toMatch(/🛑 error \| `data\/lost` \|/u);
  await database.query('ALTER TABLE article DROP COLUMN old');
  expect((await migrator.reportDiff()).text).toContain('<h1>The database is as the entities say</h1>');
});

it('leaves passwords out, and shortens Markdown to what a comment holds', async () => {
  await writeByHand(directory, { id: 'c001', down: null, up: 'await queryRunner.query("CREATE ROLE shop_report_nobody PASSWORD \'s3cret\'");', undo: '' });
  for (const format of ['html', 'markdown'] as const) expect((await migrator.report({ offline: true, format })).text).not.toMatch(/s3cret|postgres(?:ql)?:\/\//);
  const table = (name: string): string => `await op.createTable({ name: "${name}", columns: [${Array.from({ length: 40 }, (_, at) => `{ name: "a_column_with_a_long_name_${at}", type: "text" }`).join(', ')}] });`;
  for (let at = 2; at < 40; at += 1) await writeByHand(directory, { id: `d${String(at).padStart(3, '0')}`, down: at === 2 ? 'c001' : `d${String(at - 1).padStart(3, '0')}`, up: table(`table_${at}`), undo: '' });
  const { text } = await migrator.report({ offline: true, format: 'markdown' });
  expect(text.length).toBeLessThan(65_536);
  expect(text).toContain('> Shortened to fit a comment: the pictures, the SQL are left out. The HTML report has all.');
  expect((await migrator.report({ offline: true })).text).toContain('a_column_with_a_long_name_39');
});

it('draws the model of the entities without asking the database, and refuses names that they do not have', async () => {
  const nowhere = new Migrator(new DataSource({ type: 'postgres', host: '127.0.0.1', port: 1, entities: dataSource.options.entities ?? [] }), { directory });
  const { tables, text } = await nowhere.erd({ format: 'mermaid' });
  expect(tables).toEqual([{ schema: 'public', name: 'article' }]);
  expect(text).toBe('erDiagram\n  b0["article"] {\n    integer id PK\n    text title\n  }\n');
  expect((await nowhere.erd({ format: 'svg', tables: ['public.article'] })).text).toMatch(/^<\?xml [^]*<svg [^]*>article<[^]*<\/svg>\s*$/);
  expect((await nowhere.erd({ format: 'dot', schemas: ['public'] })).text).toMatch(/^digraph tables \{\n/);
  for (const wrong of [{ tables: ['artcle'] }, { schemas: ['shop'] }]) {
    const refusal: unknown = await nowhere.erd(wrong).catch((error: unknown) => error);
    expect(LimbeckError.is(refusal, 'entities/unknown-name')).toBe(true);
  }
});
