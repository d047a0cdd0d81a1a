/**
 * Whether an index has other keys than plain columns, each with the default operator class, order and collation:
 * then `texts` holds the others. Collation 100 is the database's own, "default".
 */
export const hasSpecialKeys = `(i.indexprs IS NOT NULL OR i.indoption::text ~ '[1-9]' OR NOT i.indcollation::oid[] <@ '{0,100}'::oid[]
      OR i.indclass::oid[] && ARRAY(SELECT oid FROM pg_catalog.pg_opclass WHERE NOT opcdefault))`;
