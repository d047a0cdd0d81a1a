import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { planSetup, type Setup, type SetupWish } from '../../../src/setup/plan-setup.js';
import { writeSetup } from '../../../src/setup/write-setup.js';
import { LimbeckError } from '../../../src/kernel/errors.js';

const folders: string[] = [];
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true })));

type Files = Readonly<Record<string, string>>;

function createFolder(files: Files): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'limbeck-setup-')));
  folders.push(folder);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** The code of the error that something ends with. */
const codeOf = (work: Promise<unknown>): Promise<unknown> => work.then(() => 'no error', (error: unknown) => (error instanceof LimbeckError ? String(error.code) : error));

const nobody: SetupWish['choose'] = () => Promise.resolve(null);

/** What is planned, with paths as in the folder, and files as they are afterwards. */
async function plan(files: Files, wish: Partial<SetupWish> & { readonly within?: string } = {}) {
  const folder = createFolder(files);
  const shown = (path: string): string => relative(folder, path);
  const setup = await planSetup({ folder: join(folder, wish.within ?? '.'), choose: nobody, ...wish });
  const after = Object.fromEntries(setup.changes.map((change) => [shown(change.file), change.after]));
  const remarks = setup.remarks.map((remark) => remark.replaceAll(`${folder}/`, ''));
  return { setup, folder, after, remarks, directory: shown(setup.directory.path), dataSource: shown(setup.dataSource.file) };
}

/** Does what is planned, and plans again: nothing may be left. */
async function expectDone({ setup, folder }: { readonly setup: Setup; readonly folder: string }): Promise<void> {
  await writeSetup(setup);
  const again = await planSetup({ folder, choose: nobody });
  expect([again.changes, again.directory, again.dataSource.isNew]).toEqual([[], { path: setup.directory.path, isNew: false }, false]);
}

const scripts = (limbeck = 'limbeck'): object => ({
  'migrate:gen': `${limbeck} revision --autogenerate`,
  'migrate:up': `${limbeck} upgrade`,
  'migrate:down': `${limbeck} downgrade`,
  'migrate:check': `${limbeck} check`,
});
const scriptsIn = (text: string | undefined): unknown => (JSON.parse(text ?? '{}') as { readonly scripts?: unknown }).scripts;

const packageJson = '{\n  "name": "shop"\n}\n';
const dataSource = "import { DataSource } from 'typeorm';\n\nexport const AppDataSource = new DataSource({ type: 'postgres' });\n";
const migration = (name: string): string => `import { MigrationInterface } from 'typeorm';\nexport class ${name} implements MigrationInterface {}\n`;

