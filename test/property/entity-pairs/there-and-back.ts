import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import type { DataSource, QueryRunner } from 'typeorm';
import { postgres } from '../../../src/dialect/postgres/dialect.js';
import { LimbeckError } from '../../../src/kernel/errors.js';
import { compare } from '../../../src/migrator/compare.js';
import { Migrator } from '../../../src/migrator/migrator.js';
import { completeOptions } from '../../../src/migrator/options.js';
import { describe as describeIn } from '../../../src/operation/describe.js';
import type { Operation } from '../../../src/operation/operation.js';
import { wayBack } from '../../../src/plan/plan.js';
import { catalogOf, withoutCounters } from '../../support/case-databases.js';
import type { TestDatabase } from '../../support/database.js';
import { queryOf, useModel } from './build.js';
import type { Model } from './model.js';
import { computation } from './model.js';
import { expectKept, filled, fillOf, insertions, rowsOf, underNewNames } from './rows.js';

/** Entities before and after a change. */
export interface Pair {
  readonly before: Model;
  readonly after: Model;
  readonly madeBy: 'Limbeck' | 'TypeORM';
  /** Whether the change is written into a file, which is run, or its operations are run as they are. */
  readonly way: 'files' | 'operations';
}

/** Where it happens; the data source gets other entities each time. */
export interface Workplace {
  readonly database: TestDatabase;
  readonly dataSource: DataSource;
  readonly queryRunner: QueryRunner;
  readonly folder: string;
}

export async function expectThereAndBack({ before, after, madeBy, way }: Pair, place: Workplace): Promise<void> {
  const { database } = place;
  await database.query('DROP SCHEMA public CASCADE; DROP SCHEMA IF EXISTS audit CASCADE; CREATE SCHEMA public');
  await use(before, place);
  if (madeBy === 'TypeORM') await synchronise(place);
  else await run(await difference(place), place);
  expect((await difference(place)).map(describeOperation)).toEqual([]);
  await database.query(insertions(before));
  const [catalog, rows, records] = [await catalogWithoutCounters(database), await rowsOf(database, before), await recordsOf(database)];
  expect(records).toEqual(recordsFor(before));

  await use(after, place);
  const { goBack } = await ways[way]({ before, after }, place);
  expect((await difference(place)).map(describeOperation)).toEqual([]);
  expectKept({ before, after, rows, now: await rowsOf(database, after), namesNow: 'after' });
  expect(await recordsOf(database)).toEqual(recordsFor(after));

  await goBack();
  expect(await catalogWithoutCounters(database)).toEqual(catalog);
  expectKept({ before, after, rows, now: await rowsOf(database, before), namesNow: 'before' });
  expect(await recordsOf(database)).toEqual(records);
}

async function use(model: Model, { dataSource }: Workplace): Promise<void> {
  await useModel(dataSource, model).catch((error: unknown) => {
    // TypeORM takes no circle of required relations.
    fc.pre(!(error instanceof Error && error.constructor.name === 'CircularRelationsError'));
    throw error;
  });
}

async function synchronise({ database, dataSource }: Workplace): Promise<void> {
  await database.query('CREATE SCHEMA audit');
  await dataSource.synchronize().catch((error: unknown) => {
    throw new Error(`TypeORM: ${String(error)} ${String((error as { query?: unknown }).query)}`, { cause: error });
  });
}

/** TypeORM does not escape quotes in defaults (`PostgresDriver.normalizeDefault`). */
export const isBeyondTypeOrm = ({ tables }: Model): boolean =>
  tables.some(({ columns }) => columns.some((column) => column.default !== null && 'value' in column.default && String(column.default.value).includes("'")));

const difference = async ({ queryRunner }: Workplace): Promise<readonly Operation[]> =>
  (await compare({ queryRunner, dialect: postgres, options: completeOptions({}), renames: [] }).catch(refuseNameConflicts)).operations;

/** Two indexes of the same columns in another order have one name in TypeORM: entities that contradict themselves. */
function refuseNameConflicts(error: unknown): never {
  if (LimbeckError.is(error, 'entities/name-conflict')) fc.pre(false);
  throw error;
}

const describeOperation = (operation: Operation): string => describeIn(operation, 'public');

