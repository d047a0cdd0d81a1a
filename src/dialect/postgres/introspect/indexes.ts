/**
 * Whether an index has other keys than plain columns, each with the default operator class, order and collation:
 * then `texts` holds the others. The options are 1, descending, and 2, nulls first. Collation 100 is the database's own, "default".
 */
export const hasSpecialKeys = `(i.indexprs IS NOT NULL OR i.indoption::int2[] && '{1,2,3}'::int2[] OR NOT i.indcollation::oid[] <@ '{0,100}'::oid[]
      OR i.indclass::oid[] && ARRAY(SELECT oid FROM pg_catalog.pg_opclass WHERE NOT opcdefault))`;

/**
 * A row `i` for each index, with `nulls_not_distinct`, which is new in PostgreSQL 15. Before that, the name of its column in `pg_index` means the one of
 * `older`, as a name that a query does not know is looked up in the query around it: `to_jsonb(i)` would do, too, at ten times the cost.
 */
export const everyIndex = `(SELECT false AS indnullsnotdistinct) AS older CROSS JOIN LATERAL (
      SELECT i.*, i.indisunique AND indnullsnotdistinct AS nulls_not_distinct FROM pg_catalog.pg_index i) AS i`;

/** Whether no constraint stands on `i`, as on the index of a key. */
export const isNoConstraints = `NOT i.indisprimary AND i.indexrelid NOT IN (SELECT k.conindid FROM pg_catalog.pg_constraint k WHERE k.contype IN ('u', 'x'))`;
