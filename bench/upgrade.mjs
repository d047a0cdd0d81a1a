// @ts-check
/**
 * What running revisions costs: Limbeck's `upgrade` beside TypeORM's `migration:run`, and beside the floor, the same statements and rows sent by
 * `pg` alone. First all of them on an empty database, then as whole processes with nothing left to do.
 * `node bench/upgrade.mjs [revisions]`, after `npm run build`.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import 'reflect-metadata';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { Migrator } from '../dist/index.js';
import { startNativeServer } from '../dist/server/native-server.js';

const size = Number(process.argv[2] ?? 1000);
const rounds = 3;
const repository = resolve(import.meta.dirname, '..');

const server = await startNativeServer();
const folder = mkdtempSync(join(tmpdir(), 'limbeck-bench-'));
try {
  console.log(`PostgreSQL ${server.version}, Node ${process.version}; ${size} revisions of one statement each; medians of ${rounds} rounds`);
  await measureUpgrade();
  await measureNothing();
} finally {
  await server.stop();
  rmSync(folder, { recursive: true });
}

async function measureUpgrade() {
  /** @type {{ floor: number[], limbeck: number[], typeorm: number[] }} */
  const ms = { floor: [], limbeck: [], typeorm: [] };
  for (let round = 0; round < rounds; round += 1) {
    ms.floor.push(await timed(`floor_${round}`, runFloor));
    ms.limbeck.push(await timed(`limbeck_${round}`, runLimbeck));
    ms.typeorm.push(await timed(`typeorm_${round}`, runTypeOrm));
  }
  const [floor, limbeck, typeorm] = [median(ms.floor), median(ms.limbeck), median(ms.typeorm)];
  console.log(
    `all: pg ${floor.toFixed(0)} ms; Limbeck ${limbeck.toFixed(0)} ms, ${(limbeck / floor).toFixed(2)} times the floor; ` +
      `TypeORM ${typeorm.toFixed(0)} ms, ${(typeorm / floor).toFixed(2)} times; Limbeck takes ${((100 * limbeck) / typeorm).toFixed(0)} % of TypeORM's time`,
  );
}

/** JavaScript of a few lines; and TypeScript as a generator writes it, which TypeORM reads with Limbeck's compiler, as its command has none. */
async function measureNothing() {
  mkdirSync(join(folder, 'node_modules'));
  for (const name of ['typeorm', 'pg', 'reflect-metadata']) symlinkSync(join(repository, 'node_modules', name), join(folder, 'node_modules', name), 'junction');
  writeFileSync(join(folder, 'hooks.cjs'), `require(${JSON.stringify(join(repository, 'dist/loader/register-hooks.js'))}).registerHooks();\n`);
  measureNothingIn('JavaScript', { database: 'limbeck_0', directory: 'limbeck_0', ending: 'js', node: [] });
  mkdirSync(join(folder, 'typescript'));
  for (let number = 0; number < size; number += 1) writeFileSync(join(folder, 'typescript', `${String(number).padStart(5, '0')}.ts`), typeScript(number));
  measureNothingIn('TypeScript', { database: 'limbeck_0', directory: 'typescript', ending: 'ts', node: ['--require', join(folder, 'hooks.cjs')] });
}

/**
 * @param {string} what
 * @param {{ database: string, directory: string, ending: string, node: string[] }} files
 */
function measureNothingIn(what, { database, directory, ending, node }) {
  const source = `data-source-${directory}.js`;
  writeFileSync(
    join(folder, source),
    `const { DataSource } = require('typeorm');
exports.dataSource = new DataSource({ type: 'postgres', url: ${JSON.stringify(server.url(database))}, migrations: [__dirname + '/${directory}/*.${ending}'] });
exports.limbeck = { directory: '${directory}' };\n`,
  );
  /** @type {{ limbeck: number[], typeorm: number[], base: number[] }} */
  const ms = { limbeck: [], typeorm: [], base: [] };
  for (let round = 0; round < 2 * rounds + 1; round += 1) {
    ms.limbeck.push(timeProcess([join(repository, 'dist/cli/main.js'), 'upgrade', '-d', source], 'Nothing to upgrade.'));
    ms.typeorm.push(timeProcess([...node, join(repository, 'node_modules/typeorm/cli.js'), 'migration:run', '-d', source], 'No migrations are pending'));
    ms.base.push(timeProcess(['-p', "require('typeorm') && require('pg') && 'loaded'"], 'loaded'));
  }
  const [limbeck, typeorm, base] = [median(ms.limbeck), median(ms.typeorm), median(ms.base)];
  console.log(
    `nothing to do, ${what}, whole process: Limbeck ${limbeck.toFixed(0)} ms; TypeORM ${typeorm.toFixed(0)} ms; Limbeck takes ${((100 * limbeck) / typeorm).toFixed(0)} % of TypeORM's time; ` +
      `loading typeorm and pg alone takes ${base.toFixed(0)} ms`,
  );
}

