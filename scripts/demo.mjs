// @ts-check
/**
 * The main job, on the example shop, with a PostgreSQL of its own: `npm run demo`.
 *
 * Entities → a migration file to review → an upgraded database → a changed entity → a second file that alters in place, with
 * every row kept → the way back. Each claim is checked; the first that does not hold ends the demo with exit code 1.
 */
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { styleText } from 'node:util';
import pg from 'pg';
import { startNativeServer } from '../dist/server/native-server.js';

const repository = fileURLToPath(new URL('..', import.meta.url));
const startedMs = Date.now();

const server = await startNativeServer();
const shop = await mkdtemp(join(tmpdir(), 'limbeck-demo-'));
const leave = async () => {
  await rm(shop, { recursive: true, force: true });
  await server.stop();
};
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.once(signal, () => leave().finally(() => process.kill(process.pid, signal)));
}

const environment = {
  ...process.env,
  POSTGRES_HOST: server.host,
  POSTGRES_PORT: String(server.port),
  POSTGRES_USER: server.user,
  POSTGRES_PASSWORD: server.password,
  POSTGRES_DB: 'postgres',
};
const database = new pg.Client({ host: server.host, port: server.port, user: server.user, password: server.password, database: 'postgres' });

try {
  await copyShop();
  await database.connect();
  await tell();
} catch (error) {
  say('red', `\n${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  await database.end();
  await leave();
}

async function tell() {
  chapter(`A shop with ${`PostgreSQL ${server.version}`}, on port ${server.port}`);

  chapter('1. Its first revision, and three products');
  await limbeck('upgrade', '+1');
  await database.query(`INSERT INTO product (name, description, price) VALUES
    ('Alembic, copper', 'It distils', 149.90), ('Retort, glass', NULL, 24.00), ('Limbeck', 'The old word for it', 99.00)`);
  await show('SELECT id, name, price FROM product ORDER BY id');

  chapter('2. The other revisions: columns that must not be empty, on a table with rows; then the related tables');
  await limbeck('upgrade');
  await show('SELECT id, sku, name, is_active, status FROM product ORDER BY id');
  await limbeck('current');
  await limbeck('check');

  chapter('3. An entity changes: a longer name, a larger price, another status, a weight');
  await edit('entities/product.ts', [
    ["@Column({ length: 120 })\n  name", "@Column({ length: 200 })\n  name"],
    ['precision: 10, scale: 2', 'precision: 12, scale: 2'],
    ["Active = 'active',", "Active = 'active',\n  SoldOut = 'sold out',"],
    ['  @Column({ type: \'enum\'', "  @Column({ type: 'integer', name: 'weight_g' })\n  weightG: number;\n\n  @Column({ type: 'enum'"],
  ]);
  await limbeck('diff');

  chapter('4. The migration file that Limbeck writes');
  const { stdout } = await limbeck('revision', '--autogenerate', '-m', 'wider products');
  const file = must(/migrations\/\S+\.ts/.exec(stdout)?.[0], 'revision names the file that it wrote');
  say('dim', await readFile(join(shop, file), 'utf8'));
  say('yellow', 'weight_g may not be empty, and nobody but us knows what the three products weigh. We complete the line:');
  await edit(file, [['fill: null', 'fill: "500"']]);

  chapter('5. Upgrade: altered in place');
  const before = await rows('SELECT id, sku, name, description, price, status, created_at FROM product ORDER BY id');
  const table = await rows("SELECT 'product'::regclass::oid AS oid");
  await limbeck('upgrade');
  const after = await rows('SELECT id, sku, name, description, price, status, created_at FROM product ORDER BY id');
  claim(same(before, after), 'every row is there, with every value');
  claim(same(table, await rows("SELECT 'product'::regclass::oid AS oid")), 'it is the same table');
  await show('SELECT id, sku, name, price, weight_g FROM product ORDER BY id');
  await limbeck('check');

  chapter('6. The way back, one step and then all the way');
  await limbeck('downgrade', '-1');
  claim(same(before, await rows('SELECT id, sku, name, description, price, status, created_at FROM product ORDER BY id')), 'every row is there, again');
  await limbeck('downgrade', 'base');
  const left = await rows("SELECT relname FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'");
  claim(same(left, [{ relname: 'migrations' }]), "nothing is left but TypeORM's own table of migrations");
  claim(same([], await rows('SELECT name FROM migrations')), 'and that table is empty');

  say('green', `\nAll as told, in ${((Date.now() - startedMs) / 1000).toFixed(1)} s.`);
}

/** The example app in a folder of its own, so that the demo changes nothing here. */
async function copyShop() {
  for (const part of ['entities', 'migrations', 'ormconfig.ts', 'tsconfig.json']) await cp(join(repository, part), join(shop, part), { recursive: true });
  await writeFile(join(shop, 'package.json'), '{ "name": "shop", "private": true, "type": "commonjs" }\n');
  await mkdir(join(shop, 'node_modules'));
  for (const name of ['typeorm', 'pg', 'dotenv', 'reflect-metadata']) {
    await symlink(join(repository, 'node_modules', name), join(shop, 'node_modules', name), 'junction');
  }
  await symlink(repository, join(shop, 'node_modules', 'limbeck'), 'junction');
}

/**
 * Runs the command as its user would.
 *
 * @param {string[]} words
 */
async function limbeck(...words) {
  say('cyan', `\n$ limbeck ${words.map((word) => (word.includes(' ') ? `"${word}"` : word)).join(' ')}`);
  const child = spawn(process.execPath, [join(repository, 'dist/cli/main.js'), ...words], { cwd: shop, env: environment });
  let stdout = '';
  child.stdout.on('data', (text) => {
    stdout += text;
    process.stdout.write(text);
  });
  child.stderr.pipe(process.stderr, { end: false });
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code !== 0) throw new Error(`limbeck ${words.join(' ')} ended with exit code ${code}.`);
  return { stdout };
}

/**
 * @param {string} path
 * @param {readonly (readonly [string, string])[]} replacements
 */
async function edit(path, replacements) {
  let text = await readFile(join(shop, path), 'utf8');
  for (const [from, to] of replacements) {
    must(text.includes(from) || undefined, `${path} holds: ${from}`);
    say('green', `  ${path}: ${from.trim().replaceAll(/\s+/g, ' ')}  →  ${to.trim().replaceAll(/\s+/g, ' ')}`);
    text = text.replace(from, to);
  }
  await writeFile(join(shop, path), text);
}

/** @param {string} sql */
async function rows(sql) {
  return (await database.query(sql)).rows;
}

/** @param {string} sql */
async function show(sql) {
  say('cyan', `\n${sql};`);
  console.table(await rows(sql));
}

/**
 * @param {unknown} left
 * @param {unknown} right
 */
function same(left, right) {
  return JSON.stringify(left) === JSON.stringify(right);
}

/**
 * @param {boolean} holds
 * @param {string} what
 */
function claim(holds, what) {
  if (!holds) throw new Error(`Not as told: ${what}.`);
  say('green', `✓ ${what}`);
}

/**
 * @template T
 * @param {T | undefined} value
 * @param {string} what
 * @returns {T}
 */
function must(value, what) {
  if (value === undefined) throw new Error(`Not as told: ${what}.`);
  return value;
}

/** @param {string} title */
function chapter(title) {
  say('bold', `\n${title}\n${'─'.repeat(title.length)}`);
}

/**
 * @param {Parameters<typeof styleText>[0]} style
 * @param {string} text
 */
function say(style, text) {
  console.log(process.stdout.isTTY && process.env.NO_COLOR === undefined ? styleText(style, text) : text);
}
