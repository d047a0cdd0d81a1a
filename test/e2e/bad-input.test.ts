import { chmod, mkdir } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import { createProject, environmentOf, type Project } from '../support/command.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { readContents } from '../support/database-contents.js';
import { revisionText } from '../support/revision-text.js';

/** In every connection that a test gets wrong; nothing that is printed may hold it. */
const password = 'pw-7f3c91d4';

let database: TestDatabase;
let project: Project;

beforeEach(async () => {
  database = await createDatabase();
  project = await createProject({ fixture: 'shop', environment: environmentOf(database.options) });
});

afterEach(async () => {
  await project[Symbol.asyncDispose]();
  await database.drop();
});

const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);

interface Refusal {
  readonly code: string;
  readonly message: RegExp;
  readonly hint: RegExp;
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * The command refuses: it says what is wrong and what to do, and nothing else; the project and the database are as before.
 */
async function expectRefusal(words: readonly string[], { code, message, hint, env = {} }: Refusal): Promise<void> {
  const before = { files: await project.list('.'), contents: await readContents(database) };
  const { exitCode, stdout, stderr } = await project.limbeck(words, { env });
  const [, error, advice, rest] = /^error: ([^]*?)\nhint: ([^]*?)\ncode: ([^]*)$/.exec(stderr) ?? [stderr];
  expect({ error, advice, rest }).toEqual({ error: matching(message), advice: matching(hint), rest: `${code}\n` });
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).not.toMatch(/^ +at /m);
  expect(stderr).not.toContain(password);
  expect(stderr).not.toContain(database.options.password);
  expect({ files: await project.list('.'), contents: await readContents(database) }).toEqual(before);
}

/** A configuration with these options of the DataSource besides the type. */
const configWith = (options: string): string => `import { DataSource } from 'typeorm';
import { Product } from './entities/product';

export const dataSource = new DataSource({ type: 'postgres', entities: [Product], ${options} });
`;

const autogenerate = ['revision', '--autogenerate', '-m', 'first table'];
/** Each asks the database in a way of its own. */
const commandsThatConnect = [['upgrade'], ['downgrade', 'base'], ['current'], ['check'], ['diff'], autogenerate];

/** A line of revisions, the first on nothing, each further one on the one before. */
async function writeRevisions(...ids: readonly string[]): Promise<void> {
  for (const [position, id] of ids.entries()) await writeRevision(id, { down: ids[position - 1] ?? null, position });
}

async function writeRevision(id: string, { down, position }: { readonly down: string | null; readonly position: number }): Promise<void> {
  const text = revisionText({
    id,
    down,
    message: `Step ${id}`,
    timestampMs: 1700000000000 + position,
    up: `CREATE TABLE t_${id} (id integer)`,
    undo: `DROP TABLE t_${id}`,
  });
  await project.write({ [`migrations/${position}_${id}.ts`]: text });
}

