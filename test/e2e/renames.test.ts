import type { Project } from '../support/command.js';
import { createStage } from '../support/stage.js';

const product = (name: string, decorator = ''): string => `import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { RenamedFrom } from 'limbeck';

void RenamedFrom;

@Entity()
export class Product {
  @PrimaryGeneratedColumn()
  id: number;

  ${decorator}
  @Column({ length: 80 })
  ${name}: string;
}
`;

async function output(project: Project, ...words: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await project.limbeck(words);
  expect({ words, exitCode, stderr }).toEqual({ words, exitCode: 0, stderr: '' });
  return stdout;
}

/** A project whose database has `product.name`, with a row; the entity calls the column `title`. */
async function renamed(decorator = '') {
  const stage = await createStage({ 'entities/product.ts': product('name') });
  await output(stage.project, 'revision', '--autogenerate', '-m', 'first');
  await output(stage.project, 'upgrade');
  await stage.database.query("INSERT INTO product (name) VALUES ('chair')");
  await stage.project.write({ 'entities/product.ts': product('title', decorator) });
  return stage;
}

test('a rename that is typed', async () => {
  await using stage = await renamed();
  const { project, database } = stage;
  expect(await output(project, 'diff', '--rename', 'product.name=product.title')).toBe(
    'The entities and the database differ by 1 operation:\n  rename column product.name → title\n',
  );
  const written = await output(project, 'revision', '--autogenerate', '-m', 'rename', '--rename', 'product.name=title');
  const [path = ''] = written.split('\n');
  expect(await project.read(path)).toContain('await op.renameColumn("product", "name", "title");');
  expect(await project.read(path)).toContain('await op.renameColumn("product", "title", "name");');
  await output(project, 'upgrade');
  expect(await database.query('SELECT title FROM product')).toEqual([{ title: 'chair' }]);
  expect(await output(project, 'check')).toBe('The database is as the entities say.\n');
  await output(project, 'downgrade', '-1');
  expect(await database.query('SELECT name FROM product')).toEqual([{ name: 'chair' }]);
});

test('a rename that the entity says, before and after it is done', async () => {
  await using stage = await renamed("@RenamedFrom('name')");
  const { project, database } = stage;
  expect(await output(project, 'revision', '--autogenerate', '-m', 'rename')).toContain('  rename column product.name → title\n');
  await output(project, 'upgrade');
  expect(await database.query('SELECT title FROM product')).toEqual([{ title: 'chair' }]);
  expect(await output(project, 'check')).toBe('The database is as the entities say.\n');
});

test('a rename that nobody said: what is lost, and what to type', async () => {
  await using stage = await renamed();
  const { exitCode, stdout, stderr } = await stage.project.limbeck(['diff']);
  expect({ exitCode, stderr }).toEqual({
    exitCode: 0,
    stderr: 'note: product.name goes and product.title comes. If it was renamed: --rename product.name=product.title\n',
  });
  expect(stdout).toContain('! data/lost: Every value of column public.product.name is lost.');
});

test('a rename of something that is not there', async () => {
  await using stage = await renamed();
  const { exitCode, stdout, stderr } = await stage.project.limbeck(['revision', '--autogenerate', '-m', 'x', '--rename', 'product.nmae=product.title']);
  expect({ exitCode, stdout, stderr }).toEqual({
    exitCode: 2,
    stdout: '',
    stderr:
      'error: "product.nmae=product.title" names nothing: there is no column public.product.nmae in the database.\nhint: Did you mean column public.product.name?\ncode: rename/unknown\n',
  });
});
