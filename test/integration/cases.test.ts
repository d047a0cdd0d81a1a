import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { EntitySchema } from 'typeorm';
import { postgres } from '../../src/dialect/postgres/dialect.js';
import { Migrator } from '../../src/migrator/migrator.js';
import type { MigratorOptions } from '../../src/migrator/options.js';
import { describe as describeIn } from '../../src/operation/describe.js';
import type { Operation } from '../../src/operation/operation.js';
import type { Case, CaseEntity, SameCase } from '../cases/case.js';
import { entity } from '../cases/entity.js';
import { columnTypeCases } from '../cases/column-type.js';
import { columnCases } from '../cases/columns.js';
import { decoratedCases } from '../cases/decorated.js';
import { changedDefaultCases, sameDefaultCases, spelledDefaultCases } from '../cases/defaults.js';
import { enumCases } from '../cases/enums.js';
import { extensionCases } from '../cases/extensions.js';
import { generatedCases, sameGeneratedCases } from '../cases/generated.js';
import { indexCases, sameIndexCases } from '../cases/indexes.js';
import { keyCases, sameKeyCases } from '../cases/keys.js';
import { renameCases } from '../cases/renames.js';
import { tableCases } from '../cases/tables.js';
import { sameUnmanagedCases, unmanagedCases } from '../cases/unmanaged.js';
import { writingCases } from '../cases/writing.js';
import { sameViewCases, viewCases } from '../cases/views.js';
import { readCatalog } from '../support/catalog.js';
import type { TestDatabase } from '../support/database.js';
import { createDatabase } from '../support/database.js';
import { type TypeOrmVersion, withDataSource } from '../support/entities.js';

const cases: readonly Case[] = [...tableCases, ...columnCases, ...columnTypeCases, ...changedDefaultCases, ...keyCases, ...indexCases, ...enumCases, ...decoratedCases, ...viewCases, ...generatedCases, ...extensionCases, ...renameCases, ...writingCases, ...unmanagedCases];
const sameCases: readonly SameCase[] = [...sameDefaultCases, ...spelledDefaultCases, ...sameKeyCases, ...sameIndexCases, ...sameViewCases, ...sameGeneratedCases, ...sameUnmanagedCases];

const describeOperation = (operation: Operation): string => describeIn(operation, 'public');

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'limbeck-cases-'));
});

afterAll(() => rm(folder, { recursive: true }));

describe('nothing changed, so nothing is to be done', () => {
  it.each(sameCases)('$name', async ({ entities, sql, bare }) => {
    await using database = await createDatabase();
    if (bare !== true) await synchronise(database, entities, '1');
    await database.query(sql);
    await withDataSource(database, { entities }, async (dataSource) => {
      expect((await new Migrator(dataSource).diff()).map(describeOperation)).toEqual([]);
    });
  });
});

describe('something changed: it is seen, done, undone, and the rows are kept', () => {
  it.each(cases)('$name', async (change) => {
    await using database = await createDatabase();
    const { version = '1' } = change;
    await synchronise(database, [...change.before, keeper], version);
    await database.query(change.data ?? '');
    const before = { catalog: await catalogOf(database), rows: await rowsOf(database), records: await recordsOf(database) };

    const options = change.withoutExtensions === true ? { installExtensions: false } : {};
    await withDataSource(database, { ...options, version, entities: [...change.after, keeper] }, async (dataSource) => {
      const migrator = new Migrator(dataSource, { directory: await mkdtemp(join(folder, 'case-')), ...optionsOf(change) });
      await writeRevision(migrator, change);
      await migrator.upgrade();
      expect((await migrator.diff()).map(describeOperation)).toEqual([]);
      const between = await rowsOf(database);
      expectRowsKept(moveRows(before.rows, change.moved), between);
      expectMoved(between, change.moved);
      if (change.beyondTypeOrm === undefined) {
        expect(await statementsOfTypeOrm(dataSource, version)).toEqual([]);
        expect(withoutCounters(await catalogOf(database))).toEqual(await catalogMadeByTypeOrm([...change.after, keeper], version));
      }

      await migrator.downgrade('base');
      expect(withoutCounters(await catalogOf(database))).toEqual(withoutCounters(before.catalog));
      expectRowsKept(between, moveRows(await rowsOf(database), change.moved));
      expect(await recordsOf(database)).toEqual(before.records);
    });
  });
});

/** An entity that never changes, since a data source without any has nothing to compare with. */
const keeper = entity({}, { name: 'keeper' });

const optionsOf = ({ style, processRevision }: Case): MigratorOptions => ({
  ...(style === undefined ? {} : { style }),
  ...(processRevision === undefined ? {} : { processRevision }),
});

async function writeRevision(migrator: Migrator, change: Case): Promise<void> {
  const written = await migrator.revision({ message: change.name, autogenerate: true, renames: change.renames ?? [] });
  if (written === null) throw new Error('no difference was seen');
  if (change.operations !== undefined) expect(written.operations.map(describeOperation)).toEqual(change.operations);
  if (change.hazards !== undefined) {
    expect(written.operations.flatMap((operation) => postgres.hazards(operation)).map(({ code }) => code)).toEqual(change.hazards);
  }
  if (change.complete === undefined) return;
  const text = await readFile(written.path, 'utf8');
  expect(text).toContain(change.complete[0]);
  await writeFile(written.path, text.replace(change.complete[0], change.complete[1]));
}

