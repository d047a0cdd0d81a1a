import { constraintsBeyondWords, indexesBeyondWords, mayHaveBeyondWords } from './beyond-words.js';
import { isNoConstraints } from './indexes.js';
import { isOfUsers } from './of-users.js';
import { quoteLiteral } from '../quote.js';
import { nextValueOf } from './next-value.js';
import type { BeyondWordsRows, OutlineRows, RareRows, RestRows } from './rows.js';
import { unmanagedQuery } from './unmanaged-query.js';

/**
 * The catalog queries. They go in two parts, so that what was read in the first is put together while the server reads the second.
 *
 * Structure is read from `pg_catalog`: it says what there is, while `information_schema` says what the role may see,
 * knows no indexes, enum types or exclusions, and costs four to five times as much.
 * Objects that belong to an extension are left out (`pg_depend.deptype = 'e'`; PostgreSQL 18, 52.18 "pg_depend").
 */

/** A query for each list of rows. */
export type QueriesOf<Rows> = { readonly [Name in keyof Rows]: string };

/** The texts of queries, in their order. */
export const statementsOf = <Rows>(queries: QueriesOf<Rows>): readonly string[] => Object.values<string>({ ...queries });

/** A condition on `n`, a row of `pg_namespace`: it has one of these names. */
export const isNamed = (namespaces: readonly string[]): string => (namespaces.length === 0 ? 'false' : `n.nspname IN (${namespaces.map(quoteLiteral).join(', ')})`);

/**
 * Whether `oid`, of a row of `catalog`, belongs to no extension. They are looked up by what they depend on, so that it is done once for all, and as an array:
 * of `NOT IN` the planner takes half of the rows to pass, expects few, and looks each up in an index where one scan would do.
 */
const isNoExtensions = (catalog: string, oid: string): string => `${oid} <> ALL (ARRAY(
    SELECT d.objid FROM pg_catalog.pg_depend d
    WHERE d.refclassid = 'pg_catalog.pg_extension'::regclass AND d.classid = 'pg_catalog.${catalog}'::regclass AND d.deptype = 'e'))`;

/** The relations that are tables to Limbeck: ordinary and partitioned ones, but neither partitions nor an extension's. */
const isTable = `
  c.relkind IN ('r', 'p') AND NOT c.relispartition AND ${isNoExtensions('pg_class', 'c.oid')}`;

/** Whether a column may have another collation than its type; that of most texts is known without a look at the type. */
const mayHaveCollation = `a.attcollation <> 0 AND NOT (a.attcollation = 'pg_catalog."default"'::regcollation AND a.atttypid IN ('text'::regtype, 'varchar'::regtype, 'bpchar'::regtype))`;

/** The name of the collation of a column, where it is not that of its type. */
const collation = `(
          SELECT co.collname FROM pg_catalog.pg_collation co JOIN pg_catalog.pg_type t ON t.typcollation <> co.oid
          WHERE co.oid = a.attcollation AND t.oid = a.atttypid)`;

const namespacesThat = (where: string): string => `ANY (ARRAY(SELECT n.oid FROM pg_catalog.pg_namespace n WHERE ${where}))`;

/** A query of the oids of the tables in the namespaces that fulfil `where`, as far as they fulfil `among`; both as of {@link outlineQueries}. */
export const tablesThat = (where: string, among = 'true'): string => `
    SELECT c.oid FROM pg_catalog.pg_class c WHERE c.relnamespace = ${namespacesThat(where)} AND ${among} AND ${isTable}`;

/** A query of oids that are known, which costs half of what it does to find the tables again. */
export const tablesOf = (oids: readonly number[]): string => `SELECT pg_catalog.unnest('{${oids.join(', ')}}'::oid[])`;

/**
 * The tables in the namespaces that fulfil `where` (a condition on `n`, a row of `pg_namespace`), as far as they fulfil `among` (a condition on `c`, a row of
 * `pg_class`), with their columns and constraints.
 */
export function outlineQueries(where: string, among = 'true'): QueriesOf<OutlineRows> {
  const tables = tablesThat(where, among);
  return {
    tables: tablesQuery(`${where} AND ${among}`),
    columns: columnsQuery(tables),
    sequences: sequencesQuery(where),
    constraints: constraintsQuery(tables),
    server: serverQuery,
  };
}

/** What else there is in these namespaces and on these tables. */
export const restQueries = (where: string, tables: string): QueriesOf<RestRows> => ({
  namespaces: `SELECT n.nspname AS name FROM pg_catalog.pg_namespace n WHERE ${where}`,
  enums: enumsQuery(where),
  indexes: indexesQuery(tables),
  extensions: extensionsQuery,
});

