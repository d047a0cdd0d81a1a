import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { createDatabase } from './database.js';
import { pack } from './pack.js';
import { registrySilence } from './registry.js';

const repository = resolve(__dirname, '../..');
const fixtures = join(repository, 'test/fixtures/consumer');

/** An app that somebody has, and installs Limbeck into. */
export interface Consumer {
  /** Folders of test/fixtures/consumer, whose files are laid one over the other. */
  readonly fixtures: readonly string[];
  /** Which package manager it uses: npm puts all packages side by side; with pnpm, a package finds only what it asks for. */
  readonly manager: 'npm' | 'pnpm';
  /** The file of the entity `Product`. */
  readonly entity: string;
  /** What `limbeck init` adds to the app. */
  readonly added: readonly string[];
}

/** Nothing of a package runs while it is installed. */
const installed: Readonly<Record<Consumer['manager'], readonly (readonly string[])[]>> = {
  npm: [
    ['npm', 'ci', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'],
    ['npm', 'install', '--save-dev', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', 'limbeck.tgz'],
  ],
  pnpm: [
    [join(repository, 'node_modules/.bin/pnpm'), 'install', '--frozen-lockfile', '--ignore-scripts', '--prefer-offline'],
    [join(repository, 'node_modules/.bin/pnpm'), 'add', '--save-dev', '--ignore-scripts', '--prefer-offline', './limbeck.tgz'],
  ],
};

const silence = registrySilence();

/** A test of what somebody sees who installs the package; its name says so where it is skipped. */
export function itAsConsumer(name: string, consumer: Consumer): void {
  if (silence !== null) it.skip(`${name} (skipped: ${silence})`, () => undefined);
  else it(name, () => fromNothingToTheSecondRevision(consumer), 180_000);
}

/** What a process of the app printed on stdout; one that fails throws, with all that it printed. */
type Run = (program: string, ...words: readonly string[]) => Promise<string>;

/** `init`, a first revision, an entity that changes, a second one, there and back; then the app is compiled by its own compiler, and upgrades itself when it starts. */
async function fromNothingToTheSecondRevision(consumer: Consumer): Promise<void> {
  await using database = await createDatabase();
  await using app = await installApp(consumer);
  const run = runIn(app.folder, database.url);
  const limbeck = (...words: readonly string[]): Promise<string> => run(join(app.folder, 'node_modules/.bin/limbeck'), ...words);
  const columns = (): Promise<readonly unknown[]> => database.query("SELECT column_name AS name, character_maximum_length AS length FROM information_schema.columns WHERE table_name = 'product' ORDER BY 1");

  const before = await app.list();
  expect(await limbeck('init', '--yes')).toContain('What comes next:\n  limbeck revision --autogenerate -m "the first tables"\n  limbeck upgrade\n');
  expect((await app.list()).filter((path) => !before.includes(path))).toEqual(consumer.added);
  expect(await limbeck('revision', '--autogenerate', '-m', 'create product')).toContain('create table product: id, name');
  expect(await limbeck('upgrade')).toContain('create product');
  expect(await columns()).toEqual([{ name: 'id', length: null }, { name: 'name', length: 80 }]);
  await database.query("INSERT INTO product (name) VALUES ('pen')");

  await app.edit(consumer.entity, (text) => text.replace('length: 80', 'length: 120').replace(/\}\n$/, "\n  @Column('numeric', { precision: 10, scale: 2, nullable: true })\n  price: string | null;\n}\n"));
  expect(await limbeck('revision', '--autogenerate', '-m', 'price')).toContain('alter column product.name: type character varying(80) → character varying(120)');
  expect(await limbeck('upgrade')).toContain('price');
  expect(await limbeck('check')).toBe('The database is as the entities say.\n');
  expect(await limbeck('verify')).toContain('They build what the entities say.\n');
  expect(await limbeck('downgrade', '-1')).toContain('price');
  expect(await columns()).toEqual([{ name: 'id', length: null }, { name: 'name', length: 80 }]);

  expect(await run(join(app.folder, 'node_modules/.bin/tsc'))).toBe('');
  const started = JSON.parse(await run(process.execPath, 'dist/main.js')) as { readonly ran: readonly string[]; readonly products: readonly unknown[] };
  expect(started).toEqual({ ran: [expect.stringMatching(/price/i)], products: [{ id: 1, name: 'pen', price: null }] });
  expect(await columns()).toEqual([{ name: 'id', length: null }, { name: 'name', length: 120 }, { name: 'price', length: null }]);
}

/** The files of an app in a temporary folder. */
interface App extends AsyncDisposable {
  readonly folder: string;
  /** The paths of its files and folders but for those of packages, sorted. */
  list(): Promise<readonly string[]>;
  edit(path: string, change: (text: string) => string): Promise<void>;
}

async function installApp({ fixtures: folders, manager }: Consumer): Promise<App> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'limbeck-consumer-')));
  for (const each of folders) await cp(join(fixtures, each), folder, { recursive: true });
  await cp(pack(folder), join(folder, 'limbeck.tgz'));
  for (const [program = '', ...words] of installed[manager]) await promisify(execFile)(program, words, { cwd: folder });
  return {
    folder,
    list: async () => (await readdir(folder, { recursive: true })).filter((path) => !path.startsWith('node_modules')).sort(),
    edit: async (path, change) => writeFile(join(folder, path), change(await readFile(join(folder, path), 'utf8'))),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

const runIn = (folder: string, url: string): Run => async (program, ...words) => {
  const { PATH = '', HOME = '' } = process.env;
  const run = promisify(execFile)(program, words, { cwd: folder, env: { PATH, HOME, DATABASE_URL: url } });
  const { stdout } = await run.catch((error: Error & { readonly stdout: string; readonly stderr: string }) => {
    throw new Error(`${error.message}\n${error.stdout}${error.stderr}`, { cause: error });
  });
  return stdout;
};