/** TypeORM makes the database; schemas, which it never makes, are made for it. */
async function synchronise(database: TestDatabase, entities: readonly CaseEntity[], version: TypeOrmVersion): Promise<void> {
  for (const each of entities) {
    const schema = each instanceof EntitySchema ? each.options.schema : undefined;
    if (schema !== undefined) await database.query(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
  }
  await withDataSource(database, { version, entities, synchronize: true }, () => Promise.resolve());
}

/** What TypeORM's own schema builder would still do, less what it would do to a database that it has just made itself. */
async function statementsOfTypeOrm(dataSource: DataSource, version: TypeOrmVersion): Promise<string[]> {
  const entities = dataSource.options.entities as CaseEntity[];
  await using own = await createDatabase();
  await synchronise(own, entities, version);
  const always = await withDataSource(own, { version, entities }, statementsLeft);
  const statements = await statementsLeft(dataSource);
  return statements.filter((statement) => !always.includes(statement));
}

const statementsLeft = async (dataSource: DataSource): Promise<string[]> =>
  (await dataSource.driver.createSchemaBuilder().log()).upQueries.map(({ query }) => query);

async function catalogMadeByTypeOrm(entities: readonly CaseEntity[], version: TypeOrmVersion): Promise<readonly string[]> {
  await using own = await createDatabase();
  await synchronise(own, entities, version);
  return withoutCounters(await catalogOf(own));
}

/** The catalog without the bookkeeping, which stays when everything else is undone. */
const catalogOf = async (database: TestDatabase): Promise<readonly string[]> =>
  (await readCatalog(database)).filter((line) => !/\bpublic\.(migrations\b|migrations_id_seq\b|typeorm_metadata\b|"PK_8c82d7f526340ab734260ea46be")/.test(line));

/** What TypeORM's own table says of views and generated columns; the table itself stays when it is empty. */
async function recordsOf(database: TestDatabase): Promise<readonly unknown[]> {
  const [found] = await database.query<{ readonly name: string | null }>("SELECT to_regclass('public.typeorm_metadata')::text AS name");
  return found?.name == null ? [] : database.query('SELECT "type", "schema", "table", "name", "value" FROM typeorm_metadata ORDER BY 1, 2, 3, 4');
}

/** How far a sequence has counted depends on the rows. */
const withoutCounters = (lines: readonly string[]): readonly string[] => lines.map((line) => line.replace(/, last .*, owner/, ', owner'));

type Rows = ReadonlyMap<string, readonly Readonly<Record<string, unknown>>[]>;

async function rowsOf(database: TestDatabase): Promise<Rows> {
  const tables = await database.query<{ readonly name: string }>(
    `SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind = 'r' AND n.nspname !~ '^pg_|^information_schema$' AND c.relname NOT IN ('migrations', 'typeorm_metadata')`,
  );
  const rows = new Map<string, readonly Readonly<Record<string, unknown>>[]>();
  for (const { name } of tables) {
    const found = await database.query<{ readonly row: Readonly<Record<string, unknown>> }>(`SELECT to_jsonb(t) AS row FROM ${name} t ORDER BY t.ctid`);
    rows.set(name, found.map(({ row }) => row));
  }
  return rows;
}

/** The rows under the names that the tables, columns and values have after the change. */
function moveRows(rows: Rows, moved: Case['moved'] = []): Rows {
  return new Map(
    [...rows].map(([table, list]) => {
      const { to = table, columns = {}, values = {} } = moved.find((each) => each.table === table) ?? {};
      const moveValue = (value: unknown): unknown => (typeof value === 'string' ? (values[value] ?? value) : value);
      return [to, list.map((row) => Object.fromEntries(Object.entries(row).map(([column, value]) => [columns[column] ?? column, moveValue(value)])))];
    }),
  );
}

/** What is not there under its new name would not be compared. */
function expectMoved(rows: Rows, moved: Case['moved'] = []): void {
  for (const { table, to = table, columns = {} } of moved) {
    expect(rows.get(to)).not.toEqual([]);
    expect(Object.keys(rows.get(to)?.[0] ?? {})).toEqual(expect.arrayContaining(Object.values(columns)));
  }
}

/** Every row is there that was there, in each table of both; and every value that was there, in each column of both. */
function expectRowsKept(before: Rows, after: Rows): void {
  for (const [table, rows] of before) {
    const kept = after.get(table);
    if (kept === undefined) continue;
    expect(kept).toHaveLength(rows.length);
    const columns = Object.keys(rows[0] ?? {}).filter((column) => column in (kept[0] ?? {}) && isFull(rows, column) && isFull(kept, column));
    expect(valuesOf(kept, columns)).toEqual(valuesOf(rows, columns));
  }
}

/** A null may have been filled, which is no loss. */
const isFull = (rows: readonly Readonly<Record<string, unknown>>[], column: string): boolean => rows.every((row) => row[column] !== null);

const valuesOf = (rows: readonly Readonly<Record<string, unknown>>[], columns: readonly string[]): unknown[] =>
  rows.map((row) => columns.map((column) => asMeant(row[column]))).sort((left, right) => (JSON.stringify(left) < JSON.stringify(right) ? -1 : 1));

/** Another type may spell the same value in another way: `1.50` and `1.5000`, a time with and without its zone, `{a,b}`. */
function asMeant(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  if (/^-?\d+(\.\d+)?$/.test(value)) return Number(value);
  if (/^\d{4}-\d\d-\d\dT/.test(value)) return value.replace(/\+00:00$/, '');
  return value.startsWith('{') && !value.includes(':') ? value.slice(1, -1).split(',') : value;
}
