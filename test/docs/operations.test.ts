import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import 'reflect-metadata';
import { Column as StoredColumn, DataSource, Entity, type MigrationInterface, PrimaryGeneratedColumn, type QueryRunner } from 'typeorm';
import { type Inspection, Migrator } from '../../src/index.js';
import { LimbeckError } from '../../src/kernel/errors.js';
import { forms } from '../../src/model/complete.js';
import type { Column, Schema } from '../../src/model/schema.js';
import { methodNames } from '../../src/operation/methods.js';
import type { Backfill, Operation } from '../../src/operation/operation.js';
import { isObjectOperation } from '../../src/operation/target.js';
import type { BoundStatement } from '../../src/dialect/dialect.js';
import { postgres } from '../../src/dialect/postgres/dialect.js';
import { fillWithin } from '../../src/runtime/backfill.js';
import { type Sink, withContext } from '../../src/runtime/context.js';
import { dialectFor } from '../../src/runtime/dialects.js';
import { type Op, operations } from '../../src/runtime/op.js';
import { applyAll } from '../support/apply.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { brokenLinks, codeIn, compile, evaluate, expectBlocks, moduleOf, readPage, type Block } from '../support/docs.js';
import { withoutTrace } from '../support/ddl.js';

/** A call on the page, and the block of what it sends. */
interface Example {
  readonly title: string;
  readonly chapter: string;
  readonly code: Block;
  readonly sql: Block;
}

const page = readPage('operations.md');

const sectionOf = (title: string): (typeof page.sections)[number] => {
  const found = page.sections.find((section) => section.title === title);
  if (found === undefined) throw new Error(`The page has no heading ${title}.`);
  return found;
};

const examples: readonly Example[] = page.sections.flatMap(({ title, chapter, blocks }) =>
  blocks.flatMap((code, position) => {
    const sql = blocks[position + 1];
    return code.language === 'ts' && sql?.language === 'sql' ? [{ title, chapter, code, sql }] : [];
  }),
);

const base = 'Names and values';
/** Nothing is known of what it does. */
const ownSql = 'SQL of your own';
const ofRows = 'Rows';
/** What asks a database instead of telling it something. */
const questions: readonly string[] = ['inspect'];
const besides = ['arguments', 'autocommitBlock', 'backfill', 'bulkInsert', 'createTableAs', 'execute', ...questions];
const chapters = [...new Set(examples.map(({ chapter }) => chapter))].filter((chapter) => chapter !== base);
/** The examples of a chapter, after the tables that they work on. */
const storyOf = (chapter: string): readonly Example[] => examples.filter((example) => [base, chapter].includes(example.chapter));

/** The revision files of the page, oldest first. */
const files: readonly Block[] = page.sections.flatMap(({ blocks }) => blocks.filter(({ text }) => text.includes('implements MigrationInterface')));

const rows = [
  "INSERT INTO category (name) VALUES ('furniture')",
  "INSERT INTO product (name, price, weight, category_id) VALUES ('Oak chair', 89.90, '4.2', 1), ('Lamp', 25, NULL, NULL)",
  "INSERT INTO discount VALUES (1, 10, '[2026-12-01,2026-12-24)'), (1, 50, '[2026-12-27,2026-12-31)')",
].join(';');

/** Runs the code of an example as a revision of its own would. */
async function perform(code: string, sink: Sink): Promise<void> {
  const { example } = evaluate(moduleOf(code)) as { readonly example: (names: { readonly op: Op }) => Promise<void> };
  // The context alone says where the operations go.
  const queryRunner = {} as QueryRunner;
  const context = { dialect: dialectFor('postgres'), namespace: 'public', revision: null, direction: 'up' as const, arguments: {}, sink };
  await withContext(queryRunner, context, () => example({ op: operations(queryRunner) }));
}

/** What the second batch of a backfill sends, where the key of the table is a number. */
function batchOf(backfill: Backfill): readonly BoundStatement[] {
  const key = { columns: [{ name: 'id', type: 'integer', text: '"id"::text' }], estimatedRows: null };
  return [postgres.nextSpan(backfill, key, ['5000']), postgres.fillSpan(backfill, key, { after: ['5000'], upTo: ['10000'] })];
}

