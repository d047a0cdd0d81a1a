import type { TestDatabase } from './database.js';

/** All that a database holds, objects with their identity (a table dropped and made again is another one) and rows. */
export interface DatabaseContents {
  readonly objects: unknown;
  readonly rows: Readonly<Record<string, unknown>>;
}

/** Reads everything that is not the server's own; equal results mean that nothing was changed in between. */
export async function readContents(database: TestDatabase): Promise<DatabaseContents> {
  const [objects] = await database.query<{ readonly objects: unknown }>(objectsQuery);
  const tables = await database.query<{ readonly table: string }>(tablesQuery);
  const rows: Record<string, unknown> = {};
  for (const { table } of tables) {
    rows[table] = await database.query(`SELECT t.xmin::text AS transaction, to_jsonb(t) AS row FROM ${table} t ORDER BY t::text`);
  }
  return { objects: objects?.objects, rows };
}

/** Oids below 16384 are the server's own. Source: PostgreSQL 18, src/include/access/transam.h, FirstNormalObjectId. */
const objectsQuery = `
SELECT jsonb_build_object(
  'namespaces', (SELECT jsonb_agg(nspname ORDER BY nspname) FROM pg_namespace WHERE nspname !~ '^pg_(toast_)?temp_'),
  'relations', (SELECT jsonb_agg(jsonb_build_array(c.oid, c.relfilenode, c.relkind, c.oid::regclass, c.relacl, obj_description(c.oid, 'pg_class')) ORDER BY c.oid)
                FROM pg_class c WHERE c.oid >= 16384),
  'columns', (SELECT jsonb_agg(jsonb_build_array(a.attrelid, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
                                                 pg_get_expr(d.adbin, d.adrelid), col_description(a.attrelid, a.attnum)) ORDER BY a.attrelid, a.attnum)
              FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum WHERE a.attrelid >= 16384),
  'constraints', (SELECT jsonb_agg(jsonb_build_array(oid, conname, pg_get_constraintdef(oid)) ORDER BY oid) FROM pg_constraint WHERE oid >= 16384),
  'types', (SELECT jsonb_agg(jsonb_build_array(t.oid, t.typname, (SELECT jsonb_agg(enumlabel ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid)) ORDER BY t.oid)
            FROM pg_type t WHERE t.oid >= 16384)
) AS objects`;

const tablesQuery = `SELECT oid::regclass::text AS table FROM pg_class WHERE oid >= 16384 AND relkind IN ('r', 'p') AND relpersistence <> 't' ORDER BY 1`;
