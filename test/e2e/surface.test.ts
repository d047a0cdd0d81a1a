import { createProject, environmentOf } from '../support/command.js';
import { createDatabase } from '../support/database.js';
import { createStage } from '../support/stage.js';

const json = (stdout: string): unknown => JSON.parse(stdout);

test('a project from nothing: init, a revision, a script, a stamp', async () => {
  await using database = await createDatabase();
  await using project = await createProject({ environment: environmentOf(database.options) });
  const first = await project.limbeck(['init', 'db/revisions']);
  expect(first).toEqual({
    exitCode: 0,
    stdout: expect.stringMatching(/^ormconfig\.ts \(new\)\n {2}\+ import 'reflect-metadata';\n[^]*\nmade db\/revisions\nmade ormconfig\.ts\n\nWhat comes next:\n {2}Say in ormconfig\.ts how to connect, and name your entities\.\n {2}limbeck revision --autogenerate -m "the first tables"\n {2}limbeck upgrade\n$/),
    stderr: '',
  });
  const config = await project.read('ormconfig.ts');
  expect(config).toContain("directory: 'db/revisions'");
  await project.write({
    'entities/product.ts': `import { Column, Entity, PrimaryColumn } from 'typeorm';
@Entity()
export class Product {
  @PrimaryColumn('int') id: number;
  @Column('text') name: string;
}
`,
    'tsconfig.json': '{ "compilerOptions": { "experimentalDecorators": true, "emitDecoratorMetadata": true } }',
  });
  expect((await project.limbeck(['revision', '--autogenerate', '-m', 'the first tables'])).exitCode).toBe(0);
  expect(await project.list('db/revisions')).toHaveLength(1);
  expect((await project.limbeck(['init', 'elsewhere'])).stdout).toContain('left ormconfig.ts as it is\n');
  expect(await project.read('ormconfig.ts')).toBe(config);

  const script = await project.limbeck(['upgrade', '--sql', '-o', 'up.sql'], { env: { POSTGRES_PORT: '1' } });
  expect(script).toEqual({ exitCode: 0, stdout: 'up.sql\n', stderr: '' });
  expect((await project.limbeck(['upgrade', '--sql'], { env: { POSTGRES_PORT: '1' } })).stdout).toBe(await project.read('up.sql'));
  expect((await project.limbeck(['upgrade', '--sql', '-o', 'no/such/folder.sql'])).stderr).toContain('code: command/output-not-writable');

  expect((await project.limbeck(['stamp', 'head', '-q'])).stdout).toMatch(/^stamped [0-9a-f]{12}, the first tables\n$/);
  expect(await database.query("SELECT to_regclass('product') AS product")).toEqual([{ product: null }]);
  expect((await project.limbeck(['stamp', 'base'])).stdout).toMatch(/^not applied any longer: TheFirstTables\d{13}\n$/);

  const told = await project.limbeck(['upgrade', '--verbose']);
  expect(told.stdout).toMatch(/^CREATE TABLE "public"\."product" [^]*\(\d+ ms\)\nupgraded [0-9a-f]{12}, the first tables \(.*\)\n$/);
  expect((await project.limbeck(['downgrade', '-1', '-v', '--quiet'])).stdout).toBe('');
});

test('errors as JSON: on stdout, without passwords, with the exit codes of errors', async () => {
  await using project = await createProject({ files: { 'ormconfig.js': "throw new Error('cannot read postgres://shop:s3cret@db/shop');" } });
  const usage = await project.limbeck(['upgrde', '--json']);
  expect([usage.exitCode, usage.stderr, json(usage.stdout)]).toEqual([
    2,
    '',
    { version: 1, error: { code: 'command/wrong-usage', message: "Unknown command 'upgrde'.", hint: 'Did you mean upgrade?', details: { problem: "unknown command 'upgrde'", nearest: 'upgrade', command: null } } },
  ]);
  const config = await project.limbeck(['check', '--json']);
  expect([config.exitCode, config.stderr]).toEqual([2, '']);
  expect(json(config.stdout)).toMatchObject({ version: 1, error: { code: 'config/load-failed' } });
  expect(config.stdout).toContain('postgres://shop:***@db/shop');
  expect(config.stdout).not.toContain('s3cret');
  await project.write({ 'defect.cjs': "JSON.parse = () => { throw new TypeError('a defect'); };" });
  const defect = await project.limbeck(['--version', '--json'], { env: { NODE_OPTIONS: '--require ./defect.cjs' } });
  expect(defect.exitCode).toBe(3);
  expect(defect.stdout).toMatch(/"code": null,\n +"message": "a defect"/);
});

test('several data sources, each with its options, and arguments for their revisions', async () => {
  await using stage = await createStage();
  const { project, database } = stage;
  const revision = (id: string, table: string): string => `import { operations } from 'limbeck';
export class R${id}1700000000000 {
  static readonly revision = '${id}';
  static readonly downRevision = null;
  name = 'R${id}1700000000000';
  async up(queryRunner) {
    const op = operations(queryRunner);
    await op.execute('CREATE TABLE ${table} AS SELECT $1::text AS tenant'.replace('$1', () => "'" + op.arguments.tenant + "'"));
  }
  async down() {}
}
`;
  await project.write({
    'two.ts': `import { DataSource } from 'typeorm';
import { dataSource } from './ormconfig';
export { dataSource as shop };
export const reporting = new DataSource({ ...dataSource.options, migrationsTableName: 'report_migrations' } as never);
export const limbeck = { shop: { directory: 'shop', arguments: { tenant: 'south' } }, reporting: { directory: 'reports' } };
`,
    'shop/a.ts': revision('aaaaaaaaaaaa', 'shop_tenant'),
    'reports/b.ts': revision('bbbbbbbbbbbb', 'report_tenant'),
  });
  const on = (name: string, ...words: readonly string[]) => project.limbeck(['-d', 'two.ts', '--name', name, ...words]);
  expect((await on('shop', 'upgrade')).stdout).toMatch(/^upgraded aaaaaaaaaaaa/);
  expect((await on('reporting', 'upgrade', '-x', 'tenant=east', '-x', 'tenant=a=b')).stdout).toMatch(/^upgraded bbbbbbbbbbbb/);
  expect(await database.query('SELECT s.tenant AS shop, r.tenant AS reports FROM shop_tenant s, report_tenant r')).toEqual([{ shop: 'south', reports: 'a=b' }]);
  expect((await on('reporting', 'upgrade', '--sql', '-x', 'tenant=west')).stdout).toContain("SELECT 'west'::text");
  expect((await on('report', 'current')).stderr).toContain('Did you mean `--name reporting`?');
  expect((await on('shop', 'upgrade', '-x', 'tenant')).stderr).toContain("The value of -x must be key=value: 'tenant' is not.");
  expect((await project.limbeck(['-d', 'two.ts', 'current'])).stderr).toContain('Choose one with `--name <export>`.');
});