/** What many databases have none of, as {@link outlineQueries} tells: to plan these queries for nothing costs a fifth of what it does to read a hundred tables. */
export const rareQueries = (where: string, tables: string): QueriesOf<RareRows> => ({
  views: viewsQuery(where),
  viewIndexes: indexesQuery(materializedViews(where)),
  unmanaged: unmanagedQuery(tables),
});

/** What there is to few members, as {@link outlineQueries} tells, and costs as much. */
export const beyondWordsQueries = (where: string, tables: string): QueriesOf<BeyondWordsRows> => ({
  constraintsBeyondWords: constraintsBeyondWords(tables),
  indexesBeyondWords: indexesBeyondWords(`${tables} UNION ALL ${materializedViews(where)}`),
});

/** A query of the oids of the materialized views. */
const materializedViews = (where: string): string => `SELECT c.oid FROM pg_catalog.pg_class c WHERE c.relnamespace = ${namespacesThat(where)} AND c.relkind = 'm'`;

/** A row for the server: its major version, and whether it has anything of {@link rareQueries} and of {@link beyondWordsQueries}. */
const serverQuery = `
  SELECT pg_catalog.current_setting('server_version_num')::integer / 10000 AS version,
    EXISTS (SELECT FROM pg_catalog.pg_rewrite w WHERE ${isOfUsers('w.ev_class')}) OR EXISTS (SELECT FROM pg_catalog.pg_trigger t WHERE NOT t.tgisinternal)
      OR EXISTS (SELECT FROM pg_catalog.pg_policy) OR EXISTS (SELECT FROM pg_catalog.pg_statistic_ext) AS has_rare,
    ${mayHaveBeyondWords} AS may_have_beyond_words`;

/** A row is an extension, or what does for one: somebody may have brought its type or its function in another way. */
const extensionsQuery = `
  SELECT extname AS name FROM pg_catalog.pg_extension
  UNION
  SELECT stand.name FROM (VALUES ('citext', 'citext'), ('cube', 'cube'), ('hstore', 'hstore'), ('ltree', 'ltree'), ('postgis', 'geometry'), ('vector', 'vector')) AS stand (name, type)
  WHERE pg_catalog.to_regtype(stand.type) IS NOT NULL
  UNION
  SELECT 'uuid-ossp' WHERE pg_catalog.to_regproc('uuid_generate_v4') IS NOT NULL
  UNION
  SELECT 'pgcrypto' WHERE pg_catalog.to_regprocedure('gen_salt(text)') IS NOT NULL`;

/**
 * A row is a view of either kind, in these namespaces or standing on something in them, however many views lie between.
 * What a view reads is what its rule depends on (PostgreSQL 18, 52.18 "pg_depend").
 */
export const viewsQuery = (where: string): string => `
  WITH RECURSIVE reads (view, relation, number) AS MATERIALIZED (
    SELECT r.ev_class, d.refobjid, d.refobjsubid
    FROM pg_catalog.pg_rewrite r JOIN pg_catalog.pg_depend d
      ON d.classid = 'pg_catalog.pg_rewrite'::regclass AND d.objid = r.oid AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid <> r.ev_class
    WHERE r.rulename = '_RETURN' AND ${isOfUsers('r.ev_class')}
  ), relations (oid) AS (
    SELECT c.oid FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE ${where} AND c.relkind IN ('r', 'p', 'f', 'v', 'm')
    UNION
    SELECT reads.view FROM reads JOIN relations ON relations.oid = reads.relation
  )
  SELECT c.oid, n.nspname AS schema, c.relname AS name, c.relkind = 'm' AS materialized,
    pg_catalog.regexp_replace(pg_catalog.pg_get_viewdef(c.oid), '^\\s+|;\\s*$', '', 'g') AS definition,
    (SELECT pg_catalog.json_agg(pg_catalog.json_build_object('number', a.attnum, 'name', a.attname, 'type', pg_catalog.format_type(a.atttypid, a.atttypmod)) ORDER BY a.attnum)
     FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0) AS columns,
    (SELECT pg_catalog.json_agg(pg_catalog.json_build_object('schema', source.schema, 'name', source.name, 'columns', source.columns) ORDER BY source.schema, source.name)
     FROM (SELECT sn.nspname AS schema, sc.relname AS name, COALESCE(pg_catalog.json_agg(sa.attname ORDER BY sa.attnum) FILTER (WHERE sa.attname IS NOT NULL), '[]') AS columns
           FROM reads
             JOIN pg_catalog.pg_class sc ON sc.oid = reads.relation
             JOIN pg_catalog.pg_namespace sn ON sn.oid = sc.relnamespace
             LEFT JOIN pg_catalog.pg_attribute sa ON sa.attrelid = sc.oid AND sa.attnum = reads.number AND sa.attnum > 0
           WHERE reads.view = c.oid GROUP BY sn.nspname, sc.relname) AS source) AS reads,
    (SELECT pg_catalog.json_agg(DISTINCT pg_catalog.jsonb_build_object('schema', tn.nspname, 'name', t.typname))
     FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_type dt ON dt.oid = d.refobjid
       JOIN pg_catalog.pg_type t ON t.oid = CASE dt.typcategory WHEN 'A' THEN dt.typelem ELSE dt.oid END
       JOIN pg_catalog.pg_namespace tn ON tn.oid = t.typnamespace
     WHERE d.refclassid = 'pg_catalog.pg_type'::regclass AND t.typtype = 'e'
       AND ((d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid)
         OR (d.classid = 'pg_catalog.pg_rewrite'::regclass AND d.objid IN (SELECT r.oid FROM pg_catalog.pg_rewrite r WHERE r.ev_class = c.oid)))) AS types,
    array_to_string(c.reloptions, ', ') AS options,
    array_remove(ARRAY[
      CASE WHEN c.relacl IS NOT NULL THEN 'privileges' END,
      CASE WHEN c.reloptions IS NOT NULL THEN 'options' END,
      CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_trigger t WHERE t.tgrelid = c.oid) THEN 'triggers' END,
      CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_rewrite r WHERE r.ev_class = c.oid AND r.rulename <> '_RETURN') THEN 'rules' END,
      CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_attrdef ad WHERE ad.adrelid = c.oid) THEN 'defaults' END,
      CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_description t WHERE t.objoid = c.oid AND t.classoid = 'pg_catalog.pg_class'::regclass) THEN 'comments' END
    ], NULL) AS attachments
  FROM relations JOIN pg_catalog.pg_class c ON c.oid = relations.oid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('v', 'm') AND ${isOfUsers('c.oid')} AND ${isNoExtensions('pg_class', 'c.oid')}`;