describe('an app with TypeORM', () => {
  it('needs scripts and a folder, where the data source is where it is looked for', async () => {
    const planned = await plan({ 'package.json': packageJson, 'src/data-source.ts': dataSource });
    expect([Object.keys(planned.after), scriptsIn(planned.after['package.json'])]).toEqual([['package.json'], scripts()]);
    expect([planned.directory, planned.setup.directory.isNew, planned.dataSource, planned.remarks]).toEqual(['src/migrations', true, 'src/data-source.ts', []]);
    await expectDone(planned);
  });

  it('names a file that is elsewhere in the scripts', async () => {
    const planned = await plan({ 'package.json': packageJson, 'src/db/connection.ts': dataSource });
    expect(scriptsIn(planned.after['package.json'])).toEqual(scripts('limbeck -d src/db/connection.ts'));
  });

  it('is told of what changes the schema beside the migrations', async () => {
    const { remarks } = await plan({ 'src/data-source.ts': dataSource.replace("'postgres'", "'postgres',\n  synchronize: true,\n") });
    expect(remarks).toEqual(['Set synchronize to false in src/data-source.ts:4: from now on, migrations change the schema.']);
  });

  it('keeps revisions beside its migrations, and says so in options', async () => {
    const planned = await plan({ 'package.json': packageJson, 'src/data-source.ts': dataSource, 'src/db/history/1720000000000-A.ts': migration('A1720000000000') });
    expect(planned.directory).toBe('src/db/history');
    expect(planned.after['src/data-source.ts']).toBe(
      "import { DataSource } from 'typeorm';\nimport type { MigratorOptions } from 'limbeck';\n\nexport const AppDataSource = new DataSource({ type: 'postgres' });\n\nexport const limbeck: MigratorOptions = { directory: 'db/history' };\n",
    );
    expect(planned.setup.migrations.map((file) => relative(planned.folder, file))).toEqual(['src/db/history/1720000000000-A.ts']);
    await expectDone(planned);
  });

  it('keeps them apart from those of another database', async () => {
    const files = { 'package.json': packageJson, 'src/data-source.ts': dataSource, 'src/migrations/mysql/1-A.ts': migration('A1700000000000') };
    const alone = await plan(files);
    expect([alone.setup.migrations, alone.directory]).toEqual([[], 'src/migrations']);
    const beside = await plan({ ...files, 'src/migrations/postgres/1-A.ts': migration('A1700000000000') });
    expect(beside.directory).toBe('src/migrations/postgres');
    await expectDone(beside);
  });

  it('is written as it is: quotes, semicolons, ends of lines', async () => {
    const windows = 'import { DataSource } from "typeorm"\r\nexport default new DataSource({ type: "postgres" })';
    const { after } = await plan({ 'ormconfig.ts': windows }, { directory: join(tmpdir(), 'x') });
    expect(after['ormconfig.ts']).toMatch(/^import \{ DataSource \} from "typeorm"\r\nimport type \{ MigratorOptions \} from "limbeck"\r\nexport default .*\)\r\n\r\nexport const limbeck: MigratorOptions = \{ directory: "[^"]*" \}\r\n$/);
  });

  it.each([
    ['CommonJS', 'ormconfig.js', '{}', "const { DataSource } = require('typeorm');\nexports.dataSource = new DataSource({ type: 'postgres' });\n", "module.exports.limbeck = { directory: 'db' };\n"],
    ['ES modules', 'ormconfig.js', '{ "type": "module" }', "import { DataSource } from 'typeorm';\nexport const dataSource = new DataSource({ type: 'postgres' });\n", "export const limbeck = { directory: 'db' };\n"],
    ['ES modules by name', 'ormconfig.mjs', '{}', "import { DataSource } from 'typeorm';\nexport const dataSource = new DataSource({ type: 'postgres' });\n", "export const limbeck = { directory: 'db' };\n"],
  ])('says options in JavaScript: %s', async (_, name, manifest, text, options) => {
    const planned = await plan({ 'package.json': manifest, [name]: text, 'db/1720000000000-a.js': 'exports.A1720000000000 = class A1720000000000 {}' });
    expect(planned.after[name]).toBe(`${text}\n/** @type {import('limbeck').MigratorOptions} */\n${options}`);
    await expectDone(planned);
  });

  it('asks for words where a module exports the data source and nothing else', async () => {
    const text = "const { DataSource } = require('typeorm');\nmodule.exports = new DataSource({ type: 'postgres' });\n";
    const { after, remarks } = await plan({ 'ormconfig.js': text, 'db/1720000000000-a.js': 'exports.A = class A1720000000000 {}' });
    expect([after, remarks]).toEqual([{}, ["Say in the export `limbeck` of ormconfig.js: directory: 'db'."]]);
  });

  it('exports a data source that is not', async () => {
    const planned = await plan({ 'src/data-source.ts': dataSource.replace('export ', '') });
    expect(planned.after).toEqual({ 'src/data-source.ts': dataSource });
    await expectDone(planned);
  });

  it('leaves scripts that are taken, and options that are there', async () => {
    const { after, remarks, directory } = await plan({
      'package.json': '{ "scripts": { "migrate:up": "typeorm migration:run" } }',
      'ormconfig.ts': `${dataSource}export const limbeck = { directory: 'revisions', style: 'sql' } satisfies MigratorOptions;\n`,
    });
    expect(scriptsIn(after['package.json'])).toEqual({ ...scripts(), 'migrate:up': 'typeorm migration:run' });
    expect([Object.keys(after), directory, remarks]).toEqual([['package.json'], 'revisions', ['package.json has another script migrate:up; it stays. Limbeck\'s would be: limbeck upgrade']]);
  });
});

