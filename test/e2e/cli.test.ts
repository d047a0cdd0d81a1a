import { join } from 'node:path';
import { createProject, type Project } from '../support/command.js';
import { revisionText } from '../support/revision-text.js';
import { createStage, type Stage } from '../support/stage.js';

const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);

const stages: Stage[] = [];

/** A stage that is taken down after the test. */
async function setUp(files: Readonly<Record<string, string>> = {}): Promise<Stage> {
  const stage = await createStage(files);
  stages.push(stage);
  return stage;
}

afterEach(async () => {
  for (const stage of stages.splice(0)) await stage[Symbol.asyncDispose]();
});

/** What a command that works prints. */
async function output(project: Project, ...words: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await project.limbeck(words);
  expect({ words, exitCode, stderr }).toEqual({ words, exitCode: 0, stderr: '' });
  return stdout;
}

const productWith = (column: string): string => `import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

@Entity()
export class Product {
  @PrimaryGeneratedColumn()
  id: number;

  @Column({ length: 80 })
  name: string;

  ${column}
}
`;

const price = "@Column({ type: 'numeric', precision: 10, scale: 2, default: 0 })\n  price: string;";

const idIn = (path: string): string => /-(\w{12})_/.exec(path)?.[1] ?? 'no id';

describe('the whole loop', () => {
  test('from the first revision there and back', async () => {
    const { project, database } = await setUp();

    expect(await project.limbeck(['check'])).toEqual({
      exitCode: 1,
      stdout: matching(/^The entities and the database differ by 1 operation:\n {2}create table product: id, name, price\n$/),
      stderr: '',
    });

    const [firstPath, ...firstOperations] = (await output(project, 'revision', '--autogenerate', '-m', 'First table')).split('\n');
    expect(firstPath).toMatch(/^migrations\/\d{4}_\d\d_\d\d_\d{4}-[0-9a-f]{12}_first_table\.ts$/);
    expect(firstOperations).toEqual(['  create table product: id, name, price', '']);
    expect(await project.list('migrations')).toEqual([firstPath?.replace('migrations/', '')]);
    const first = idIn(firstPath ?? '');

    expect(await output(project, 'current')).toBe('No revision is applied.\n');
    expect(await output(project, 'heads')).toBe(`${first} (head), First table\n`);
    expect(await output(project, 'upgrade')).toMatch(new RegExp(`^upgraded ${first}, First table \\(\\d+ ms\\)\n$`));
    expect(await output(project, 'upgrade')).toBe('Nothing to upgrade.\n');
    expect(await output(project, 'current')).toBe(`${first} (head), First table\n`);
    expect(await output(project, 'check')).toBe('The database is as the entities say.\n');
    expect(await output(project, 'diff')).toBe('The database is as the entities say.\n');

    await database.query("INSERT INTO product (name, price) VALUES ('pen', 1.50), ('ink', 7.25)");
    await project.write({ 'entities/product.ts': productWith(price.replace('precision: 10', 'precision: 12')) });
    const change = '  alter column product.price: type numeric(10,2) → numeric(12,2)\n';
    expect(await output(project, 'diff')).toBe(`The entities and the database differ by 1 operation:\n${change}`);
    const secondText = await output(project, 'revision', '-m', 'Wider price', '--autogenerate');
    expect(secondText).toMatch(/_wider_price\.ts\n/);
    expect(secondText.endsWith(`\n${change}`)).toBe(true);
    const second = idIn(secondText);

    expect(await output(project, 'upgrade', '+1')).toMatch(new RegExp(`^upgraded ${second}, Wider price \\(.*\\)\n$`));
    expect(await output(project, 'history')).toBe(
      `${first} -> ${second} (head) (current), Wider price\n<base> -> ${first}, First table\n`,
    );
    expect(await output(project, 'downgrade', '-1')).toMatch(new RegExp(`^downgraded ${second}, Wider price \\(.*\\)\n$`));
    expect(await output(project, 'history')).toBe(
      `${first} -> ${second} (head), Wider price\n<base> -> ${first} (current), First table\n`,
    );
    expect(await output(project, 'current')).toBe(`${first}, First table\n`);
    expect(await database.query('SELECT name, price FROM product ORDER BY id')).toEqual([
      { name: 'pen', price: '1.50' },
      { name: 'ink', price: '7.25' },
    ]);

    expect(await output(project, 'upgrade', second.slice(0, 6))).toContain(`upgraded ${second}`);
    expect((await output(project, 'downgrade', 'base')).split('\n')).toEqual([
      expect.stringContaining(`downgraded ${second}`),
      expect.stringContaining(`downgraded ${first}`),
      '',
    ]);
    expect(await output(project, 'downgrade', 'base')).toBe('Nothing to downgrade.\n');
    expect(await database.query("SELECT to_regclass('product') AS product")).toEqual([{ product: null }]);
  });

  test('a revision that is to be written by hand', async () => {
    const { project } = await setUp();
    expect(await output(project, 'history')).toBe('There are no revisions.\n');
    expect(await output(project, 'heads')).toBe('There are no revisions.\n');
    const path = (await output(project, 'revision', '-m', 'fill prices')).trimEnd();
    expect(path).toMatch(/^migrations\/\S+_fill_prices\.ts$/);
    expect(await project.read(path)).toContain(`static readonly revision = "${idIn(path)}"`);
    expect(await output(project, 'upgrade')).toContain('fill prices');
  });

  test('nothing to write', async () => {
    const { project } = await setUp();
    await output(project, 'revision', '--autogenerate', '-m', 'first table');
    await output(project, 'upgrade');
    const files = await project.list('migrations');
    expect(await output(project, 'revision', '--autogenerate', '-m', 'nothing')).toBe('The database is as the entities say. Nothing was written.\n');
    expect(await project.list('migrations')).toEqual(files);
  });

  test('what can hurt is marked', async () => {
    const { project } = await setUp();
    await output(project, 'revision', '--autogenerate', '-m', 'first table');
    await output(project, 'upgrade');
    await project.write({ 'entities/product.ts': productWith('') });
    const hazard = /^ {2}drop column product\.price\n {4}! data\/lost: Every value of .*price.* is lost\.\n {6}\S.*\n$/m;
    expect(await output(project, 'diff')).toMatch(hazard);
    expect(await output(project, 'revision', '--autogenerate', '-m', 'drop price')).toMatch(hazard);
  });

  test('history tells what is known without a database', async () => {
    const { project } = await setUp({
      'migrations/1.ts': revisionText({ id: 'aaaaaaaaaaaa', down: null, message: 'First', timestampMs: 1700000000001 }),
    });
    expect(await project.limbeck(['history'], { env: { POSTGRES_PORT: '1' } })).toEqual({
      exitCode: 0,
      stdout: '<base> -> aaaaaaaaaaaa (head), First\n',
      stderr: matching(/^note: what is current is not known\. No PostgreSQL server answers at 127\.0\.0\.1:1 /),
    });
  });
});