/** A row is an enum type; `spelling` is how columns name it. */
export const enumsQuery = (where: string): string => `
  SELECT n.nspname AS schema, t.typname AS name, pg_catalog.format_type(t.oid, NULL) AS spelling, e.labels AS values
  FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
    LEFT JOIN (SELECT enumtypid, pg_catalog.json_agg(enumlabel ORDER BY enumsortorder) AS labels FROM pg_catalog.pg_enum GROUP BY enumtypid) AS e ON e.enumtypid = t.oid
  WHERE ${where} AND t.typtype = 'e' AND ${isNoExtensions('pg_type', 't.oid')}`;

/** A row is a table; `readable`: whether the role may select from it. `inherits`: whether it is partitioned, a parent or a child. */
const tablesQuery = (where: string): string => `
  SELECT c.oid, n.nspname AS schema, c.relname AS name, c.relkind = 'p' OR EXISTS (SELECT FROM pg_catalog.pg_inherits h WHERE c.oid IN (h.inhrelid, h.inhparent)) AS inherits,
    ds.description AS comment,
    pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_table_privilege(c.oid, 'SELECT') AS readable,
    current_user AS role
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_catalog.pg_description ds ON ds.classoid = 'pg_catalog.pg_class'::regclass AND ds.objoid = c.oid AND ds.objsubid = 0 AND ${isOfUsers('ds.objoid')}
  WHERE ${where} AND ${isTable}`;

/** A row is a table, known by its name. */
export const tableNamesQuery = (where: string): string => `
  SELECT c.oid, n.nspname AS schema, c.relname AS name
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE ${where} AND ${isTable}`;

/**
 * A row is a table, with lists of what its columns are, in their order. A row for each column would spare the server a tenth, and cost its reader three times
 * as much. Comments are joined, as `col_description` looks each up, which doubles the cost of all; and most types have no collation, so that the type of
 * those columns need not be looked up. A default speaks of no column (PostgreSQL 18, CREATE TABLE, DEFAULT), so that its table need not be opened to print it.
 *
 * The tables are an array, so that their columns are found by the index. As the planner takes an array for one of ten, it would look up each default as well:
 * `OFFSET 0` has them read at once.
 */
