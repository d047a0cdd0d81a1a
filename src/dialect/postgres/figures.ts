import { nameKey } from '../../model/identity.js';
import type { Queryable, Row } from '../dialect.js';
import type { ServerFigures, TableFigures } from '../hazard.js';

/**
 * How large the tables are, a partitioned one as all its partitions. Left out is what was never counted by VACUUM or ANALYZE, and what somebody
 * holds locked now, since to ask for its size would be to wait.
 *
 * Source: PostgreSQL 18, 52.11 "pg_class" (`reltuples` of what was never counted is -1, before PostgreSQL 14 it is 0), 9.28.7 "Database Object Management
 * Functions" (pg_table_size), 9.28.8 (pg_partition_tree).
 */
const tablesQuery = `
  WITH part AS (
    SELECT c.oid AS whole, c.oid FROM pg_catalog.pg_class c WHERE c.relkind IN ('r', 'm')
    UNION ALL
    SELECT c.oid, tree.relid FROM pg_catalog.pg_class c CROSS JOIN LATERAL pg_catalog.pg_partition_tree(c.oid) AS tree WHERE c.relkind = 'p' AND tree.isleaf
  ), locked AS (
    SELECT relation FROM pg_catalog.pg_locks
     WHERE mode = 'AccessExclusiveLock' AND granted AND relation IS NOT NULL AND pid <> pg_catalog.pg_backend_pid()
       AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
  ), counted AS (
    SELECT n.nspname AS schema, c.relname AS name, p.reltuples AS rows,
           CASE WHEN p.oid NOT IN (SELECT relation FROM locked) THEN pg_catalog.pg_table_size(p.oid) END AS bytes
      FROM part
      JOIN pg_catalog.pg_class p ON p.oid = part.oid
      JOIN pg_catalog.pg_class c ON c.oid = part.whole
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'
  )
  SELECT schema, name, sum(greatest(rows, 0))::float8 AS rows, sum(bytes)::float8 AS bytes
    FROM counted
   GROUP BY schema, name
  HAVING bool_and(bytes IS NOT NULL AND (rows > 0 OR bytes = 0))`;

const versionQuery = "SELECT pg_catalog.current_setting('server_version_num')::integer / 10000 AS version";

/** The version of the server and how large its tables are, in one round trip. */
export async function readFigures(db: Pick<Queryable, 'script'>): Promise<ServerFigures> {
  const [versions = [], tables = []] = await db.script(`${versionQuery};${tablesQuery}`);
  return { serverVersion: Number(versions[0]?.['version']), tables: new Map(tables.map(readTable)) };
}

const readTable = ({ schema, name, rows, bytes }: Row): readonly [string, TableFigures] => [
  nameKey({ schema: String(schema), name: String(name) }),
  { rows: Number(rows), bytes: Number(bytes) },
];
