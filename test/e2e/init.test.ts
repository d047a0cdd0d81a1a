import { createProject, environmentOf, type Project } from '../support/command.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { atTerminal, itAtTerminal } from '../support/terminal.js';

const packageJson = '{\n  "name": "shop",\n  "scripts": {\n    "test": "jest"\n  }\n}\n';
const connection = `type: 'postgres',
      host: process.env.POSTGRES_HOST,
      port: Number(process.env.POSTGRES_PORT),
      username: process.env.POSTGRES_USER,
      password: process.env.POSTGRES_PASSWORD,
      database: process.env.POSTGRES_DB,`;
const entity = `import { Column, Entity, PrimaryColumn } from 'typeorm';
@Entity()
export class Product {
  @PrimaryColumn('int') id: number;
  @Column('text') name: string;
}
`;
const app = {
  'package.json': packageJson,
  'src/data-source.ts': `import { DataSource } from 'typeorm';
import { Product } from './product.entity';

export default new DataSource({
  ${connection}
  synchronize: true,
  entities: [Product],
});
`,
  'src/product.entity.ts': entity,
};
const migration = `import { MigrationInterface, QueryRunner } from 'typeorm';
export class CreateProduct1720000000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('CREATE TABLE "product" ("id" integer NOT NULL, "name" text NOT NULL, CONSTRAINT "PK_bebc9158e480b949565b4dc7a82" PRIMARY KEY ("id"))');
  }
  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE "product"');
  }
}
`;

async function createApp(database: TestDatabase, files: Readonly<Record<string, string>>): Promise<Project> {
  return createProject({ files, environment: environmentOf(database.options) });
}

/** What comes next, as `init` says it. */
const nextIn = (stdout: string): readonly string[] => (stdout.split('What comes next:\n')[1] ?? '').split('\n').map((line) => line.trim()).filter((line) => line.startsWith('limbeck'));

test('an app without migrations: shown, agreed, done, and nothing a second time', async () => {
  await using database = await createDatabase();
  await using project = await createApp(database, app);
  const added = `package.json
  line 4
  -     "test": "jest"
  +     "test": "jest",
  +     "migrate:gen": "limbeck revision --autogenerate",
  +     "migrate:up": "limbeck upgrade",
  +     "migrate:down": "limbeck downgrade",
  +     "migrate:check": "limbeck check"
`;
  expect(await project.limbeck(['init', '--dry-run'])).toEqual({ exitCode: 0, stdout: `${added}\nThe folder src/migrations would be made.\nThis was a dry run: nothing was changed.\n`, stderr: '' });
  const refused = await project.limbeck(['init']);
  expect([refused.exitCode, refused.stderr]).toEqual([2, expect.stringContaining('code: setup/not-confirmed')]);
  expect([await project.read('package.json'), await project.list('src/migrations')]).toEqual([packageJson, []]);

  const { stdout } = await project.limbeck(['init', '--yes']);
  expect(stdout).toContain(`${added}\nmade src/migrations\nchanged package.json\nleft src/data-source.ts as it is\n`);
  expect(stdout).toContain('Set synchronize to false in src/data-source.ts:11: from now on, migrations change the schema.');
  expect(nextIn(stdout)).toEqual(['limbeck revision --autogenerate -m "the first tables"', 'limbeck upgrade']);
  const again = await project.limbeck(['init', '--json']);
  expect(JSON.parse(again.stdout)).toMatchObject({ version: 1, command: 'init', made: false, changes: [], migrations: 0 });

  await database.query('CREATE TABLE product (id integer NOT NULL, name text NOT NULL, CONSTRAINT "PK_bebc9158e480b949565b4dc7a82" PRIMARY KEY (id))');
  expect(nextIn((await project.limbeck(['init'])).stdout)).toEqual(['limbeck revision --baseline -m "baseline"', 'limbeck adopt --stamp']);
});

test('an app with migrations of TypeORM, with and without rows', async () => {
  await using database = await createDatabase();
  await using project = await createApp(database, { ...app, 'src/db/1720000000000-CreateProduct.ts': migration });
  expect(nextIn((await project.limbeck(['init', '--yes'])).stdout)).toEqual(['limbeck adopt']);
  expect(await project.read('src/data-source.ts')).toContain("export const limbeck: MigratorOptions = { directory: 'db' };\n");
  expect((await project.limbeck(['upgrade'])).stdout).toMatch(/^upgraded CreateProduct1720000000000/);
  await project.remove('src/db/1720000000000-CreateProduct.ts');
  expect(nextIn((await project.limbeck(['init', '--yes'])).stdout)).toEqual(['limbeck adopt']);
});

test('a NestJS app, whose module says how to connect, with variables of which the environment has one and `.env` all', async () => {
  await using database = await createDatabase();
  const { POSTGRES_DB = '', ...others } = environmentOf(database.options);
  await using project = await createProject({ environment: { POSTGRES_DB }, files: {
    'package.json': packageJson,
    'src/app.module.ts': `import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';

@Module({
  imports: [
    TypeOrmModule.forRoot({
      ${connection}
      autoLoadEntities: true,
      synchronize: process.env.NODE_ENV !== 'production',
    }),
  ],
})
export class AppModule {}
`,
    'src/products/product.entity.ts': entity,
    '.env': Object.entries({ ...others, POSTGRES_DB: 'another' }).map(([name, value]) => `${name}=${value}\n`).join(''),
  } });
  const { stdout } = await project.limbeck(['init', '--yes']);
  expect(stdout).toContain('Set synchronize to false in src/app.module.ts:14: from now on, migrations change the schema.');
  expect(nextIn(stdout)).toEqual(['limbeck revision --autogenerate -m "the first tables"', 'limbeck upgrade']);
  expect((await project.limbeck(['revision', '--autogenerate', '-m', 'the first tables'])).stdout).toContain('create table product: id, name');
  expect((await project.limbeck(['upgrade'])).exitCode).toBe(0);
  expect((await project.limbeck(['check'])).exitCode).toBe(0);
});

test('a database that does not answer', async () => {
  await using database = await createDatabase();
  await using project = await createApp(database, app);
  const { exitCode, stderr } = await project.limbeck(['init', '--yes'], { env: { POSTGRES_PORT: '1' } });
  expect([exitCode, stderr]).toEqual([0, expect.stringMatching(/^note: how the database stands is not known\. No PostgreSQL server answers at .*limbeck doctor looks closer\.\n$/)]);
});

describe('at a terminal', () => {
  itAtTerminal('it asks which data source, and whether files may be changed', async () => {
    await using database = await createDatabase();
    const { 'src/data-source.ts': dataSource = '' } = app;
    await using project = await createApp(database, { 'package.json': packageJson, 'src/product.entity.ts': entity, 'src/one.ts': dataSource, 'src/two.ts': dataSource });
    const run = (answers: readonly string[]) =>
      atTerminal(['init'], {
        cwd: project.folder,
        env: environmentOf(database.options),
        said: answers.map((answer, position) => ({ after: position === 0 ? '> ' : '[Y/n] ', answer })),
      });
    expect(await run(['2', 'n'])).toMatch(/1 {2}src\/one\.ts\r\n {2}2 {2}src\/two\.ts[^]*Nothing was changed\./);
    expect(await project.read('package.json')).toBe(packageJson);
    expect(await run(['2', ''])).toMatch(/changed package\.json[^]*limbeck -d src\/two\.ts upgrade/);
    expect(await project.read('package.json')).toContain('"migrate:up": "limbeck -d src/two.ts upgrade"');
  });
});
