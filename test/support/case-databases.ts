import type { DataSource } from 'typeorm';
import { readCatalog } from './catalog.js';
import { createDatabase, type TestDatabase } from './database.js';
import { type Model, unconnectedDataSource, withDataSource } from './entities.js';

/** What TypeORM itself makes of entities in an empty database. */
export interface Made {
  readonly catalog: readonly string[];
  /** What it would do to that database at once again: its false differences. */
  readonly statements: readonly string[];
}

/** TypeORM makes the database; schemas, which it never makes, are made for it. */
export async function synchronise(database: TestDatabase, model: Model): Promise<void> {
  const { entityMetadatas } = await unconnectedDataSource(model);
  const schemas = new Set(entityMetadatas.map(({ schema }) => schema).concat(model.schema));
  for (const schema of schemas) {
    if (schema !== undefined) await database.query(`CREATE SCHEMA IF NOT EXISTS "${schema}"`);
  }
  await withDataSource(database, { ...model, synchronize: true }, () => Promise.resolve());
}

/** Has TypeORM make a database of its own, and looks at it. */
export async function madeByTypeOrm(model: Model): Promise<Made> {
  await using own = await createDatabase();
  await synchronise(own, model);
  const catalog = withoutCounters(await catalogOf(own));
  return { catalog, statements: await withDataSource(own, model, statementsLeft) };
}

/** What TypeORM's own schema builder would do. */
export const statementsLeft = async (dataSource: DataSource): Promise<string[]> =>
  (await dataSource.driver.createSchemaBuilder().log()).upQueries.map(({ query }) => query);

/** The catalog without the bookkeeping, which stays when everything else is undone. */
export const catalogOf = async (database: TestDatabase): Promise<readonly string[]> =>
  (await readCatalog(database)).filter((line) => !/\b(migrations\w*|typeorm_metadata)\b|"PK_8c82d7f526340ab734260ea46be"/.test(line));

/** What TypeORM's own table says of views and generated columns; the table itself stays when it is empty. */
export async function recordsOf(database: TestDatabase): Promise<readonly unknown[]> {
  const [found] = await database.query<{ readonly name: string | null }>("SELECT to_regclass('public.typeorm_metadata')::text AS name");
  return found?.name == null ? [] : database.query('SELECT "type", "schema", "table", "name", "value" FROM typeorm_metadata ORDER BY 1, 2, 3, 4');
}

/** How far a sequence has counted depends on the rows. */
export const withoutCounters = (lines: readonly string[]): readonly string[] => lines.map((line) => line.replace(/, last .*, owner/, ', owner'));
