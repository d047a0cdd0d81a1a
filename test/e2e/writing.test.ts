import type { Project } from '../support/command.js';
import { createStage } from '../support/stage.js';

const product = `import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

@Entity()
export class Product {
  @PrimaryGeneratedColumn()
  id: number;

  @Column({ length: 80, comment: 'what \`it\` is \${called}' })
  name: string;
}
`;

async function output(project: Project, ...words: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await project.limbeck(words);
  expect({ words, exitCode, stderr }).toEqual({ words, exitCode: 0, stderr: '' });
  return stdout;
}

/** `ormconfig.ts` with a hook. */
const configWith = (config: string, hook: string): string => `${config}\nexport const limbeck = { directory: 'migrations', processRevision: ${hook} };\n`;

test('a revision in SQL, and what a revision runs', async () => {
  await using stage = await createStage({ 'entities/product.ts': product });
  const { project, database } = stage;
  const [path = ''] = (await output(project, 'revision', '--autogenerate', '-m', 'First', '--style', 'sql')).split('\n');
  const text = await project.read(path);
  expect(text).toContain('    await op.execute(`CREATE TABLE "public"."product" (\n  "id" serial NOT NULL,\n');
  expect(text).toContain(`await op.execute('DROP TABLE "public"."product"');`);

  const id = /-(\w{12})_/.exec(path)?.[1] ?? '';
  const script = await output(project, 'show', id.slice(0, 6), '--sql');
  expect(script).toMatch(new RegExp(`^-- up of ${id}, First\nCREATE TABLE "public"."product" \\(\n`));
  expect(script).toMatch(new RegExp(`\n\n-- down of ${id}, First\nDROP TABLE "public"."product";\n$`));

  await output(project, 'upgrade');
  expect(await output(project, 'check')).toBe('The database is as the entities say.\n');
  await output(project, 'downgrade', 'base');
  const [up = ''] = script.split('-- down');
  await database.query(up);
  const { stdout } = await project.limbeck(['diff']);
  expect(stdout).toBe('The database is as the entities say.\n');
});

test('show tells what the calls of op do, without a database', async () => {
  await using stage = await createStage({ 'entities/product.ts': product });
  const { project } = stage;
  const [path = ''] = (await output(project, 'revision', '--autogenerate', '-m', 'First')).split('\n');
  const id = /-(\w{12})_/.exec(path)?.[1] ?? '';
  const { exitCode, stdout } = await project.limbeck(['show'], { env: { POSTGRES_PORT: '1' } });
  expect({ exitCode, stdout }).toEqual({
    exitCode: 0,
    stdout: `<base> -> ${id} (head), First\n${path}\nup:\n  create table product: id, name\ndown:\n  drop table product\n`,
  });
});

test('show runs nothing of a revision that talks to the query runner, and says what it cannot know', async () => {
  await using stage = await createStage();
  const { project, database } = stage;
  const file = (body: string): string => `import type { MigrationInterface, QueryRunner } from 'typeorm';

/** by hand */
export class ByHand1700000000000 implements MigrationInterface {
  static readonly revision = 'aaaaaaaaaaaa';
  static readonly downRevision = null;
  readonly name = 'ByHand1700000000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    ${body}
  }

  async down(): Promise<void> {
    throw new Error('there is no way back');
  }
}
`;
  await project.write({ 'migrations/hand.ts': file("await queryRunner.query('CREATE TABLE hand ()');").replace("throw new Error('there is no way back');", '') });
  expect(await output(project, 'show', '--sql')).toBe('-- up of aaaaaaaaaaaa, by hand\nCREATE TABLE hand ();\n\n-- down of aaaaaaaaaaaa, by hand\n-- nothing\n');
  expect(await database.query("SELECT to_regclass('hand') AS found")).toEqual([{ found: null }]);

  await project.write({ 'migrations/hand.ts': file("const rows = await queryRunner.query('SELECT 1 AS one'); rows[0].one.toFixed();") });
  const { exitCode, stderr } = await project.limbeck(['show']);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('code: offline/needs-database');
});

test('processRevision: another message, two files, none', async () => {
  await using stage = await createStage({ 'entities/product.ts': product });
  const { project } = stage;
  const config = await project.read('ormconfig.ts');

  await project.write({ 'ormconfig.ts': configWith(config, '() => null') });
  expect(await project.limbeck(['revision', '--autogenerate', '-m', 'first'])).toEqual({
    exitCode: 0,
    stdout: 'Nothing was written.\n',
    stderr: 'note: processRevision made nothing of "first".\n',
  });
  expect(await project.list('migrations')).toEqual([]);

  await project.write({ 'ormconfig.ts': configWith(config, "() => { throw new Error('no'); }") });
  expect((await project.limbeck(['revision', '-m', 'first'])).stderr).toContain('code: config/callback-failed');

  const hook = `({ message, operations }) => [{ message, operations }, { message: message + ' rows', operations: [{ verb: 'execute', up: "INSERT INTO product (name) VALUES ('chair')", down: null }] }]`;
  await project.write({ 'ormconfig.ts': configWith(config, hook) });
  const lines = (await output(project, 'revision', '--autogenerate', '-m', 'first')).trimEnd().split('\n');
  expect(lines).toEqual([
    expect.stringMatching(/_first\.ts$/),
    '  create table product: id, name',
    expect.stringMatching(/_first_rows\.ts$/),
    "  execute INSERT INTO product (name) VALUES ('chair')",
  ]);
  expect(await project.read(lines[2] ?? '')).toContain('throw new LimbeckError("operation/irreversible"');
  await output(project, 'upgrade');
  expect(await stage.database.query('SELECT name FROM product')).toEqual([{ name: 'chair' }]);
  expect((await project.limbeck(['downgrade', '-1'])).stderr).toContain("There is no way back from: INSERT INTO product (name) VALUES ('chair')");

  await project.write({ 'ormconfig.ts': configWith(config, "({ message }) => [{ message, operations: [] }, { message: '!', operations: [] }]") });
  expect((await project.limbeck(['revision', '-m', 'second'])).stderr).toContain('code: revision/empty-message');
  expect(await project.list('migrations')).toHaveLength(2);
});