describe('an app with NestJS', () => {
  const module = (options: string, imports = ''): string => `import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
${imports}
@Module({ imports: [${options}] })
export class AppModule {}
`;

  it('gets a data source with the options of its module', async () => {
    const options = "TypeOrmModule.forRoot({\n  type: 'postgres',\n  url: process.env.DATABASE_URL,\n  entities: [User, Order],\n  autoLoadEntities: true,\n  synchronize: true,\n})";
    const planned = await plan({ 'package.json': packageJson, 'src/app.module.ts': module(options, "import { User, Cat } from './user.entity';\nimport { Order } from './order.entity';\n") });
    expect(planned.remarks).toEqual(['Set synchronize to false in src/app.module.ts:11: from now on, migrations change the schema.']);
    expect(planned.after['src/data-source.ts']).toBe(`import { existsSync } from 'node:fs';
import { DataSource } from 'typeorm';
import { User } from './user.entity';
import { Order } from './order.entity';

if (existsSync('.env')) process.loadEnvFile();

export const dataSource = new DataSource({
  type: 'postgres',
  url: process.env.DATABASE_URL,
  entities: [User, Order],
  synchronize: false,
});
`);
    expect(scriptsIn(planned.after['package.json'])).toEqual(scripts());
    await expectDone(planned);
  });

  it('finds entities that are loaded by themselves, and variables behind the ConfigService', async () => {
    const options = "TypeOrmModule.forRootAsync({ inject: [ConfigService], useFactory: (config: ConfigService) => ({ type: 'postgres', host: config.get('DB_HOST'), port: config.get<number>('DB_PORT', 5432), password: config.getOrThrow<string>('DB_PASSWORD'), autoLoadEntities: true }) })";
    const { after } = await plan({ 'package.json': packageJson, 'src/app.module.ts': module(options) });
    expect(after['src/data-source.ts']).toBe(`import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DataSource } from 'typeorm';

if (existsSync('.env')) process.loadEnvFile();

export const dataSource = new DataSource({
  type: 'postgres',
  host: process.env.DB_HOST,
  port: Number(process.env.DB_PORT ?? 5432),
  password: process.env.DB_PASSWORD,
  entities: [join(__dirname, '**/*.entity{.ts,.js}')],
  synchronize: false,
});
`);
  });

  it('is asked how to connect where only the running app knows', async () => {
    const options = "TypeOrmModule.forRootAsync({ useFactory: async (config: ConfigService) => config.get('database') })";
    const { after, remarks, dataSource: file } = await plan({ 'src/app.module.ts': module(options) });
    expect([file, remarks]).toEqual(['src/data-source.ts', ['Say in src/data-source.ts how to connect: the options in src/app.module.ts are known only to the app when it runs.']]);
    expect(after['src/data-source.ts']).toContain('entities: [`${__dirname}/**/*.entity{.ts,.js}`]');
  });
});

describe('several', () => {
  const monorepo = {
    'package.json': '{ "workspaces": ["apps/*"] }',
    'apps/api/package.json': packageJson,
    'apps/api/src/data-source.ts': dataSource,
    'apps/reports/package.json': packageJson,
    'apps/reports/src/data-source.ts': dataSource,
  };

  it('are asked about, and the package of the one that is chosen gets the scripts', async () => {
    const asked: (readonly string[])[] = [];
    const planned = await plan(monorepo, { choose: (_, choices) => Promise.resolve(asked.push(choices)) });
    expect(asked.map((choices) => choices.map((each) => each.replace(/.*apps/, 'apps')))).toEqual([['apps/api/src/data-source.ts', 'apps/reports/src/data-source.ts']]);
    expect(planned.dataSource).toBe('apps/reports/src/data-source.ts');
    expect(Object.keys(planned.after)).toEqual(['apps/reports/package.json']);
    expect(scriptsIn(planned.after['apps/reports/package.json'])).toEqual(scripts());
  });

  it('are refused where nobody can be asked', async () => {
    expect(await codeOf(plan(monorepo))).toBe('setup/several-data-sources');
  });

  it('do not matter from within a package', async () => {
    const { dataSource: file, directory } = await plan(monorepo, { within: 'apps/api/src' });
    expect([file, directory]).toEqual(['apps/api/src/data-source.ts', 'apps/api/src/migrations']);
  });

  it('in one file are told apart by name', async () => {
    const two = `${dataSource}export const reporting = new DataSource({ type: 'postgres' });\nexport const old = new DataSource({ type: 'mysql' });\n`;
    const files = { 'package.json': packageJson, 'ormconfig.ts': two, 'db/1720000000000-A.ts': migration('A1720000000000') };
    expect(await codeOf(plan(files))).toBe('config/several-data-sources');
    expect(await codeOf(plan(files, { name: 'nobody' }))).toBe('config/unknown-data-source');
    const { after } = await plan(files, { name: 'reporting' });
    expect(scriptsIn(after['package.json'])).toEqual(scripts('limbeck -n reporting'));
    expect(after['ormconfig.ts']).toBe(`${two}\nexport const limbeck = { reporting: { directory: 'db' } };\n`);
  });
});

test('a database that Limbeck does not know is said', async () => {
  expect(await codeOf(plan({ 'src/db.ts': dataSource.replace('postgres', 'mysql') }))).toBe('config/unsupported-driver');
});

test('nothing at all gets a file to fill in', async () => {
  const planned = await plan({}, { });
  expect([Object.keys(planned.after), planned.directory, planned.remarks]).toEqual([['ormconfig.ts'], 'migrations', ['Say in ormconfig.ts how to connect, and name your entities.']]);
  await expectDone(planned);
});