describe('the configuration file', () => {
  test('is not there', async () => {
    await project.remove('ormconfig.ts');
    await expectRefusal(['upgrade'], {
      code: 'config/file-not-found',
      message: /ormconfig\.ts/,
      hint: /--data-source <file>/,
    });
  });

  test('that was named is not there', async () => {
    await expectRefusal([...autogenerate, '-d', 'db/source.ts'], {
      code: 'config/file-not-found',
      message: /db\/source\.ts/,
      hint: /--data-source <file>/,
    });
  });

  test('exports no DataSource', async () => {
    await project.write({ 'ormconfig.ts': "export const options = { type: 'postgres' };\n" });
    await expectRefusal(['upgrade'], { code: 'config/no-data-source', message: /ormconfig\.ts exports no DataSource, only "options"/, hint: /new DataSource/ });
  });

  test('exports two', async () => {
    await project.write({ 'two.ts': "import { DataSource } from 'typeorm';\nexport { dataSource } from './ormconfig';\nexport const other = new DataSource({ type: 'postgres' });\n" });
    await expectRefusal([...autogenerate, '-d', 'two.ts'], {
      code: 'config/several-data-sources',
      message: /two\.ts exports 2 data sources: "dataSource" and "other"/,
      hint: /--data-source <file>/,
    });
  });

  test('throws an error that holds the URL', async () => {
    await project.write({ 'ormconfig.ts': `throw new Error('cannot use postgres://shop:${password}@db:5432/shop');\n` });
    await expectRefusal(['upgrade'], {
      code: 'config/load-failed',
      message: /ormconfig\.ts.*annot use postgres:\/\/shop:\*\*\*@db:5432\/shop/,
      hint: /Correct/,
    });
  });

  test('does not compile where the password stands', async () => {
    await project.write({ 'ormconfig.ts': configWith(`host: 'db',\n  password: '${password}',\n  database: = 'shop',\n  username: '${password}'`) });
    await expectRefusal(['upgrade'], { code: 'config/does-not-compile', message: /ormconfig\.ts does not compile: .+\(line 6, column \d+\)/, hint: /Correct the file/ });
  });

  test('sets an option that is none', async () => {
    await project.write({ 'other.ts': "export { dataSource } from './ormconfig';\nexport const limbeck = { directroy: 'db' };\n" });
    await expectRefusal(['upgrade', '-d', 'other.ts'], { code: 'config/unknown-option', message: /`directroy`/, hint: /Did you mean `directory`\?/ });
  });

  test('sets an option to what it cannot be', async () => {
    await project.write({ 'other.ts': "export { dataSource } from './ormconfig';\nexport const limbeck = { compareType: 'yes' };\n" });
    await expectRefusal(['diff', '-d', 'other.ts'], { code: 'config/bad-option', message: /`compareType` is "yes"; it must be true, false or a function/, hint: /`limbeck` export/ });
  });

  test.each(['includeObject', 'compareType', 'compareDefault', 'onEvent'])('has a function that throws: %s', async (option) => {
    await database.query("CREATE TABLE product (id serial CONSTRAINT pk PRIMARY KEY, name text NOT NULL DEFAULT 'x', price integer NOT NULL)");
    const options = `{\n  ${option}: () => {\n    throw new Error('no key in postgres://shop:${password}@db/shop');\n  },\n}`;
    await project.write({ 'other.ts': `export { dataSource } from './ormconfig';\nexport const limbeck = ${options};\n` });
    await expectRefusal(['diff', '-d', 'other.ts'], {
      code: 'config/callback-failed',
      message: new RegExp(`^The function \`${option}\` of the options failed at other\\.ts:4: No key in postgres://shop:\\*\\*\\*@db/shop\\.$`),
      hint: /Correct the function/,
    });
  });

  test.each([
    ['its package is there', 'cockroachdb', 'cockroachdb'],
    ['its package is not installed', 'better-sqlite3', 'SQLite'],
    ['its package is not installed', 'mysql', 'Mysql'],
    ['TypeORM does not know it', 'postgress', 'postgress'],
  ])('names a driver that is not supported yet, %s: %s', async (_, type, name) => {
    await project.write({ 'ormconfig.ts': configWith(`host: 'db', password: '${password}'`).replace("'postgres'", `'${type}' as never`) });
    await expectRefusal(['upgrade'], { code: 'config/unsupported-driver', message: new RegExp(`"${name}", which Limbeck does not support`), hint: /`type: "postgres"`/ });
  });
});

