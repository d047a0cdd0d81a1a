import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { createProject, type Project } from '../support/command.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { brokenLinks, compile, evaluate, expectBlocks, fileNameIn, moduleOf, readPage, type Block, type Section } from '../support/docs.js';
import { perform, withPageIds } from '../support/story.js';

const page = readPage('adopting.md');

const sectionOf = (title: string): Section => {
  const found = page.sections.find((section) => section.title === title);
  if (found === undefined) throw new Error(`The page has no heading ${title}.`);
  return found;
};

const blocks = page.sections.flatMap((section) => section.blocks);
const files = Object.fromEntries(blocks.flatMap(({ text }) => (fileNameIn(text) === undefined ? [] : [[fileNameIn(text) ?? '', text]])));

const entity = `import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

@Entity()
export class Product {
  @PrimaryGeneratedColumn()
  id: number;

  @Column({ length: 80 })
  name: string;

  @Column({ type: 'numeric', default: 0 })
  price: string;

  @Column({ type: 'text', nullable: true })
  currency: string | null;

  @Column({ type: 'text', nullable: true })
  sku: string | null;
}
`;
const withoutSku = entity.replace(/\n {2}@Column\([^)]*\)\n {2}sku.*\n/, '');

/** A migration that adds a column, as TypeORM's command writes it. */
const adding = (name: string, column: string): string => `import { MigrationInterface, QueryRunner } from 'typeorm';

export class ${name} implements MigrationInterface {
  name = '${name}'

  public async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(\`ALTER TABLE "product" ADD ${column}\`);
  }

  public async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(\`ALTER TABLE "product" DROP COLUMN ${column.split(' ')[0]}\`);
  }
}
`;

const migrations = {
  'src/migrations/1720000100000-AddPrice.ts': adding('AddPrice1720000100000', '"price" numeric NOT NULL DEFAULT 0'),
  'src/migrations/1720000200000-AddCurrency.ts': adding('AddCurrency1720000200000', '"currency" text'),
};
const history = ['src/migrations/1720000000000-CreateProduct.ts', ...Object.keys(migrations)];

/** An app, and its database. */
interface App extends AsyncDisposable {
  readonly project: Project;
  readonly database: TestDatabase;
  /** By Jest's own `require`, which compiles. */
  dataSource(): DataSource;
}

async function createApp(more: Readonly<Record<string, string>>): Promise<App> {
  const database = await createDatabase();
  const environment = { DATABASE_URL: database.url };
  const tsconfig = '{ "compilerOptions": { "module": "commonjs", "target": "es2022", "experimentalDecorators": true, "emitDecoratorMetadata": true } }';
  const project = await createProject({ files: { 'tsconfig.json': tsconfig, 'src/data-source.ts': files['src/data-source.ts'] ?? '', 'src/product.entity.ts': entity, ...more }, environment });
  return {
    project,
    database,
    dataSource: () => {
      Object.assign(process.env, environment);
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- Jest's own, which compiles
      return (require(join(project.folder, 'src/data-source.ts')) as { readonly dataSource: DataSource }).dataSource;
    },
    [Symbol.asyncDispose]: async () => {
      await project[Symbol.asyncDispose]();
      await database.drop();
    },
  };
}

/** The app of the page, whose first two migrations TypeORM has run. */
async function createOldApp(): Promise<App> {
  const app = await createApp({ ...migrations, [history[0] ?? '']: files[history[0] ?? ''] ?? '' });
  for (const [position, file] of history.slice(0, 2).entries()) {
    const sql = /query\(`([^`]*)`/.exec(await app.project.read(file))?.[1] ?? '';
    await app.database.query(sql);
    if (position === 0) await app.database.query('CREATE TABLE migrations (id SERIAL PRIMARY KEY, "timestamp" bigint NOT NULL, name varchar NOT NULL)');
    await app.database.query('INSERT INTO migrations ("timestamp", name) VALUES ($1, $2)', [1_720_000_000_000 + position * 100_000, /class (\w+)/.exec(await app.project.read(file))?.[1]]);
  }
  return app;
}

const commandsOf = (title: string): readonly Block[] => sectionOf(title).blocks.filter(({ language }) => language === 'text');

async function expectCommands(app: App, titles: readonly string[]): Promise<void> {
  const performed = [];
  for (const title of titles) for (const block of commandsOf(title)) performed.push({ title, block, text: await perform(app, block) });
  expectBlocks(page, withPageIds(performed));
}

describe('the page about adopting', () => {
  it('has TypeScript that compiles', () => {
    const modules = Object.entries(files).map(([name, text]) => [name, text] as const);
    const others = blocks.filter(({ language, text }) => language === 'ts' && fileNameIn(text) === undefined).map(({ text, line }) => [`adopting-line-${line}.ts`, moduleOf(text)] as const);
    expect(compile(new Map([...modules, ...others]))).toEqual([]);
  });

  it('leads to what is there', () => expect(brokenLinks(page)).toEqual([]));

  it('has no command that is not run here', () => {
    const run = ['The first look', 'Going on', 'A database without a history', 'An app without migrations'].flatMap(commandsOf);
    expect(blocks.filter(({ language, text }) => language === 'text' && text.includes('$ ')).map(({ line }) => line)).toEqual(run.map(({ line }) => line));
  });

  it('says what an app with migrations sees, there and back', async () => {
    await using app = await createOldApp();
    await expectCommands(app, ['The first look', 'Going on']);
    const dataSource = await app.dataSource().initialize();
    const { example } = evaluate(moduleOf(sectionOf('Back to TypeORM').blocks[0]?.text ?? '')) as { readonly example: (names: object) => Promise<void> };
    expect(await dataSource.showMigrations()).toBe(false);
    await example({ dataSource });
    expect(await dataSource.showMigrations()).toBe(false);
    await dataSource.destroy();
    expect(await app.project.limbeck(['adopt'])).toMatchObject({ exitCode: 0 });
  });

  it('says what a database without a history needs', async () => {
    await using app = await createOldApp();
    await app.database.query('ALTER TABLE product ADD currency text');
    await app.database.query('DROP TABLE migrations');
    expect(await app.project.limbeck(['adopt', '--stamp'])).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('revision/cannot-stamp') as unknown });
    await app.project.write({ 'src/product.entity.ts': withoutSku });
    await expectCommands(app, ['A database without a history']);
    expect(await app.project.limbeck(['check'])).toMatchObject({ exitCode: 0 });
  });

  it('says what an app without migrations does', async () => {
    await using app = await createApp({});
    await app.dataSource().initialize();
    await app.dataSource().synchronize();
    await app.dataSource().destroy();
    await expectCommands(app, ['An app without migrations']);
    expect(await app.project.limbeck(['check'])).toMatchObject({ exitCode: 0 });
    await app.database.query('DROP TABLE product, migrations');
    expect(await app.project.limbeck(['upgrade'])).toMatchObject({ exitCode: 0 });
    const outcome = await app.project.limbeck(['adopt', '--json']);
    const empty: readonly unknown[] = [];
    expect(JSON.parse(outcome.stdout)).toEqual({ version: 1, command: 'adopt', revisions: 1, old: 0, applied: 1, pending: empty, missing: empty, operations: empty, accepted: empty, unused: empty, unmanaged: empty, stamped: empty });
  });
});