/** What an example sends, as it stands on the page. */
async function sentBy(code: string): Promise<string> {
  const sent: string[] = [];
  const send = (sql: string, parameters: readonly unknown[] = []): void => {
    const values = parameters.map((value, position) => `$${position + 1} = ${JSON.stringify(value)}`);
    sent.push(`${sql};${values.length === 0 ? '' : ` -- ${values.join(', ')}`}`);
  };
  await perform(code, { mode: 'online', outside: (work: () => Promise<void>) => work(), send: ({ sql }, parameters) => Promise.resolve(send(sql, parameters)), fill: (backfill) => Promise.resolve(batchOf(backfill).forEach(({ sql, parameters }) => send(sql, parameters))) });
  return sent.join('\n');
}

describe('the page of operations', () => {
  it('has a section for each method of op, with an example that calls it', () => {
    const sections = page.sections.filter(({ level, title }) => level === 3 && title in operationsByName());
    expect(sections.map(({ title }) => title).sort()).toEqual([...methodNames, ...besides].sort());
    const isCalled = (title: string): boolean => examples.some((example) => example.title === title && new RegExp(`\\bop\\.${title}\\b`).test(example.code.text));
    const silent = sections.filter(({ title }) => !questions.includes(title) && !isCalled(title));
    expect(silent.map(({ title }) => title)).toEqual([]);
  });

  it('has TypeScript that compiles', () => {
    const blocks = page.sections.flatMap((section) => section.blocks).filter(({ language }) => language === 'ts');
    expect(blocks.length).toBeGreaterThan(40);
    expect(compile(new Map(blocks.map(({ text, line }) => [`operations-line-${line}.ts`, moduleOf(text)])))).toEqual([]);
  });

  it('shows the SQL that is sent', async () => {
    const expected = examples.map(async ({ title, code, sql }) => ({ title, block: sql, text: await sentBy(code.text) }));
    expectBlocks(page, await Promise.all(expected));
  });

  it('leaves no example without its SQL', () => {
    const alone = page.sections.flatMap(({ title, blocks }) => blocks.filter(({ language }) => language === 'ts').map((block) => ({ title, block })));
    expect(alone.filter(({ title, block }) => !questions.includes(title) && !files.includes(block) && !examples.some(({ code }) => code === block))).toEqual([]);
  });

  it('leads to what is there', () => {
    expect(brokenLinks(page)).toEqual([]);
  });
});

/** The methods of op, by name. */
const operationsByName = (): object => operations(new DataSource({ type: 'postgres' }).createQueryRunner());

