import fc from 'fast-check';
import type { DataSource, QueryRunner } from 'typeorm';
import { postgres } from '../../src/dialect/postgres/dialect.js';
import { quoteIdentifier, quoteLiteral, quoteName } from '../../src/dialect/postgres/quote.js';
import { LimbeckError } from '../../src/kernel/errors.js';
import { compare } from '../../src/migrator/compare.js';
import { completeOptions } from '../../src/migrator/options.js';
import { describe as describeIn } from '../../src/operation/describe.js';
import type { Operation } from '../../src/operation/operation.js';
import { plan } from '../../src/plan/plan.js';
import { readCatalog } from '../support/catalog.js';
import type { TestDatabase } from '../support/database.js';
import { createDatabase } from '../support/database.js';
import { orm } from '../support/entities.js';
import { useModel } from './entity-pairs/build.js';
import type { ColumnSpec, Model, TableSpec } from './entity-pairs/model.js';
import { families } from './entity-pairs/model.js';
import { ModelMaker } from './entity-pairs/random.js';

/**
 * `LIMBECK_PAIRS=5000 npx jest test/property/entity-pairs` runs more pairs, `LIMBECK_PAIRS_SEED` others; `LIMBECK_PAIRS_PATH` goes
 * straight to one that failed, and `LIMBECK_PAIRS_SHRINK=no` shows it as it was found.
 */
const pairs = Number(process.env['LIMBECK_PAIRS'] ?? 500);
const seed = Number(process.env['LIMBECK_PAIRS_SEED'] ?? 20_260_101);
const path = process.env['LIMBECK_PAIRS_PATH'];

let database: TestDatabase;
let dataSource: DataSource;
let queryRunner: QueryRunner;

beforeAll(async () => {
  database = await createDatabase();
  dataSource = new orm.DataSource({ type: 'postgres', ...database.options, entities: [], uuidExtension: 'pgcrypto' });
  await dataSource.initialize();
  queryRunner = dataSource.createQueryRunner();
});

afterAll(async () => {
  await queryRunner.release();
  await dataSource.destroy();
  await database.drop();
});

it(
  'leads from any entities to any others, and back, and keeps the rows',
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.gen(), async (gen) => {
        const maker = new ModelMaker(gen);
        const before = maker.make();
        const madeBy = gen(fc.boolean) && !isBeyondTypeOrm(before) ? 'TypeORM' : 'Limbeck';
        await expectThereAndBack({ before, after: maker.change(before), madeBy });
      }),
      { numRuns: pairs, seed, ...(path === undefined ? {} : { path }), interruptAfterTimeLimit: 3_000_000, ...(process.env['LIMBECK_PAIRS_SHRINK'] === 'no' ? { endOnFailure: true } : {}) },
    );
  },
  3_600_000,
);

interface Pair {
  readonly before: Model;
  readonly after: Model;
  readonly madeBy: 'Limbeck' | 'TypeORM';
}

async function expectThereAndBack({ before, after, madeBy }: Pair): Promise<void> {
  await database.query('DROP SCHEMA public CASCADE; DROP SCHEMA IF EXISTS audit CASCADE; CREATE SCHEMA public');
  await useModel(dataSource, before).catch(refuseCircles);
  if (madeBy === 'TypeORM') {
    await database.query('CREATE SCHEMA audit');
    await dataSource.synchronize().catch((error: unknown) => { throw new Error(`TypeORM: ${String(error)} ${String((error as {query?: unknown}).query)}`, { cause: error }); });
  } else {
    await run(await difference());
  }
  expect((await difference()).map(describeOperation)).toEqual([]);
  await database.query(before.tables.map((table) => insertion(before, table)).join(''));
  const [catalog, rows] = [await catalogOf(), await rowsOf(before)];

  await useModel(dataSource, after).catch(refuseCircles);
  const operations = await difference();
  await run(operations.map((operation) => filled(operation, after)));
  expect((await difference()).map(describeOperation)).toEqual([]);
  expectKept({ before, after }, rows, await rowsOf(after));

  await run(plan(postgres, operations).down.map(({ operation }) => filled(operation, before)));
  expect(await catalogOf()).toEqual(catalog);
  expectKept({ before, after }, rows, await rowsOf(before));
}

/** TypeORM does not escape quotes in defaults (`PostgresDriver.normalizeDefault`). */
const isBeyondTypeOrm = ({ tables }: Model): boolean =>
  tables.some(({ columns }) => columns.some((column) => column.default !== null && 'value' in column.default && String(column.default.value).includes("'")));

const difference = async (): Promise<readonly Operation[]> =>
  (await compare({ queryRunner, dialect: postgres, options: completeOptions({}), renames: [] }).catch(refuseNameConflicts)).operations;

/** Two indexes of the same columns in another order have one name in TypeORM: entities that contradict themselves. */
function refuseNameConflicts(error: unknown): never {
  if (LimbeckError.is(error, 'entities/name-conflict')) fc.pre(false);
  throw error;
}

const describeOperation = (operation: Operation): string => describeIn(operation, 'public');

