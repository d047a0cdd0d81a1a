import type { QueryRunner } from 'typeorm';
import type { Dialect } from '../dialect/dialect.js';
import { diff } from '../diff/diff.js';
import { noOpinion } from '../diff/options.js';
import type { Canonical, Schema } from '../model/schema.js';
import type { Change, Operation } from '../operation/operation.js';
import { order } from '../plan/order.js';
import { ownTablesOf } from '../typeorm/compat.js';
import { dataSourceOf } from '../typeorm/data-source-of.js';
import { queryableOf } from '../typeorm/queryable.js';

/** All that Limbeck sees in a database, in every namespace, but the tables in which TypeORM and Limbeck keep their own. */
export function readWholeSchema(queryRunner: QueryRunner, dialect: Dialect): Promise<Canonical<Schema>> {
  const own = new Set(ownTablesOf(dataSourceOf(queryRunner)).map(({ schema, name }) => `${schema}.${name}`));
  return dialect.inSnapshot(queryableOf(queryRunner), async (snapshot) => {
    const rows = await snapshot.query("SELECT nspname AS name FROM pg_catalog.pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' ORDER BY nspname");
    const namespaces = rows.map(({ name }) => String(name));
    return dialect.introspect(snapshot, { namespaces, claims: () => true, excludes: (ref) => ref.kind === 'table' && own.has(`${ref.schema}.${ref.name}`) });
  });
}

/** The operations that lead from one database to another, in an order to run them in: every property counts, and every name. */
export function differenceBetween(dialect: Dialect, { from, to }: Change<Canonical<Schema>>): readonly Operation[] {
  const operations = diff(from, to, { dialect, isNamed: () => true, compareType: noOpinion, compareDefault: noOpinion });
  return order(operations, [from, to]);
}

/** Runs operations as they are, each statement by itself. */
export async function runOperations(queryRunner: QueryRunner, dialect: Dialect, operations: readonly Operation[]): Promise<void> {
  for (const { sql } of operations.flatMap((operation) => dialect.render(operation))) await queryRunner.query(sql);
}
