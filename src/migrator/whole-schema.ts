import type { QueryRunner } from 'typeorm';
import type { Dialect } from '../dialect/dialect.js';
import type { Canonical, Schema } from '../model/schema.js';
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