describe('the question', () => {
  it.each(questions)('%s is asked as the page says', async (question) => {
    await using database = await createDatabase();
    await database.query('CREATE TABLE product (id integer)');
    const dataSource = await new DataSource({ type: 'postgres', ...database.options }).initialize();
    const [code] = sectionOf(question).blocks;
    const { example } = evaluate(moduleOf(code?.text ?? '')) as { readonly example: (names: { readonly op: Op }) => Promise<void> };
    const queryRunner = dataSource.createQueryRunner();
    for (let round = 0; round < 2; round += 1) await example({ op: operations(queryRunner) });
    expect(await database.query('SELECT sku FROM product')).toEqual([]);
    await queryRunner.release();
    await dataSource.destroy();
    const members = sectionOf(question).rows.flatMap(([cell = '']) => [...cell.matchAll(/`(\w+)/g)].map(([, name]) => name));
    const told: { readonly [M in Exclude<keyof Inspection, 'schema'>]: true } = {
      tables: true,
      enums: true,
      views: true,
      materializedViews: true,
      table: true,
      hasTable: true,
      hasColumn: true,
      hasIndex: true,
      hasConstraint: true,
    };
    expect(members.sort()).toEqual(Object.keys(told).sort());
  });
});

describe('what may be left out', () => {
  const name = 'x';
  const least = {
    createEnum: forms.enum.complete({ name, values: [] }, 'public'),
    createTable: forms.table.complete({ name, columns: [] }, 'public'),
    addColumn: forms.column.complete({ name, type: 'text' }, 'public'),
    createPrimaryKey: forms.primaryKey.complete({ name, columns: [] }, 'public'),
    createUnique: forms.unique.complete({ name, columns: [] }, 'public'),
    createCheck: forms.check.complete({ name, expression: 'true' }, 'public'),
    createExclusion: forms.exclusion.complete({ name, definition: '' }, 'public'),
    createForeignKey: forms.foreignKey.complete({ name, columns: [], references: { table: name, columns: [] } }, 'public'),
    createIndex: forms.index.complete({ name, keys: [] }, 'public'),
    createView: forms.view.complete({ name, definition: '' }, 'public'),
    createMaterializedView: forms.materializedView.complete({ name, definition: '' }, 'public'),
  };
  const required: Readonly<Record<string, readonly string[]>> = {
    createEnum: ['values'],
    createTable: ['columns'],
    addColumn: ['type'],
    createPrimaryKey: ['columns'],
    createUnique: ['columns'],
    createCheck: ['expression'],
    createExclusion: ['definition'],
    createForeignKey: ['columns', 'references'],
    createIndex: ['keys'],
    createView: ['definition'],
    createMaterializedView: ['definition'],
  };

  it.each(Object.entries(least))('%s: every property, with its default', (method, value) => {
    const told = sectionOf(method).rows.map(([property, unsaid]) => [codeIn(property), codeIn(unsaid)]);
    const isRequired = (property: string): boolean => property === 'name' || required[method]?.includes(property) === true;
    const expected = Object.entries(value).map(([property, unsaid]) => [property, isRequired(property) ? null : JSON.stringify(unsaid)]);
    expect([...told].sort()).toEqual([...expected].sort());
  });

  it('alterColumn: every property but the name', () => {
    const told = sectionOf('alterColumn').rows.map(([property]) => codeIn(property));
    const facets: { readonly [F in Exclude<keyof Column, 'name'>]: true } = {
      type: true,
      nullable: true,
      default: true,
      generation: true,
      generated: true,
      virtual: true,
      collation: true,
      comment: true,
    };
    expect(told).toEqual(Object.keys(facets));
  });
});

describe('the examples of a chapter', () => {
  /** What the page says of the rows of `product`. */
  const after: Readonly<Record<string, readonly object[]>> = {
    Columns: [
      { weight_kg: '4.200', sku: 'SKU-1' },
      { weight_kg: null, sku: 'SKU-2' },
    ],
    [ofRows]: [{ name: 'Oak chair' }, { name: 'Lamp' }, { name: 'Sofa', price: '420.00' }, { name: 'Candle', price: '1.90' }],
    [ownSql]: [{ price: '99.00' }, { price: '25.00' }],
  };
  const empty: Schema = { extensions: [], namespaces: [{ name: 'public' }], enums: [], tables: [], views: [], materializedViews: [], viewFacts: {}, unmanaged: [], typeNames: {} };
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createDatabase();
  });

  afterAll(() => database.drop());

  it.each(chapters.filter((chapter) => chapter !== ownSql))('tell a story in which each step finds what it says: %s', async (chapter) => {
    const told: Operation[] = [];
    for (const { code } of storyOf(chapter)) await perform(code.text, { mode: 'record', outside: (work: () => Promise<void>) => work(), collect: (operation) => void told.push(operation) });
    const objects = told.filter(isObjectOperation);
    expect(() => applyAll(empty, objects)).not.toThrow();
  });

  it.each(chapters)('run on PostgreSQL, in tables with rows: %s', async (chapter) => {
    await withoutTrace(database, async () => {
      const send: Extract<Sink, { mode: 'online' }>['send'] = async ({ sql }, parameters) =>
        // All of it runs in one transaction here, so that no trace is left.
        void (await database.query(sql.replace(' CONCURRENTLY', ''), parameters));
      for (const { chapter: part, code } of storyOf(chapter)) {
        const fill: Extract<Sink, { mode: 'online' }>['fill'] = async (backfill) => void (await fillWithin(database, postgres, backfill));
        await perform(code.text, { mode: 'online', outside: (work: () => Promise<void>) => work(), send, fill });
        if (part === base) await database.query(rows);
      }
      expect(await database.query('SELECT * FROM product ORDER BY id')).toMatchObject(after[chapter] ?? [{ name: 'Oak chair' }, { name: 'Lamp' }]);
    });
  });
});

/** The tables of the page as entities, after the first revision of the page. */
@Entity()
class Category {
  @PrimaryGeneratedColumn('identity', { generatedIdentity: 'BY DEFAULT' })
  readonly id: number;

  @StoredColumn({ length: 80 })
  readonly name: string;
}

@Entity()
class Product {
  @PrimaryGeneratedColumn('identity', { generatedIdentity: 'BY DEFAULT' })
  readonly id: number;

  @StoredColumn({ length: 120 })
  readonly name: string;

  @StoredColumn({ type: 'numeric', precision: 10, scale: 2 })
  readonly price: string;

  @StoredColumn({ type: 'numeric', precision: 8, scale: 3, nullable: true })
  readonly weight: string | null;

  @StoredColumn({ type: 'integer', name: 'category_id', nullable: true })
  readonly categoryId: number | null;
}

describe('the revision files', () => {
  let database: TestDatabase;
  let directory: string;
  let dataSource: DataSource;

  const [written, byHand, outside] = files;
  const baseFile = `import type { MigrationInterface, QueryRunner } from 'typeorm';
import { operations } from 'limbeck';

/** the tables of the page */
export class Base1795248000000 implements MigrationInterface {
  static readonly revision = '5acb6d14a424';
  static readonly downRevision = null;

  async up(queryRunner: QueryRunner): Promise<void> {
    const op = operations(queryRunner);
    ${examples.find(({ chapter }) => chapter === base)?.code.text ?? ''}
    await op.execute(${JSON.stringify(rows)});
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE category, product, discount');
  }
}
`;

  const write = (texts: readonly string[]): Promise<unknown> =>
    Promise.all(texts.map((text, position) => writeFile(join(directory, `${position}-revision.ts`), text)));
  const newMigrator = (): Migrator => new Migrator(dataSource, { directory, includeObject: ({ ref }) => ref.name !== 'discount' && ref.table !== 'discount' });
  const ids = (revisions: readonly { readonly id: string }[]): string[] => revisions.map(({ id }) => id);

  beforeEach(async () => {
    database = await createDatabase();
    directory = await mkdtemp(join(tmpdir(), 'limbeck-docs-'));
    dataSource = new DataSource({ type: 'postgres', ...database.options, entities: [Category, Product] });
    await dataSource.initialize();
  });

  afterEach(async () => {
    await dataSource.destroy();
    await database.drop();
    await rm(directory, { recursive: true });
  });

  it('begin with what Limbeck writes', async () => {
    await write([baseFile]);
    await newMigrator().upgrade();
    const revision = await newMigrator().revision({ message: 'weigh products', autogenerate: true });
    const text = await readFile(revision?.path ?? '', 'utf8');
    const asOnPage = text.replace(revision?.revision ?? '', '8c41f0a6d2be').replace(/(?<=WeighProducts)\d{13}/g, '1795251600000');
    expect(written).toBeDefined();
    if (written !== undefined) expectBlocks(page, [{ title: 'A revision file', block: written, text: asOnPage.trimEnd() }]);
  });

  it('run with Limbeck, there and back as far as there is a way', async () => {
    await write([baseFile, ...files.map(({ text }) => text)]);
    const migrator = newMigrator();
    expect(ids(await migrator.upgrade('8c41'))).toEqual(['5acb6d14a424', '8c41f0a6d2be']);
    expect(await migrator.diff()).toEqual([]);
    expect(ids(await migrator.downgrade('-1'))).toEqual(['8c41f0a6d2be']);
    expect(await database.query('SELECT weight FROM product ORDER BY id')).toEqual([{ weight: '4.200' }, { weight: null }]);
    expect(ids(await migrator.upgrade())).toEqual(['8c41f0a6d2be', 'b7d9e2c40f13', '1f6a83d5e97c', 'd20c7e5b9a64']);
    expect(ids(await migrator.downgrade('-2'))).toEqual(['d20c7e5b9a64', '1f6a83d5e97c']);
    const failure: unknown = await migrator.downgrade('-1').catch((error: unknown) => error);
    expect(LimbeckError.is(failure, 'run/revision-failed') && failure.message).toContain('There is no way back from: the deletion of free products');
  });

  it('run with TypeORM, and Limbeck goes on from there', async () => {
    expect([byHand, outside]).not.toContain(undefined);
    await write([baseFile, ...files.map(({ text }) => text)]);
    const classes = [baseFile, ...files.map(({ text }) => text)].flatMap((text) => Object.values(evaluate(text)) as (new () => MigrationInterface)[]);
    const runner = new DataSource({ type: 'postgres', ...database.options, migrations: classes });
    await runner.initialize();
    try {
      expect(await runner.runMigrations({ transaction: 'each' })).toHaveLength(5);
      expect(ids(await newMigrator().current())).toEqual(['d20c7e5b9a64']);
      await newMigrator().downgrade('-2');
      expect((await runner.runMigrations({ transaction: 'each' })).map(({ name }) => name)).toEqual(['IndexProductNames1795258800000', 'RoundPrices1795262400000']);
    } finally {
      await runner.destroy();
    }
  });
});