interface Way {
  readonly goBack: () => Promise<void>;
}

/** How to go from one model to another, and what then leads back. */
const ways: { readonly [W in Pair['way']]: (pair: Pick<Pair, 'before' | 'after'>, place: Workplace) => Promise<Way> } = {
  async operations({ before, after }, place) {
    const operations = await difference(place);
    await run(operations.map((operation) => filled(operation, after)), place);
    return { goBack: () => run(wayBack(operations).map((operation) => filled(operation, underNewNames(before, after))), place) };
  },
  async files({ before, after }, { dataSource, folder }) {
    // It is tried out here; and its author completes it first.
    const migrator = new Migrator(dataSource, { directory: await mkdtemp(join(folder, 'pair-')), verify: 'off' });
    const written = await migrator.revision({ message: 'A pair', autogenerate: true }).catch(refuseNameConflicts);
    if (written === null) return { goBack: () => Promise.resolve() };
    const text = await readFile(written.path, 'utf8');
    const middle = text.indexOf('async down(');
    await writeFile(written.path, completed(text.slice(0, middle), after) + completed(text.slice(middle), underNewNames(before, after)));
    const telling = async (work: Promise<unknown>): Promise<void> => {
      await work.catch((error: unknown) => {
        if (LimbeckError.is(error, 'run/statement-failed') && isContradiction({ code: error.details.sqlState })) fc.pre(false);
        throw new Error(`${String(error)}\n${text}`, { cause: error });
      });
    };
    await telling(migrator.upgrade());
    return { goBack: () => telling(migrator.downgrade('base')) };
  },
};

/** The text of a file with what its author says rows without a value get. */
const completed = (text: string, model: Model): string =>
  text.replace(
    /(op\.alterColumn\(\s*(?:\{ schema: "[^"]*", name: )?"([^"]*)"(?: \})?,\s*"([^"]*)",(?:(?!await )[\s\S])*?fill: )null/g,
    (_, start: string, table: string, column: string) => `${start}${JSON.stringify(fillOf(model, table, column))}`,
  );

async function run(operations: readonly Operation[], { database }: Workplace): Promise<void> {
  const statements = operations.flatMap((operation) => postgres.render(operation)).map(({ sql }) => sql);
  if (statements.length === 0) return;
  await database.query(`BEGIN;\n${statements.join(';\n')};\nCOMMIT`).catch(async (error: unknown) => {
    await database.query('ROLLBACK');
    fc.pre(!isContradiction(error));
    throw new Error(`${String(error)}\n${operations.map(describeOperation).join('\n')}\n${statements.join(';\n')}`, { cause: error });
  });
}

/** Rows that a new unique or check refuses: no migration could keep them, so the pair says nothing. */
const isContradiction = (error: unknown): boolean => ['23505', '23514', '23P01'].includes(String((error as { readonly code?: unknown }).code));

/** How far a sequence has counted depends on the rows. Namespaces are never dropped. */
const catalogWithoutCounters = async (db: TestDatabase): Promise<readonly string[]> =>
  withoutCounters(await catalogOf(db)).filter((line) => !line.startsWith('schema '));

/** What TypeORM's own table says of views and computed columns, without which its tools do not know them. */
async function recordsOf(db: TestDatabase): Promise<readonly string[]> {
  const [found] = await db.query<{ readonly name: string | null }>("SELECT to_regclass('public.typeorm_metadata')::text AS name");
  if (found?.name == null) return [];
  const records = await db.query<{ readonly record: string }>(`SELECT concat_ws(' ', "type", "schema", "table", "name", "value") AS record FROM typeorm_metadata`);
  return records.map(({ record }) => record).sort();
}

const recordsFor = (model: Model): readonly string[] =>
  [
    ...model.tables.flatMap((table) =>
      table.columns
        .filter(({ family }) => family === 'computed')
        .map((column) => `GENERATED_COLUMN ${table.schema ?? 'public'} ${table.name} ${column.name} ${computation(table, column).expression}`),
    ),
    ...model.views.map((view) => `${view.materialized ? 'MATERIALIZED_VIEW' : 'VIEW'} ${view.schema ?? 'public'} ${view.name} ${queryOf(model, view)}`),
  ].sort();
