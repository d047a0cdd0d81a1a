/**
 * The default that takes the next value of a sequence, as `pg_get_expr` prints it: a constant without escapes, where `quote_literal` would write `E'…'` for a
 * name with a backslash.
 *
 * Source: PostgreSQL 18, `simple_quote_literal` in ruleutils.c.
 *
 * @param sequence SQL for its oid
 */
export const nextValueOf = (sequence: string): string => `'nextval(''' || pg_catalog.replace(${sequence}::regclass::text, '''', '''''') || '''::regclass)'`;