/**
 * How long `work` takes on a new database, with the files of the revisions in a folder that no other run has loaded.
 *
 * @param {string} name
 * @param {(name: string) => Promise<number>} work
 */
async function timed(name, work) {
  const admin = new pg.Client({ connectionString: server.url('postgres') });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}`);
  await admin.end();
  mkdirSync(join(folder, name));
  for (let number = 0; number < size; number += 1) writeFileSync(join(folder, name, `${String(number).padStart(5, '0')}.js`), revision(number));
  return work(name);
}

/** @param {number} number */
function statement(number) {
  return `CREATE TABLE bench_${number} (id integer)`;
}

/** @param {number} number */
function nameOf(number) {
  return `Step${1_700_000_000_000 + number}`;
}


/** @param {number} number */
function revision(number) {
  return `class ${nameOf(number)} {
  static revision = '${id(number)}';
  static downRevision = ${number === 0 ? 'null' : `'${id(number - 1)}'`};
  name = '${nameOf(number)}';
  async up(queryRunner) {
    await queryRunner.query('${statement(number)}');
  }
  async down(queryRunner) {
    await queryRunner.query('DROP TABLE bench_${number}');
  }
}
exports.${nameOf(number)} = ${nameOf(number)};
`;
}

/** As `limbeck revision` writes one, with ten steps there and back. @param {number} number */
function typeScript(number) {
  const steps = Array.from({ length: 10 }, (_, step) => `    await queryRunner.query('ALTER TABLE "public"."bench_${number}" ADD COLUMN "column_${step}" character varying(120) NOT NULL DEFAULT \\'\\'');`);
  return `import type { MigrationInterface, QueryRunner } from "typeorm";

/** Step ${number} */
export class ${nameOf(number)} implements MigrationInterface {
  static readonly revision = "${id(number)}";
  static readonly downRevision = ${number === 0 ? 'null' : `"${id(number - 1)}"`};
  readonly name = "${nameOf(number)}";

  async up(queryRunner: QueryRunner): Promise<void> {
${steps.join('\n')}
  }

  async down(queryRunner: QueryRunner): Promise<void> {
${steps.join('\n').replaceAll('ADD COLUMN', 'DROP COLUMN')}
  }
}
`;
}

/** @param {number} number */
function id(number) {
  return number.toString(16).padStart(12, '0');
}

/** @param {string} name */
async function runFloor(name) {
  const client = new pg.Client({ connectionString: server.url(name) });
  await client.connect();
  const startMs = performance.now();
  await client.query('CREATE TABLE migrations (id serial PRIMARY KEY, "timestamp" bigint NOT NULL, name character varying NOT NULL)');
  for (let number = 0; number < size; number += 1) {
    await client.query('BEGIN');
    await client.query(statement(number));
    await client.query('INSERT INTO migrations ("timestamp", name) VALUES ($1, $2)', [1_700_000_000_000 + number, nameOf(number)]);
    await client.query('COMMIT');
  }
  const ms = performance.now() - startMs;
  await client.end();
  return ms;
}

/** @param {string} name */
async function runLimbeck(name) {
  const dataSource = await new DataSource({ type: 'postgres', url: server.url(name) }).initialize();
  const startMs = performance.now();
  const ran = await new Migrator(dataSource, { directory: join(folder, name) }).upgrade();
  const ms = performance.now() - startMs;
  await dataSource.destroy();
  if (ran.length !== size) throw new Error(`Limbeck ran ${ran.length}`);
  return ms;
}

/** Its files are loaded when it is initialised, so that counts too; the connection does not for either. */
async function runTypeOrm(/** @type {string} */ name) {
  const warm = await new DataSource({ type: 'postgres', url: server.url(name) }).initialize();
  await warm.destroy();
  const startMs = performance.now();
  const dataSource = await new DataSource({ type: 'postgres', url: server.url(name), migrations: [join(folder, name, '*.js')] }).initialize();
  const ran = await dataSource.runMigrations({ transaction: 'each' });
  const ms = performance.now() - startMs;
  await dataSource.destroy();
  if (ran.length !== size) throw new Error(`TypeORM ran ${ran.length}`);
  return ms;
}

/**
 * @param {string[]} words
 * @param {string} told
 */
function timeProcess(words, told) {
  const startMs = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { cwd: folder, encoding: 'utf8' });
  const ms = performance.now() - startMs;
  if (status !== 0 || !stdout.includes(told)) throw new Error(`${words[0]} ended with ${status}: ${stdout}${stderr}`);
  return ms;
}

/** @param {number[]} values */
function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
