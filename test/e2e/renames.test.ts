import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { environmentOf, type Project } from '../support/command.js';
import { createStage, type Stage } from '../support/stage.js';

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
    [
      'The entities and the database differ by 1 operation:',
      '  rename column product.name → title',
      '    ! app/rename: Column public.product.name is called "title" from now on, so whatever still asks for it by its old name fails.',
      '      Stop the old code first; or, where it has to run beside the new, add what is new, write to both, copy the rows, and drop the old in a later revision.',
      '',
    ].join('\n'),
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

/** What the command prints at a terminal, which `script` (util-linux) makes, when somebody types `answers`. */
async function atTerminal({ project, database }: Stage, words: string, answers: string): Promise<string> {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn('script', ['-qec', `node ${resolve(__dirname, '../../dist/cli/main.js')} ${words}`, '/dev/null'], {
    cwd: project.folder,
    env: { PATH, HOME, NO_COLOR: '1', TERM: 'dumb', ...environmentOf(database.options) },
    timeout: 40_000,
  });
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => {
    printed += chunk.toString();
    if (printed.endsWith('> ')) child.stdin.write(answers);
  });
  await once(child, 'close');
  return printed.replaceAll('\r', '');
}

const testAtTerminal = process.platform === 'linux' ? test : test.skip;

testAtTerminal('a rename that is asked about', async () => {
  await using stage = await renamed();
  const printed = await atTerminal(stage, 'revision --autogenerate -m rename', '1\n');
  expect(printed).toContain('The column product.title is new. Was it renamed?\n  1  it was product.name\n  n  no, it is new\n> 1\n');
  expect(printed).toContain('  rename column product.name → title\n');
});

testAtTerminal('a rename that is asked about and is none', async () => {
  await using stage = await renamed();
  const printed = await atTerminal(stage, 'revision --autogenerate -m rename', '\n');
  expect(printed).toContain('  drop column product.name\n');
  expect(printed).not.toContain('If it was renamed');
});

testAtTerminal('a terminal that is closed instead of an answer', async () => {
  await using stage = await renamed();
  const printed = await atTerminal(stage, 'revision --autogenerate -m rename', '\u0004');
  expect(printed).toContain('  drop column product.name\n');
});
