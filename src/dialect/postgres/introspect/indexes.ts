/** The operator classes that a key has unless it is told otherwise, of the methods that every TypeORM knows. */
const usualClasses = `SELECT oc.oid FROM pg_catalog.pg_opclass oc JOIN pg_catalog.pg_am am ON am.oid = oc.opcmethod WHERE oc.opcdefault AND am.amname IN ('btree', 'gist')`;

/**
 * Whether an index `i` has other keys than plain columns, each with the default operator class, order and collation of a method that every TypeORM knows.
 * The options are 1, descending, and 2, nulls first. Collation 100 is the database's own, "default".
 */
export const hasSpecialKeys = `(i.indexprs IS NOT NULL OR 0 <> ANY (i.indoption::int2[]) OR NOT i.indcollation::oid[] <@ '{0,100}'::oid[]
      OR NOT i.indclass::oid[] <@ ARRAY(${usualClasses}))`;

/**
 * A row `i` for each index, with `nulls_not_distinct`, which is new in PostgreSQL 15. Before that, the name of its column in `pg_index` means the one of
 * `older`, as a name that a query does not know is looked up in the query around it: `to_jsonb(i)` would do, too, at ten times the cost.
 */
export const everyIndex = `(SELECT false AS indnullsnotdistinct) AS older CROSS JOIN LATERAL (
      SELECT i.*, i.indisunique AND indnullsnotdistinct AS nulls_not_distinct FROM pg_catalog.pg_index i) AS i`;

/** Whether no constraint stands on `i`, as on the index of a key. */
export const isNoConstraints = `NOT i.indisprimary AND i.indexrelid NOT IN (SELECT k.conindid FROM pg_catalog.pg_constraint k WHERE k.contype IN ('u', 'x'))`;