describe('options', () => {
  const config = (name: string, options: string): Readonly<Record<string, string>> => ({
    [name]: `import { dataSource } from '${name.includes('/') ? '../' : './'}ormconfig';
export { dataSource };
export const limbeck = ${options};
`,
  });

  test('a folder that the file names starts at the file, one of the command line at the working directory', async () => {
    const { project } = await setUp(config('config/other.ts', "{ directory: '../db/revisions' }"));
    expect(await output(project, 'revision', '-m', 'one', '-d', 'config/other.ts')).toMatch(/^db\/revisions\/\S+_one\.ts\n$/);
    const words = ['-d', '../config/other.ts', 'revision', '-m', 'two', '--directory', 'here'];
    const { stdout } = await project.limbeck(words, { cwd: 'entities' });
    expect(stdout).toMatch(/^here\/\S+_two\.ts\n$/);
    expect(await project.list('db/revisions')).toHaveLength(1);
    expect(await project.list('entities/here')).toHaveLength(1);
    const above = await project.limbeck(['-d', '../config/other.ts', 'revision', '-m', 'three'], { cwd: 'entities' });
    expect(above.stdout.startsWith(join(project.folder, 'db/revisions/'))).toBe(true);
  });

  test('what is compared: the command line wins over the file', async () => {
    const { project, database } = await setUp({
      ...config('no-types.ts', '{ compareType: false }'),
      ...config('no-defaults.ts', '{ compareDefault: () => false }'),
    });
    await output(project, 'revision', '--autogenerate', '-m', 'first table');
    await output(project, 'upgrade');
    await database.query('ALTER TABLE product ALTER name TYPE text, ALTER price SET DEFAULT 9');
    const type = '  alter column product.name: type text → character varying(80)';
    const value = /^ {2}alter column product\.price: default 9(::numeric|\.?)? → .*0/;
    const differences = async (...words: string[]): Promise<readonly string[]> => {
      const { stdout } = await project.limbeck(words);
      return stdout.split('\n').filter((line) => /^ {2}\S/.test(line));
    };
    expect(await differences('check')).toEqual([type, matching(value)]);
    expect(await differences('check', '--no-compare-type')).toEqual([matching(value)]);
    expect(await differences('--no-compare-default', 'check')).toEqual([type]);
    expect(await differences('diff', '--no-compare-default', '--no-compare-type')).toEqual([]);
    expect(await differences('diff', '-d', 'no-types.ts')).toEqual([matching(value)]);
    expect(await differences('diff', '-d', 'no-types.ts', '--compare-type')).toEqual([type, matching(value)]);
    expect(await differences('diff', '-d', 'no-defaults.ts')).toEqual([type]);
    expect(await differences('diff', '-d', 'no-defaults.ts', '--compare-default')).toEqual([type, matching(value)]);
  });

  test('events reach the function beside the data source, too', async () => {
    const { project } = await setUp(config('events.ts', '{ onEvent: (event: { type: string }) => console.log(`event ${event.type}`) }'));
    expect(await output(project, 'diff', '-d', 'events.ts')).toContain('event introspected\n');
  });
});

/** What a process prints in the end that was given this file to require. */
const tellingModules = { 'loaded.js': "process.on('exit', () => process.stderr.write(Object.keys(require.cache).join('\\n')));\n" };