const columnsQuery = (tables: string): string => `
  SELECT a.attrelid AS table,
    pg_catalog.json_agg(a.attnum ORDER BY a.attnum)::text AS numbers,
    pg_catalog.json_agg(a.attname ORDER BY a.attnum)::text AS names,
    pg_catalog.json_agg(pg_catalog.format_type(a.atttypid, a.atttypmod) ORDER BY a.attnum)::text AS types,
    pg_catalog.json_agg(NOT a.attnotnull ORDER BY a.attnum)::text AS nullable,
    pg_catalog.json_agg(pg_catalog.pg_get_expr(ad.adbin, CASE a.attgenerated WHEN '' THEN 0 ELSE ad.adrelid END) ORDER BY a.attnum)::text AS expressions,
    pg_catalog.json_object_agg(a.attnum, pg_catalog.json_build_object('identity', a.attidentity, 'generated', a.attgenerated, 'comment', ds.description, 'collation', ${collation}))
      FILTER (WHERE a.attidentity <> '' OR a.attgenerated <> '' OR ds.description IS NOT NULL OR ${mayHaveCollation}) AS rarities
  FROM pg_catalog.pg_attribute a
    LEFT JOIN (SELECT adrelid, adnum, adbin FROM pg_catalog.pg_attrdef OFFSET 0) AS ad ON ad.adrelid = a.attrelid AND ad.adnum = a.attnum
    LEFT JOIN pg_catalog.pg_description ds ON ds.classoid = 'pg_catalog.pg_class'::regclass AND ds.objoid = a.attrelid AND ds.objsubid = a.attnum AND ${isOfUsers('ds.objoid')}
  WHERE a.attrelid = ANY (ARRAY(${tables})) AND a.attnum > 0 AND NOT a.attisdropped
  GROUP BY a.attrelid`;

/**
 * A row is a sequence that a column owns, as a serial one does; `next`: how a default that takes its next value is printed. It is in the namespace of its
 * table (PostgreSQL 18, ALTER SEQUENCE, OWNED BY).
 */
const sequencesQuery = (where: string): string => `
  SELECT own.refobjid AS table, own.refobjsubid AS number, ${nextValueOf('s.oid')} AS next
  FROM pg_catalog.pg_class s
    JOIN pg_catalog.pg_depend own ON own.classid = 'pg_catalog.pg_class'::regclass AND own.objid = s.oid AND own.deptype = 'a' AND own.refclassid = 'pg_catalog.pg_class'::regclass
  WHERE s.relkind = 'S' AND s.relnamespace = ${namespacesThat(where)}`;

/** A row is a default that takes the next value of a sequence which is not the column's own. */
export const borrowedQuery = (tables: string): string => `
  SELECT ad.adrelid AS table, ad.adnum AS number, ${nextValueOf('s.oid')} AS next
  FROM pg_catalog.pg_depend d
    JOIN pg_catalog.pg_class s ON s.oid = d.refobjid AND s.relkind = 'S'
    JOIN pg_catalog.pg_attrdef ad ON ad.oid = d.objid
  WHERE d.classid = 'pg_catalog.pg_attrdef'::regclass AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjsubid = 0 AND ad.adrelid IN (${tables})
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend own WHERE own.classid = 'pg_catalog.pg_class'::regclass AND own.objid = s.oid AND own.deptype = 'a'
      AND own.refclassid = 'pg_catalog.pg_class'::regclass AND own.refobjid = ad.adrelid AND own.refobjsubid = ad.adnum)`;

/** A row is one of `tables`, which foreign keys refer to and which were not read. */
export const referencedQuery = (tables: string): string => `
  SELECT c.oid, n.nspname AS schema, c.relname AS name,
    (SELECT pg_catalog.json_agg(pg_catalog.json_build_object('number', a.attnum, 'name', a.attname)) FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0) AS columns
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.oid IN (${tables})`;

/** A row is a primary key, unique, check, exclusion or foreign key of a table; columns are numbers. */
const constraintsQuery = (tables: string): string => `
  SELECT k.conrelid AS table, k.conname AS name, k.contype AS type, k.conkey::text AS columns,
    k.condeferrable AS deferrable, k.condeferred AS deferred,
    CASE k.contype WHEN 'c' THEN pg_catalog.pg_get_expr(k.conbin, k.conrelid)
                   WHEN 'x' THEN pg_catalog.pg_get_constraintdef(k.oid) END AS definition,
    k.confrelid AS referenced, k.confkey::text AS referenced_columns,
    k.confdeltype AS on_delete, k.confupdtype AS on_update
  FROM pg_catalog.pg_constraint k
  WHERE k.conrelid IN (${tables}) AND k.contype IN ('p', 'u', 'c', 'x', 'f') AND k.conparentid = 0`;

/** A row is an index that no constraint stands on; `columns` are numbers, or 0 for a key that is an expression. */
export const indexesQuery = (tables: string): string => `
  SELECT i.indexrelid AS oid, i.indrelid AS table, ic.relname AS name, am.amname AS method, i.indisunique AS unique,
    i.indkey::text AS columns, i.indnkeyatts AS key_count, pg_catalog.pg_get_expr(i.indpred, i.indrelid) AS predicate
  FROM pg_catalog.pg_index i
    JOIN pg_catalog.pg_class ic ON ic.oid = i.indexrelid
    JOIN pg_catalog.pg_am am ON am.oid = ic.relam
  WHERE i.indrelid IN (${tables}) AND ${isNoConstraints}`;