describe('the entities', () => {
  test('do not compile', async () => {
    await project.write({ 'entities/product.ts': 'export class Product {\n  name: string\n  price = = 1;\n}\n' });
    await expectRefusal(autogenerate, { code: 'config/does-not-compile', message: /entities\/product\.ts does not compile: .+\(line 3, column \d+\)/, hint: /Correct the file/ });
  });

  test('import what is not there', async () => {
    await project.write({ 'entities/product.ts': "import { money } from './money';\nexport const Product = money;\n" });
    await expectRefusal(autogenerate, { code: 'config/module-not-found', message: /entities\/product\.ts.*\.\/money/, hint: /Correct the path/ });
  });

  test('have a column whose type TypeORM cannot know', async () => {
    await project.write({
      'entities/product.ts': "import { Column, Entity, PrimaryColumn } from 'typeorm';\n@Entity()\nexport class Product {\n  @PrimaryColumn() id: number;\n  @Column() price: object;\n}\n",
    });
    await expectRefusal(autogenerate, { code: 'entities/invalid', message: /price/, hint: /Correct the entity/ });
  });

  test('are none', async () => {
    await project.write({ 'ormconfig.ts': (await project.read('ormconfig.ts')).replace('[Product]', '[]') });
    await expectRefusal(autogenerate, { code: 'entities/no-metadata', message: /no entities/, hint: /`entities`/ });
  });

  test('have an expression that the database refuses', async () => {
    await project.write({
      'entities/product.ts': "import { Check, Entity, PrimaryColumn } from 'typeorm';\n@Entity()\n@Check('CHK_price', 'prise > 0')\nexport class Product {\n  @PrimaryColumn() price: number;\n}\n",
    });
    await expectRefusal(autogenerate, { code: 'canonicalise/invalid-expression', message: /CHK_price.*prise > 0/, hint: /Correct the expression/ });
  });
});

describe('the server', () => {
  let mute: Server;

  beforeAll(async () => {
    mute = createServer((socket) => socket.destroy());
    await new Promise<void>((listening) => mute.listen(0, '127.0.0.1', listening));
  });

  afterAll(() => new Promise((closed) => mute.close(closed)));

  test.each(commandsThatConnect)('is not reachable: %s', async (...words) => {
    await expectRefusal(words, {
      code: 'config/server-unreachable',
      message: /^No PostgreSQL server answers at 127\.0\.0\.1:1 \(ECONNREFUSED\)/,
      hint: /Start the server/,
      env: { POSTGRES_PORT: '1', POSTGRES_PASSWORD: password },
    });
  });

  test('has a name that nobody knows', async () => {
    await expectRefusal(['upgrade'], {
      code: 'config/server-unreachable',
      message: /db\.invalid:\d+/,
      hint: /`host`/,
      env: { POSTGRES_HOST: 'db.invalid', POSTGRES_PASSWORD: password },
    });
  });

  test('hangs up', async () => {
    const { port } = mute.address() as AddressInfo;
    await expectRefusal(['upgrade'], {
      code: 'config/cannot-connect',
      message: new RegExp(`127\\.0\\.0\\.1:${port}`),
      hint: /connection options/,
      env: { POSTGRES_PORT: String(port), POSTGRES_PASSWORD: password },
    });
  });

  test('has no TLS and is asked for it', async () => {
    await project.write({ 'ormconfig.ts': (await project.read('ormconfig.ts')).replace('entities:', 'ssl: true,\n  entities:') });
    await expectRefusal(['upgrade'], { code: 'config/cannot-connect', message: /SSL/, hint: /connection options/ });
  });

  test.each([['upgrade'], autogenerate])('does not take the password: %s', async (...words) => {
    const role = await createRole();
    await expectRefusal(words, {
      code: 'config/login-failed',
      message: new RegExp(`role "${role}".*`),
      hint: /`username` and `password`/,
      env: { POSTGRES_USER: role, POSTGRES_PASSWORD: `${password}-wrong` },
    });
  });

  test('wants a password and gets none', async () => {
    const { host, port, database: name } = database.options;
    const role = await createRole();
    await project.write({ 'ormconfig.ts': configWith(`host: '${host}', port: ${port}, username: '${role}', database: '${name}'`) });
    await expectRefusal(['upgrade'], { code: 'config/login-failed', message: /asks for a password/, hint: /`password`/ });
  });

  test('does not know the role', async () => {
    await expectRefusal(['upgrade'], {
      code: 'config/login-failed',
      message: /"nobody_here"/,
      hint: /`username`/,
      env: { POSTGRES_USER: 'nobody_here', POSTGRES_PASSWORD: password },
    });
  });

  test.each([['upgrade'], autogenerate])('has no such database: %s', async (...words) => {
    await expectRefusal(words, {
      code: 'config/database-missing',
      message: new RegExp(`no database "not_there" on the server at 127\\.0\\.0\\.1:${database.options.port}`),
      hint: /Create the database/,
      env: { POSTGRES_DB: 'not_there' },
    });
  });

  test.each([
    ['nothing listens', `postgres://shop:${password}@127.0.0.1:1/shop`, 'config/server-unreachable'],
    ['a password that is not escaped', `postgres://shop:${password}#/?@127.0.0.1:1/shop`, 'config/cannot-connect'],
    ['no URL at all', `postgres:/shop:${password}@`, 'config/server-unreachable'],
    ['a port that is none', `postgres://shop:${password}@127.0.0.1:99999999/shop`, 'config/cannot-connect'],
  ])('is named by a URL: %s', async (_, url, code) => {
    await project.write({ 'ormconfig.ts': configWith(`url: ${JSON.stringify(url)}`) });
    await expectRefusal(['upgrade'], { code, message: /./, hint: /./ });
  });
});

