import { chmod, mkdir } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import { expectRefusal, wrongPassword, type Refusal } from '../support/refusal.js';
import { createStage, type Stage } from '../support/stage.js';

let stage: Stage;

beforeEach(async () => {
  stage = await createStage();
});

afterEach(() => stage[Symbol.asyncDispose]());

const refuses = (words: readonly string[], refusal: Refusal): Promise<void> => expectRefusal(stage, words, refusal);

/** A configuration with these options of the DataSource besides the type. */
const configWith = (options: string): string => `import { DataSource } from 'typeorm';
import { Product } from './entities/product';

export const dataSource = new DataSource({ type: 'postgres', entities: [Product], ${options} });
`;

const autogenerate = ['revision', '--autogenerate', '-m', 'first table'];
/** Each asks the database in a way of its own. */
const commandsThatConnect = [['upgrade'], ['downgrade', 'base'], ['current'], ['check'], ['diff'], autogenerate];

describe('the configuration file', () => {
  test('is not there', async () => {
    await stage.project.remove('ormconfig.ts');
    await refuses(['upgrade'], {
      code: 'config/file-not-found',
      message: /ormconfig\.ts/,
      hint: /`limbeck init` .* `--data-source <file>`/,
    });
  });

  test('that was named is not there', async () => {
    await refuses([...autogenerate, '-d', 'db/source.ts'], {
      code: 'config/file-not-found',
      message: /db\/source\.ts/,
      hint: /--data-source <file>/,
    });
  });

  test('exports no DataSource', async () => {
    await stage.project.write({ 'ormconfig.ts': "export const options = { type: 'postgres' };\n" });
    await refuses(['upgrade'], { code: 'config/no-data-source', message: /ormconfig\.ts exports no DataSource, only "options"/, hint: /new DataSource/ });
  });

  test('exports two', async () => {
    await stage.project.write({ 'two.ts': "import { DataSource } from 'typeorm';\nexport { dataSource } from './ormconfig';\nexport const other = new DataSource({ type: 'postgres' });\n" });
    await refuses([...autogenerate, '-d', 'two.ts'], {
      code: 'config/several-data-sources',
      message: /two\.ts exports 2 data sources: "dataSource" and "other"/,
      hint: /--name <export>/,
    });
  });

  test('throws an error that holds the URL', async () => {
    await stage.project.write({ 'ormconfig.ts': `throw new Error('cannot use postgres://shop:${wrongPassword}@db:5432/shop');\n` });
    await refuses(['upgrade'], {
      code: 'config/load-failed',
      message: /ormconfig\.ts.*annot use postgres:\/\/shop:\*\*\*@db:5432\/shop/,
      hint: /Correct/,
    });
  });

  test('does not compile where the password stands', async () => {
    await stage.project.write({ 'ormconfig.ts': configWith(`host: 'db',\n  password: '${wrongPassword}',\n  database: = 'shop',\n  username: '${wrongPassword}'`) });
    await refuses(['upgrade'], { code: 'config/does-not-compile', message: /ormconfig\.ts does not compile: .+\(line 6, column \d+\)/, hint: /Correct the file/ });
  });

  test('sets an option that is none', async () => {
    await stage.project.write({ 'other.ts': "export { dataSource } from './ormconfig';\nexport const limbeck = { directroy: 'db' };\n" });
    await refuses(['upgrade', '-d', 'other.ts'], { code: 'config/unknown-option', message: /`directroy`/, hint: /Did you mean `directory`\?/ });
  });

  test('sets an option to what it cannot be', async () => {
    await stage.project.write({ 'other.ts': "export { dataSource } from './ormconfig';\nexport const limbeck = { compareType: 'yes' };\n" });
    await refuses(['diff', '-d', 'other.ts'], { code: 'config/bad-option', message: /`compareType` is "yes"; it must be true, false or a function/, hint: /`limbeck` export/ });
  });

  test.each(['includeObject', 'compareType', 'compareDefault', 'onEvent'])('has a function that throws: %s', async (option) => {
    await stage.database.query("CREATE TABLE product (id serial CONSTRAINT pk PRIMARY KEY, name text NOT NULL DEFAULT 'x', price integer NOT NULL)");
    const options = `{\n  ${option}: () => {\n    throw new Error('no key in postgres://shop:${wrongPassword}@db/shop');\n  },\n}`;
    await stage.project.write({ 'other.ts': `export { dataSource } from './ormconfig';\nexport const limbeck = ${options};\n` });
    await refuses(['diff', '-d', 'other.ts'], {
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
    await stage.project.write({ 'ormconfig.ts': configWith(`host: 'db', password: '${wrongPassword}'`).replace("'postgres'", `'${type}' as never`) });
    await refuses(['upgrade'], { code: 'config/unsupported-driver', message: new RegExp(`"${name}", which Limbeck does not support`), hint: /`type: "postgres"`/ });
  });
});

describe('the entities', () => {
  test('do not compile', async () => {
    await stage.project.write({ 'entities/product.ts': 'export class Product {\n  name: string\n  price = = 1;\n}\n' });
    await refuses(autogenerate, { code: 'config/does-not-compile', message: /entities\/product\.ts does not compile: .+\(line 3, column \d+\)/, hint: /Correct the file/ });
  });

  test('import what is not there', async () => {
    await stage.project.write({ 'entities/product.ts': "import { money } from './money';\nexport const Product = money;\n" });
    await refuses(autogenerate, { code: 'config/module-not-found', message: /entities\/product\.ts.*\.\/money/, hint: /Correct the path/ });
  });

  test('have a column whose type TypeORM cannot know', async () => {
    await stage.project.write({
      'entities/product.ts': "import { Column, Entity, PrimaryColumn } from 'typeorm';\n@Entity()\nexport class Product {\n  @PrimaryColumn() id: number;\n  @Column() price: object;\n}\n",
    });
    await refuses(autogenerate, { code: 'entities/invalid', message: /price/, hint: /Correct the entity/ });
  });

  test('are none', async () => {
    await stage.project.write({ 'ormconfig.ts': (await stage.project.read('ormconfig.ts')).replace('[Product]', '[]') });
    await refuses(autogenerate, { code: 'entities/no-metadata', message: /no entities/, hint: /`entities`/ });
  });

  test('have an expression that the database refuses', async () => {
    await stage.project.write({
      'entities/product.ts': "import { Check, Entity, PrimaryColumn } from 'typeorm';\n@Entity()\n@Check('CHK_price', 'prise > 0')\nexport class Product {\n  @PrimaryColumn() price: number;\n}\n",
    });
    await refuses(autogenerate, { code: 'canonicalise/invalid-expression', message: /CHK_price.*prise > 0/, hint: /Correct the expression/ });
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
    await refuses(words, {
      code: 'config/server-unreachable',
      message: /^No PostgreSQL server answers at 127\.0\.0\.1:1 \(ECONNREFUSED\)/,
      hint: /Start the server/,
      env: { POSTGRES_PORT: '1', POSTGRES_PASSWORD: wrongPassword },
    });
  });

  test('has a name that nobody knows', async () => {
    await refuses(['upgrade'], {
      code: 'config/server-unreachable',
      message: /db\.invalid:\d+/,
      hint: /`host`/,
      env: { POSTGRES_HOST: 'db.invalid', POSTGRES_PASSWORD: wrongPassword },
    });
  });

  test('hangs up', async () => {
    const { port } = mute.address() as AddressInfo;
    await refuses(['upgrade'], {
      code: 'config/cannot-connect',
      message: new RegExp(`127\\.0\\.0\\.1:${port}`),
      hint: /connection options/,
      env: { POSTGRES_PORT: String(port), POSTGRES_PASSWORD: wrongPassword },
    });
  });

  test('has no TLS and is asked for it', async () => {
    await stage.project.write({ 'ormconfig.ts': (await stage.project.read('ormconfig.ts')).replace('entities:', 'ssl: true,\n  entities:') });
    await refuses(['upgrade'], { code: 'config/cannot-connect', message: /SSL/, hint: /connection options/ });
  });

  test.each([['upgrade'], autogenerate])('does not take the password: %s', async (...words) => {
    const role = await createRole();
    await refuses(words, {
      code: 'config/login-failed',
      message: new RegExp(`role "${role}".*`),
      hint: /`username` and `password`/,
      env: { POSTGRES_USER: role, POSTGRES_PASSWORD: `${wrongPassword}-wrong` },
    });
  });

  test('wants a password and gets none', async () => {
    const { host, port, database: name } = stage.database.options;
    const role = await createRole();
    await stage.project.write({ 'ormconfig.ts': configWith(`host: '${host}', port: ${port}, username: '${role}', database: '${name}'`) });
    await refuses(['upgrade'], { code: 'config/login-failed', message: /asks for a password/, hint: /`password`/ });
  });

  test('does not know the role', async () => {
    await refuses(['upgrade'], {
      code: 'config/login-failed',
      message: /"nobody_here"/,
      hint: /`username`/,
      env: { POSTGRES_USER: 'nobody_here', POSTGRES_PASSWORD: wrongPassword },
    });
  });

  test.each([['upgrade'], autogenerate])('has no such database: %s', async (...words) => {
    await refuses(words, {
      code: 'config/database-missing',
      message: new RegExp(`no database "not_there" on the server at 127\\.0\\.0\\.1:${stage.database.options.port}`),
      hint: /Create the database/,
      env: { POSTGRES_DB: 'not_there' },
    });
  });

  test.each([
    ['nothing listens', `postgres://shop:${wrongPassword}@127.0.0.1:1/shop`, 'config/server-unreachable'],
    ['a password that is not escaped', `postgres://shop:${wrongPassword}#/?@127.0.0.1:1/shop`, 'config/cannot-connect'],
    ['no URL at all', `postgres:/shop:${wrongPassword}@`, 'config/server-unreachable'],
    ['a port that is none', `postgres://shop:${wrongPassword}@127.0.0.1:99999999/shop`, 'config/cannot-connect'],
  ])('is named by a URL: %s', async (_, url, code) => {
    await stage.project.write({ 'ormconfig.ts': configWith(`url: ${JSON.stringify(url)}`) });
    await refuses(['upgrade'], { code, message: /./, hint: /./ });
  });
});

test('a table that the role may not read', async () => {
  const role = await createRole();
  await stage.database.query('CREATE TABLE product (id serial PRIMARY KEY, name varchar(80) NOT NULL)');
  for (const words of [autogenerate, ['diff'], ['check']]) {
    await refuses(words, {
      code: 'introspect/not-readable',
      message: new RegExp(`role "${role}" may not read .*product`),
      hint: /grant the role access/,
      env: { POSTGRES_USER: role, POSTGRES_PASSWORD: wrongPassword },
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
    await refuses(words, { code: 'revision/empty-message', message: /no letter or digit/, hint: /-m "add invoices"/ });
  });

  test.each([[['revision', '-m', 'by hand']], [autogenerate]])('cannot be written, as its folder is a file: %j', async (words) => {
    await stage.project.write({ notes: 'a file\n' });
    for (const directory of ['notes', 'notes/migrations']) {
      await refuses([...words, '--directory', directory], { code: 'revision/not-readable', message: /notes/, hint: /`directory`/ });
    }
  });

  test('cannot be written, as its folder takes none', async () => {
    await refuses(['revision', '-m', 'by hand', '--directory', await createReadOnlyFolder()], {
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
    await refuses(words, { code: 'command/wrong-usage', message, hint });
  });
});

/** A role that may log in with {@link wrongPassword}, and dies with the server of this run. */
async function createRole(): Promise<string> {
  const role = `${stage.database.name}_role`;
  await stage.database.query(`CREATE ROLE ${role} LOGIN PASSWORD '${wrongPassword}'`);
  return role;
}

/** Root may write where permissions say no, but not into the kernel's own folders. */
async function createReadOnlyFolder(): Promise<string> {
  if (process.getuid?.() === 0) return '/proc/tty';
  const folder = join(stage.project.folder, 'read-only');
  await mkdir(folder);
  await chmod(folder, 0o555);
  return folder;
}
