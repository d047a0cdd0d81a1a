import type { Queryable, Row } from '../dialect.js';
import type { FactsWish, ServerFacts } from '../server-facts.js';
import { holderOf } from './run/lock.js';

/**
 * Runs on servers that are too old for Limbeck, too, so that they can be named.
 *
 * Source: PostgreSQL 18, 9.27 "System Information Functions and Operators", 53.8 "pg_authid", 53.1 "pg_available_extensions".
 */
const factsQuery = `
SELECT current_setting('server_version') AS version, current_setting('server_version_num')::integer AS number,
       current_database() AS database, current_user AS role,
       (SELECT rolcreatedb OR rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user) AS may_create_database,
       has_database_privilege(current_database(), 'CREATE') AS may_create_namespace,
       current_setting('search_path') AS search_path, current_schema() AS current_namespace,
       current_setting('TimeZone') AS time_zone, extract(timezone FROM now())::integer / 60 AS offset_minutes,
       (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now_ms,
       ARRAY(SELECT extname::text FROM pg_catalog.pg_extension) AS installed,
       ARRAY(SELECT name::text FROM pg_catalog.pg_available_extensions) AS available`;

const namespacesQuery = `
SELECT nspname AS name, has_schema_privilege(oid, 'CREATE') AS may_create
  FROM pg_catalog.pg_namespace WHERE nspname = ANY ($1::text[])`;

/** A role that is a member of the owner may do all that the owner may. */
const foreignTablesQuery = `
SELECT namespace.nspname AS schema, class.relname AS name, pg_get_userbyid(class.relowner) AS owner
  FROM pg_catalog.pg_class AS class JOIN pg_catalog.pg_namespace AS namespace ON namespace.oid = class.relnamespace
 WHERE class.relkind IN ('r', 'p') AND namespace.nspname = ANY ($1::text[]) AND NOT pg_has_role(class.relowner, 'USAGE')
 ORDER BY 1, 2`;

/** See {@link ServerFacts}. */
export async function readServerFacts(db: Queryable, { namespaces, lock }: FactsWish): Promise<ServerFacts> {
  const [facts = {}] = await db.query(factsQuery);
  const found = await db.query(namespacesQuery, [namespaces]);
  const foreign = await db.query(foreignTablesQuery, [namespaces]);
  return {
    ...rowFacts(facts),
    namespaces: new Map(found.map((row) => [String(row['name']), { mayCreate: row['may_create'] === true }])),
    foreignTables: foreign.map((row) => ({ table: { schema: String(row['schema']), name: String(row['name']) }, owner: String(row['owner']) })),
    lockHolder: await holderOf(db, lock),
  };
}

const rowFacts = (row: Row): Omit<ServerFacts, 'namespaces' | 'foreignTables' | 'lockHolder'> => ({
  version: String(row['version']),
  majorVersion: Math.floor(Number(row['number']) / 10_000),
  database: String(row['database']),
  role: String(row['role']),
  mayCreateDatabase: row['may_create_database'] === true,
  mayCreateNamespace: row['may_create_namespace'] === true,
  searchPath: String(row['search_path']),
  currentNamespace: typeof row['current_namespace'] === 'string' ? row['current_namespace'] : null,
  timeZone: String(row['time_zone']),
  offsetMinutes: Number(row['offset_minutes']),
  nowMs: Number(row['now_ms']),
  installedExtensions: row['installed'] as readonly string[],
  availableExtensions: row['available'] as readonly string[],
});