describe('what is applied', () => {
  test('is not all, and a revision is to be generated', async () => {
    await writeRevisions('aaaaaaaaaaaa', 'bbbbbbbbbbbb');
    await expectRefusal(autogenerate, { code: 'revision/not-at-head', message: /not at head.*aaaaaaaaaaaa, bbbbbbbbbbbb/, hint: /limbeck upgrade/ });
    await project.limbeck(['upgrade', '+1']);
    await expectRefusal(autogenerate, { code: 'revision/not-at-head', message: /not at head.*: bbbbbbbbbbbb/, hint: /limbeck upgrade/ });
    await expectRefusal(['check'], { code: 'revision/not-at-head', message: /not at head/, hint: /limbeck upgrade/ });
  });

  test.each([['upgrade'], ['downgrade', 'base'], ['current'], ['history'], ['check'], autogenerate])('has no file any more: %s', async (...words) => {
    await writeRevisions('aaaaaaaaaaaa', 'bbbbbbbbbbbb');
    expect(await project.limbeck(['upgrade'])).toMatchObject({ exitCode: 0 });
    await project.remove('migrations/1_bbbbbbbbbbbb.ts');
    await expectRefusal(words, {
      code: 'revision/missing-file',
      message: /^Can't locate revision "bbbbbbbbbbbb".*migrations/,
      hint: /Fetch the file/,
    });
  });
});

describe('a target', () => {
  beforeEach(() => writeRevisions('aaaa11111111', 'aaaa22222222', 'bbbbbbbbbbbb'));

  test.each([
    [['upgrade', 'bbbbbbbbbbbc'], 'revision/unknown', /"bbbbbbbbbbbc"/, /Did you mean "bbbbbbbbbbbb"\?/],
    [['upgrade', '0123456789ab'], 'revision/unknown', /"0123456789ab"/, /limbeck history/],
    [['downgrade', 'hea'], 'revision/unknown', /"hea"/, /Did you mean "head"\?/],
    [['upgrade', 'aaaa'], 'revision/ambiguous', /aaaa11111111, aaaa22222222/, /more of the id/],
    [['upgrade', 'a b'], 'revision/unknown', /"a b"/, /./],
    [['upgrade', ''], 'revision/unknown', /""/, /./],
    [['upgrade', '+4'], 'revision/over-walk', /4 steps.*only 3/, /fewer/],
    [['downgrade', '-1'], 'revision/over-walk', /1 step.*only 0/, /fewer/],
    [['downgrade', '+1'], 'revision/wrong-direction', /"\+1"/, /limbeck upgrade \+1/],
    [['upgrade', '-1'], 'revision/wrong-direction', /"-1"/, /limbeck downgrade -1/],
    [['downgrade', 'bbbbbbbbbbbb'], 'revision/not-applied', /bbbbbbbbbbbb is not applied/, /limbeck current/],
  ])('%j', async (words, code, message, hint) => {
    await expectRefusal(words, { code, message, hint });
  });
});

