import type { DataSource } from 'typeorm';
import type { RdbmsSchemaBuilder } from 'typeorm/schema-builder/RdbmsSchemaBuilder.js';
import type { Case, SameCase } from '../cases/case.js';
import { modelAfter, modelBefore, modelOf } from '../cases/model.js';
import { catalogOf, madeByTypeOrm, synchronise, withoutCounters } from './case-databases.js';
import { expectRowsKept, moveRows, rowsOf } from './case-rows.js';
import { createDatabase, type TestDatabase } from './database.js';
import { withDataSource } from './entities.js';

/** What can go wrong, in the order in which a migration would show it. */
export const faultKinds = ['refuses', 'unseen', 'reports', 'fails', 'loses', 'breaks', 'again', 'catalog', 'downFails', 'back', 'breaksBack'] as const;

/**
 * What goes wrong when TypeORM's own schema builder makes the migration, each with what shows it: the statements, the message of
 * PostgreSQL, or the lines of the catalog that differ.
 *
 * `refuses`: it cannot make one. `unseen`: there is nothing in it. `reports`: there is, though nothing changed. `fails`: it does not run.
 * `loses`: rows are not as before. `breaks`: the application's SQL fails after it. `again`: it would be made once more. `catalog`: the
 * database is not what TypeORM makes of the entities. `downFails`: the way back does not run. `back`: it does not lead to where it
 * began. `breaksBack`: the application's SQL fails there.
 */
export type Verdict = Partial<Record<(typeof faultKinds)[number], string>>;

interface Statement {
  readonly query: string;
  readonly parameters?: readonly unknown[] | undefined;
}

/** What TypeORM makes of a change. */
export async function verdictOnChange(change: Case): Promise<Verdict> {
  await using database = await createDatabase();
  await synchronise(database, modelBefore(change));
  await database.query(change.data ?? '');
  const rows = moveRows(await rowsOf(database), change.moved);
  const catalog = withoutCounters(await catalogOf(database));
  const made = await madeByTypeOrm(modelAfter(change)).catch(() => null);
  const isNew = (statement: string): boolean => made?.statements.includes(statement) !== true;

  return await withDataSource(database, modelAfter(change), async (dataSource) => {
    const plan = await planOf(dataSource);
    if ('refuses' in plan) return plan;
    if (!plan.up.some(({ query }) => isNew(query))) return { unseen: 'nothing' };
    await makeMetadataTable(dataSource);
    const fails = await run(database, plan.up);
    if (fails !== null) return { fails };
    const verdict: Verdict = {};
    note(verdict, 'loses', await lossOf(database, rows));
    note(verdict, 'breaks', await attempt(database, change.works));
    note(verdict, 'again', (await statements(dataSource)).filter(isNew).join('\n'));
    if (made !== null) note(verdict, 'catalog', await differenceTo(database, made.catalog));
    const downFails = await run(database, [...plan.down].reverse());
    if (downFails !== null) return { ...verdict, downFails };
    note(verdict, 'back', await differenceTo(database, catalog));
    note(verdict, 'breaksBack', await attempt(database, change.worksBack));
    return verdict;
  });
}

/** What TypeORM makes of a schema that is as the entities say. */
export async function verdictOnSame(same: SameCase): Promise<Verdict> {
  await using database = await createDatabase();
  if (same.bare !== true) await synchronise(database, modelOf(same));
  await database.query(same.sql);
  const rows = await rowsOf(database);
  const catalog = withoutCounters(await catalogOf(database));

  return await withDataSource(database, modelOf(same), async (dataSource) => {
    const plan = await planOf(dataSource);
    if ('refuses' in plan) return plan;
    if (plan.up.length === 0) return {};
    await makeMetadataTable(dataSource);
    const verdict: Verdict = { reports: plan.up.map(({ query }) => query).join('\n') };
    const fails = await run(database, plan.up);
    if (fails !== null) return { ...verdict, fails };
    note(verdict, 'loses', await lossOf(database, rows));
    note(verdict, 'breaks', await attempt(database, same.works));
    note(verdict, 'again', (await statements(dataSource)).join('\n'));
    note(verdict, 'catalog', await differenceTo(database, catalog));
    return verdict;
  });
}

function note(verdict: Verdict, kind: keyof Verdict, detail: string | null): void {
  if (detail) verdict[kind] = detail;
}

/** The migration that `migration:generate` would write. */
async function planOf(dataSource: DataSource): Promise<{ up: readonly Statement[]; down: readonly Statement[] } | { refuses: string }> {
  try {
    const { upQueries, downQueries } = await dataSource.driver.createSchemaBuilder().log();
    return { up: upQueries, down: downQueries };
  } catch (error) {
    return { refuses: messageOf(error) };
  }
}

/** As `migration:run` does first. Source: typeorm 1.1.1, MigrationExecutor.executePendingMigrations. */
async function makeMetadataTable(dataSource: DataSource): Promise<void> {
  const builder = dataSource.driver.createSchemaBuilder() as RdbmsSchemaBuilder;
  const queryRunner = dataSource.createQueryRunner();
  try {
    await builder.createMetadataTableIfNecessary(queryRunner);
  } finally {
    await queryRunner.release();
  }
}

async function statements(dataSource: DataSource): Promise<string[]> {
  const plan = await planOf(dataSource);
  return 'refuses' in plan ? [plan.refuses] : plan.up.map(({ query }) => query);
}

/** Runs a migration in a transaction of its own, as TypeORM does; gives the message of PostgreSQL where it fails. */
async function run(database: TestDatabase, list: readonly Statement[]): Promise<string | null> {
  await database.query('BEGIN');
  try {
    for (const { query, parameters } of list) await database.query(query, parameters);
    await database.query('COMMIT');
    return null;
  } catch (error) {
    await database.query('ROLLBACK');
    return messageOf(error);
  }
}

/** Runs SQL and undoes it; gives the message of PostgreSQL where it fails. */
async function attempt(database: TestDatabase, sql = ''): Promise<string | null> {
  try {
    await database.query(`BEGIN; ${sql}`);
    return null;
  } catch (error) {
    return messageOf(error);
  } finally {
    await database.query('ROLLBACK');
  }
}

async function lossOf(database: TestDatabase, rows: Awaited<ReturnType<typeof rowsOf>>): Promise<string | null> {
  const now = await rowsOf(database);
  try {
    expectRowsKept(rows, now);
    return null;
  } catch {
    return JSON.stringify([...now]);
  }
}

/** The lines that only one of both catalogs has. */
async function differenceTo(database: TestDatabase, expected: readonly string[]): Promise<string> {
  const found = withoutCounters(await catalogOf(database));
  return [...expected.filter((line) => !found.includes(line)).map((line) => `- ${line}`), ...found.filter((line) => !expected.includes(line)).map((line) => `+ ${line}`)].join('\n');
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
