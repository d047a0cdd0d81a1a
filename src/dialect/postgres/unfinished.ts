import type { Queryable } from '../dialect.js';
import type { Unfinished } from '../unfinished.js';

/** Source: PostgreSQL 18, 52.13 "pg_constraint" (`convalidated`; of a constraint that is not enforced, which is 18's, it is false as well), 52.26 "pg_index" (`indisvalid`). */
const query = `
  SELECT 'constraint' AS kind, c.oid::text AS id, c.conrelid::text AS relation, c.conname AS name, pg_catalog.format('%I.%I', n.nspname, r.relname) AS of
    FROM pg_catalog.pg_constraint c
    JOIN pg_catalog.pg_class r ON r.oid = c.conrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = r.relnamespace
   WHERE NOT c.convalidated AND pg_catalog.to_jsonb(c) ->> 'conenforced' IS DISTINCT FROM 'false'
  UNION ALL
  SELECT 'index', i.indexrelid::text, i.indrelid::text, x.relname, pg_catalog.format('%I.%I', n.nspname, r.relname)
    FROM pg_catalog.pg_index i
    JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
    JOIN pg_catalog.pg_class r ON r.oid = i.indrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = r.relnamespace
   WHERE NOT i.indisvalid AND x.relkind = 'i'
   ORDER BY 1, 5, 4`;

/** Reads what somebody has begun and not ended on the tables of a database. */
export async function readUnfinished(db: Pick<Queryable, 'query'>): Promise<readonly Unfinished[]> {
  const rows = await db.query(query);
  return rows.map(({ kind, id, relation, name, of }) => ({
    id: `${String(kind)} ${String(id)}`,
    place: `${String(kind)} ${String(name)} on ${String(relation)}`,
    text: `${String(kind)} ${String(name)} on ${String(of)}: ${kind === 'index' ? 'its build failed' : 'NOT VALID'}`,
  }));
}