describe('the revision files', () => {
  test.each([['upgrade'], ['history'], ['heads'], ['current'], autogenerate, ['revision', '-m', 'by hand']])('two have one id: %s', async (...words) => {
    await writeRevisions('aaaaaaaaaaaa');
    await writeRevision('aaaaaaaaaaaa', { down: null, position: 7 });
    await expectRefusal(words, {
      code: 'revision/duplicate',
      message: /"aaaaaaaaaaaa".*0_aaaaaaaaaaaa\.ts and .*7_aaaaaaaaaaaa\.ts/,
      hint: /Delete one of them/,
    });
  });

  test.each([['upgrade'], autogenerate])('a cycle: %s', async (...words) => {
    await writeRevision('aaaaaaaaaaaa', { down: 'bbbbbbbbbbbb', position: 1 });
    await writeRevision('bbbbbbbbbbbb', { down: 'aaaaaaaaaaaa', position: 2 });
    await expectRefusal(words, { code: 'revision/cycle', message: /(aaaaaaaaaaaa → bbbbbbbbbbbb → aaaaaaaaaaaa|bbbbbbbbbbbb → aaaaaaaaaaaa → bbbbbbbbbbbb)/, hint: /`downRevision`/ });
  });

  test('one stands on a revision that is not there', async () => {
    await writeRevision('bbbbbbbbbbbb', { down: 'aaaaaaaaaaaa', position: 1 });
    await expectRefusal(['upgrade'], { code: 'revision/missing-parent', message: /^Can't locate revision "aaaaaaaaaaaa".*1_bbbbbbbbbbbb\.ts/, hint: /Fetch the file/ });
  });

  test.each([['upgrade'], autogenerate])('one has no downRevision: %s', async (...words) => {
    await project.write({ 'migrations/1.ts': revisionText({ id: 'aaaaaaaaaaaa', message: 'First', timestampMs: 1700000000000 }) });
    await expectRefusal(words, { code: 'revision/no-down-revision', message: /migrations\/1\.ts/, hint: /static readonly downRevision/ });
  });

  test('one has no revision', async () => {
    await project.write({ 'migrations/1.ts': revisionText({ down: null, message: 'First', timestampMs: 1700000000000 }) });
    await expectRefusal(['upgrade'], { code: 'revision/no-revision', message: /migrations\/1\.ts/, hint: /static readonly revision/ });
  });

  test.each([['upgrade'], autogenerate])('one has no class: %s', async (...words) => {
    await project.write({ 'migrations/1.ts': "export const revision = 'aaaaaaaaaaaa';\n" });
    await expectRefusal(words, { code: 'revision/not-one-class', message: /migrations\/1\.ts exports no class/, hint: /exactly one class/ });
  });

  test.each([['upgrade'], autogenerate])('one has two classes: %s', async (...words) => {
    const [first, second] = ['a', 'b'].map((letter, position) => revisionText({ id: letter.repeat(12), down: null, message: letter, timestampMs: 1700000000000 + position }));
    await project.write({ 'migrations/1.ts': `${first}${second?.replace(/^import.*\n/, '')}` });
    await expectRefusal(words, { code: 'revision/not-one-class', message: /migrations\/1\.ts exports 2 classes: A1700000000000, B1700000000001/, hint: /exactly one class/ });
  });

  test('there are several heads', async () => {
    await writeRevisions('aaaaaaaaaaaa', 'bbbbbbbbbbbb');
    await writeRevision('cccccccccccc', { down: 'aaaaaaaaaaaa', position: 5 });
    for (const words of [['upgrade'], ['revision', '-m', 'by hand']]) {
      await expectRefusal(words, { code: 'revision/multiple-heads', message: /2 head revisions: bbbbbbbbbbbb, cccccccccccc/, hint: /./ });
    }
  });

  test('one does not compile: the revisions before it stay, it is not applied', async () => {
    await writeRevisions('aaaaaaaaaaaa');
    await project.write({ 'migrations/1.ts': `${revisionText({ id: 'bbbbbbbbbbbb', down: 'aaaaaaaaaaaa', message: 'Broken', timestampMs: 1700000000009 })}\nconst = ;\n` });
    expect(await project.limbeck(['upgrade', 'aaaaaaaaaaaa'])).toMatchObject({ exitCode: 0 });
    await expectRefusal(['upgrade'], { code: 'config/does-not-compile', message: /migrations\/1\.ts does not compile/, hint: /Correct the file/ });
  });

  test('a statement of one fails', async () => {
    await project.write({
      'migrations/1.ts': revisionText({ id: 'aaaaaaaaaaaa', down: null, message: 'First', timestampMs: 1700000000000, up: 'CREATE TABLE t (id integer); SELECT nothing FROM nowhere' }),
    });
    const { exitCode, stderr } = await project.limbeck(['upgrade']);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^error: up\(\) of revision aaaaaaaaaaaa failed.*relation "nowhere" does not exist \(SQLSTATE 42P01\)/);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(await database.query("SELECT to_regclass('t') AS t")).toEqual([{ t: null }]);
    expect(await project.limbeck(['current'])).toMatchObject({ stdout: 'No revision is applied.\n' });
  });
});

test('a table that the role may not read', async () => {
  const role = await createRole();
  await database.query('CREATE TABLE product (id serial PRIMARY KEY, name varchar(80) NOT NULL)');
  for (const words of [autogenerate, ['diff'], ['check']]) {
    await expectRefusal(words, {
      code: 'introspect/not-readable',
      message: new RegExp(`role "${role}" may not read .*product`),
      hint: /grant the role access/,
      env: { POSTGRES_USER: role, POSTGRES_PASSWORD: password },
    });
  }
});

describe('a new file', () => {
  test.each([
    [['revision', '-m', '']],
    [['revision', '-m', ' !?_ ']],
    [['revision', '-m', '—…']],
    [['revision', '-m', '', '--autogenerate']],
  ])('has a message that names nothing: %j', async (words) => {
    await expectRefusal(words, { code: 'revision/empty-message', message: /no letter or digit/, hint: /-m "add invoices"/ });
  });

  test.each([[['revision', '-m', 'by hand']], [autogenerate]])('cannot be written, as its folder is a file: %j', async (words) => {
    await project.write({ notes: 'a file\n' });
    for (const directory of ['notes', 'notes/migrations']) {
      await expectRefusal([...words, '--directory', directory], { code: 'revision/not-readable', message: /notes/, hint: /`directory`/ });
    }
  });

  test('cannot be written, as its folder takes none', async () => {
    await expectRefusal(['revision', '-m', 'by hand', '--directory', await createReadOnlyFolder()], {
      code: 'revision/not-writable',
      message: /^Cannot write /,
      hint: /permissions/,
    });
  });
});

describe('the command line', () => {
  test.each([
    [[], /No command was given/, /limbeck --help/],
    [['upgrad'], /Unknown command 'upgrad'/, /Did you mean upgrade\?/],
    [['upgrade', '--compare-tpye'], /Unknown option '--compare-tpye'/, /Did you mean --compare-type\?/],
    [['revision', '--autogenerate'], /'-m, --message <message>' not specified/, /limbeck revision --help/],
    [['downgrade'], /Missing required argument 'target'/, /limbeck downgrade --help/],
    [['upgrade', 'head', 'base'], /Too many arguments/, /limbeck upgrade --help/],
  ])('%j', async (words, message, hint) => {
    await expectRefusal(words, { code: 'command/wrong-usage', message, hint });
  });
});

/** A role that may log in with {@link password}, and dies with the server of this run. */
async function createRole(): Promise<string> {
  const role = `${database.name}_role`;
  await database.query(`CREATE ROLE ${role} LOGIN PASSWORD '${password}'`);
  return role;
}

/** Root may write where permissions say no, but not into the kernel's own folders. */
async function createReadOnlyFolder(): Promise<string> {
  if (process.getuid?.() === 0) return '/proc/tty';
  const folder = join(project.folder, 'read-only');
  await mkdir(folder);
  await chmod(folder, 0o555);
  return folder;
}