async function run(operations: readonly Operation[]): Promise<void> {
  const statements = operations.flatMap((operation) => postgres.render(operation)).map(({ sql }) => sql);
  if (statements.length === 0) return;
  await database.query(`BEGIN;\n${statements.join(';\n')};\nCOMMIT`).catch(async (error: unknown) => {
    await database.query('ROLLBACK');
    if (isContradiction(error)) fc.pre(false);
    throw new Error(`${String(error)}\n${operations.map(describeOperation).join('\n')}\n${statements.join(';\n')}`, { cause: error });
  });
}

/** TypeORM takes no circle of required relations. */
function refuseCircles(error: unknown): void {
  if (!(error instanceof Error) || error.constructor.name !== 'CircularRelationsError') throw error;
  fc.pre(false);
}

/** Rows that a new unique or check refuses: no migration could keep them, so the pair says nothing. */
const isContradiction = (error: unknown): boolean => ['23505', '23514', '23P01'].includes(String((error as { readonly code?: unknown }).code));

/** The author of the file says what rows without a value get. */
function filled(operation: Operation, model: Model): Operation {
  if (operation.verb !== 'alter' || operation.kind !== 'column' || operation.changes.nullable?.to !== false || operation.fill.to !== null) return operation;
  const table = model.tables.find(({ name }) => name.slice(0, 63) === operation.table.name);
  const column = table?.columns.find(({ name }) => name === operation.name);
  const reference = table?.references.find(({ property }) => `${property}_id` === operation.name);
  const key = model.tables.find(({ name }) => name === reference?.target);
  const fill = column === undefined ? (key === undefined ? null : quoteLiteral(keySample(key, 0))) : fillOf(column);
  return fill === null ? operation : { ...operation, fill: { ...operation.fill, to: fill } };
}

const fillOf = ({ family, enum: own, type }: ColumnSpec): string => {
  if (own?.array === true) return `'{sad}'`;
  const { fill } = families[family];
  return type.array !== true && ['text', 'varchar', 'simple-array', 'simple-json'].includes(type.type) ? `(${fill})::text` : fill;
};

function insertion(model: Model, table: TableSpec): string {
  const columns = ['id', ...table.columns.map(({ name }) => name), ...table.references.map(({ property }) => `${property}_id`)];
  const rows = [0, 1, 2].map((row) => [
    keySample(table, row),
    ...table.columns.map((column) => (column.nullable && row === 2 ? null : sample(column, row))),
    ...table.references.map(({ target, nullable }) => (nullable && row === 2 ? null : keySample(model.tables.find(({ name }) => name === target) ?? table, row))),
  ]);
  const values = rows.map((row) => `(${row.map((value) => (value === null ? 'NULL' : quoteLiteral(value))).join(', ')})`);
  const name = quoteName({ schema: table.schema ?? 'public', name: table.name });
  return `SET session_replication_role = replica; INSERT INTO ${name} (${columns.map(quoteIdentifier).join(', ')}) OVERRIDING SYSTEM VALUE VALUES ${values.join(', ')}; RESET session_replication_role;`;
}

function keySample({ key }: TableSpec, row: number): string {
  if (key === 'uuid') return families.uuid.samples[row] ?? '';
  return key === 'text' ? `key ${row}` : String(row + 1);
}

function sample({ family, enum: own }: ColumnSpec, row: number): string {
  const value = families[family].samples[row] ?? '';
  return own?.array === true ? `{${value}}` : value;
}

/** How far a sequence has counted depends on the rows. Namespaces are never dropped. */
const catalogOf = async (): Promise<readonly string[]> =>
  (await readCatalog(database)).filter((line) => !line.startsWith('schema ')).map((line) => line.replace(/, last .*, owner/, ', owner'));

type Rows = ReadonlyMap<string, readonly Readonly<Record<string, unknown>>[]>;

async function rowsOf({ tables }: Model): Promise<Rows> {
  const rows = new Map<string, readonly Readonly<Record<string, unknown>>[]>();
  for (const table of tables) {
    const found = await database.query<{ readonly row: Readonly<Record<string, unknown>> }>(
      `SELECT to_jsonb(t) AS row FROM ${quoteName({ schema: table.schema ?? 'public', name: table.name })} t ORDER BY id::text`,
    );
    rows.set(table.name, found.map(({ row }) => row));
  }
  return rows;
}

/** Rows stay; values of untouched columns are the very same, and those of any column that stays are still there. */
function expectKept({ before, after }: Pick<Pair, 'before' | 'after'>, expected: Rows, found: Rows): void {
  for (const table of before.tables) {
    const counterpart = after.tables.find(({ name, schema }) => name === table.name && schema === table.schema);
    if (counterpart === undefined) continue;
    const [wanted, kept] = [expected.get(table.name) ?? [], found.get(table.name) ?? []];
    expect(kept).toHaveLength(wanted.length);
    for (const column of table.columns) {
      const same = counterpart.columns.find(({ name }) => name === column.name);
      if (same?.family !== column.family) continue;
      const valueIn = (row: Readonly<Record<string, unknown>>): unknown =>
        JSON.stringify(same) === JSON.stringify(column) || column.family === 'enum' ? row[column.name] : row[column.name] === null;
      const isComparable = same.nullable || !column.nullable;
      if (isComparable) expect([table.name, column.name, kept.map(valueIn)]).toEqual([table.name, column.name, wanted.map(valueIn)]);
    }
  }
}
