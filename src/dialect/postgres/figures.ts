import { nameKey } from '../../model/identity.js';
import type { QualifiedName } from '../../model/schema.js';
import type { Queryable, Row } from '../dialect.js';
import type { KnownColumn, ServerFigures, TableFigures } from '../hazard.js';

/** Source: PostgreSQL 18, 20.17 "Preset Options" (server_version_num). */
const versionQuery = "SELECT pg_catalog.current_setting('server_version_num')::integer AS version";

/**
 * The tables, a partitioned one as all its partitions: how many rows VACUUM or ANALYZE counted, `NULL` where they never did, and the bytes of the rows alone and
 * with all that belongs to them, `NULL` for a table that somebody holds or wants locked, since to ask for its size would be to wait.
 *
 * Source: PostgreSQL 18, 52.11 "pg_class" (`reltuples` of what was never counted is -1, before PostgreSQL 14 it is 0), 9.28.7 "Database Object Management
 * Functions" (pg_relation_size, pg_table_size), 9.28.8 (pg_partition_tree).
 */
const tablesQuery = `
  WITH part AS (
    SELECT c.oid AS whole, c.oid FROM pg_catalog.pg_class c WHERE c.relkind IN ('r', 'm')
    UNION ALL
    SELECT c.oid, tree.relid FROM pg_catalog.pg_class c CROSS JOIN LATERAL pg_catalog.pg_partition_tree(c.oid) AS tree WHERE c.relkind = 'p' AND tree.isleaf
  ), locked AS (
    SELECT relation FROM pg_catalog.pg_locks
     WHERE mode = 'AccessExclusiveLock' AND relation IS NOT NULL AND pid <> pg_catalog.pg_backend_pid()
       AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
  ), measured AS (
    SELECT n.nspname AS schema, c.relname AS name, p.reltuples AS rows, size.rows_bytes, size.bytes
      FROM part
      JOIN pg_catalog.pg_class p ON p.oid = part.oid
      JOIN pg_catalog.pg_class c ON c.oid = part.whole
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN LATERAL (
        SELECT pg_catalog.pg_relation_size(p.oid) AS rows_bytes, pg_catalog.pg_table_size(p.oid) AS bytes WHERE p.oid NOT IN (SELECT relation FROM locked)
      ) AS size ON true
     WHERE n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'
  )
  SELECT schema, name, sum(bytes)::float8 AS bytes, bool_and(rows_bytes IS NOT NULL AND rows_bytes = 0) AS is_empty,
         CASE WHEN bool_and(rows > 0 OR rows_bytes IS NOT NULL AND rows_bytes = 0) THEN sum(greatest(rows, 0))::float8 END AS rows
    FROM measured
   GROUP BY schema, name`;

/** What a server says of itself, in one round trip. What is not known of a table, as it is locked or was never counted, is left out. */
export async function readFigures(db: Pick<Queryable, 'script'>): Promise<ServerFigures> {
  const [[server] = [], tables = []] = await db.script(`${versionQuery};${tablesQuery}`);
  const version = Number(server?.['version']);
  return { serverVersion: Math.floor(version / 10_000), minorVersion: version % 10_000, isEmpty: tables.every((table) => table['is_empty'] === true), tables: new Map(tables.filter(isKnown).map(readTable)) };
}

const isKnown = ({ rows, bytes }: Row): boolean => rows !== null && bytes !== null;

const readTable = ({ schema, name, rows, bytes }: Row): readonly [string, TableFigures] => [
  nameKey({ schema: String(schema), name: String(name) }),
  { rows: Number(rows), bytes: Number(bytes) },
];

/** Source: PostgreSQL 18, 52.7 "pg_attribute", 52.13 "pg_constraint" (`conkey`). */
const columnQuery = `
  SELECT pg_catalog.format_type(a.atttypid, a.atttypmod) AS type,
         EXISTS (SELECT FROM pg_catalog.pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'c' AND k.convalidated AND a.attnum = ANY (k.conkey)) AS is_checked
    FROM pg_catalog.pg_attribute a
    JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
   WHERE n.nspname = $1 AND c.relname = $2 AND a.attname = $3 AND a.attnum > 0 AND NOT a.attisdropped`;

/** What a column is; `null` where there is none. */
export async function readColumn(db: Pick<Queryable, 'query'>, { schema, name }: QualifiedName, column: string): Promise<KnownColumn | null> {
  const [row] = await db.query(columnQuery, [schema, name, column]);
  return row === undefined ? null : { type: String(row['type']), isChecked: row['is_checked'] === true };
}