describe('the process', () => {
  test('a data source that the file initialises is closed', async () => {
    const { project } = await setUp({
      'ready.ts': "import { dataSource } from './ormconfig';\nexport const ready = dataSource.initialize();\n",
    });
    expect(await output(project, 'current', '-d', 'ready.ts')).toBe('No revision is applied.\n');
    expect(await project.limbeck(['upgrade', 'nowhere', '-d', 'ready.ts'])).toMatchObject({ exitCode: 2 });
  });

  test('a defect ends with exit code 3, the place, and what to do', async () => {
    const { project } = await setUp({
      'planted.js': "require('limbeck').Migrator.prototype.graph = async function plantedDefect() { throw new TypeError('planted'); };\n",
    });
    const { exitCode, stdout, stderr } = await project.limbeck(['heads'], { env: { NODE_OPTIONS: `--require ${join(project.folder, 'planted.js')}` } });
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' });
    expect(stderr).toMatch(/^error: TypeError: planted\n {6}at .*plantedDefect[^]*\nhint: This is a defect of Limbeck\. Please report it, with the lines above\.\n$/);
  });

  test('a promise of the loaded files that nobody waits for', async () => {
    const { project } = await setUp({
      'floating.ts': "export { dataSource } from './ormconfig';\nvoid Promise.reject(new Error('nobody waits for postgres://u:pw-uncaught@h/db'));\n",
    });
    const { exitCode, stderr } = await project.limbeck(['heads', '-d', 'floating.ts']);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^error: .*Nobody waits for postgres:\/\/u:\*\*\*@h\/db.*\nhint: .+\ncode: command\/uncaught\n$/);
  });

  test('--help and --version need no file and load next to nothing', async () => {
    await using project = await createProject({ files: tellingModules });
    for (const words of [['--help'], ['--version'], ['upgrade', '--help'], []]) {
      const { stderr } = await project.limbeck(words, { env: { NODE_OPTIONS: `--require ${join(project.folder, 'loaded.js')}` } });
      const packages = stderr.matchAll(/node_modules\/((?:@[^/\n]+\/)?[^/\n]+)/g);
      expect(new Set([...packages].map(([, name]) => name))).toEqual(new Set(['commander']));
      const own = [...stderr.matchAll(/\/dist\/(\w+)\//g)].map(([, layer]) => layer);
      expect(own.filter((layer) => ['typeorm', 'dialect', 'diff', 'migrator', 'runtime', 'loader'].includes(layer ?? ''))).toEqual([]);
      expect(own).toContain('cli');
    }
    expect((await project.limbeck(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\S*\n$/);
    expect((await project.limbeck(['--help'])).stdout).toMatch(/^Usage: limbeck /);
  });

  test('upgrade loads neither ts-morph nor TypeScript', async () => {
    const { project } = await setUp(tellingModules);
    await output(project, 'revision', '--autogenerate', '-m', 'first table');
    const { stderr } = await project.limbeck(['upgrade'], { env: { NODE_OPTIONS: `--require ${join(project.folder, 'loaded.js')}` } });
    expect(stderr).toContain('/typeorm/');
    expect(stderr).not.toMatch(/node_modules\/(ts-morph|@ts-morph|typescript)\//);
    expect(stderr).toContain('/dist/runtime/part-run.js');
  });

  test('upgrade with nothing to do loads nothing that runs revisions, writes SQL or tells errors, and no other command', async () => {
    const { project } = await setUp(tellingModules);
    const { stderr } = await project.limbeck(['upgrade'], { env: { NODE_OPTIONS: `--require ${join(project.folder, 'loaded.js')}` } });
    const loaded = [...stderr.matchAll(/\/dist\/(\S+)$/gm)].map(([, file = '']) => file);
    expect(loaded).toContain('runtime/execute.js');
    expect(loaded.filter((file) => /^(?:runtime\/part-run|kernel\/catalogue\/(?!run)|dialect\/postgres\/(?:backfill|ddl|hazards|run|sql)\/)/.test(file))).toEqual([]);
    expect(loaded.filter((file) => file.startsWith('cli/commands/'))).toEqual(['cli/commands/upgrade.js']);
  });

  test('a reader that closes its end early is no failure', async () => {
    await using project = await createProject({});
    expect(await project.limbeck(['--help'], { reader: 'gone' })).toEqual({ exitCode: 0, stdout: '', stderr: '' });
  });

  test('no colours in a pipe, unless they are asked for', async () => {
    const { project } = await setUp();
    const escapes = async (env: Readonly<Record<string, string>>): Promise<boolean> => {
      const { stdout, stderr } = await project.limbeck(['downgrade', 'nowhere'], { env });
      return (stdout + stderr).includes('\u001b');
    };
    expect([await escapes({}), await escapes({ FORCE_COLOR: '1' }), await escapes({ FORCE_COLOR: '0' })]).toEqual([false, true, false]);
    const { stdout } = await project.limbeck(['diff', '--json'], { env: { FORCE_COLOR: '1' } });
    expect([JSON.parse(stdout), stdout.includes('\u001b')]).toEqual([expect.objectContaining({ command: 'diff' }), false]);
  });
});
