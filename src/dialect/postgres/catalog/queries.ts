/*
 * Each query gives the rows of one kind of object: its name, what the catalog says of it as one JSON object without nulls, and where it is:
 * `schema`, `relation` (what it is, or stands on) and `ref` (the object itself), the last two as the model points at things. What is not there is null.
 *
 * No oids and no order of columns, so that two databases with the same objects have the same rows. Columns of the catalog that some
 * versions lack are read through `to_jsonb`. What belongs to an extension is the extension's own affair.
 *
 * Source: PostgreSQL 18, chapter 52 "System Catalogs" and 9.27 "System Information Functions".
 */

const facts = (...pairs: readonly (readonly [facet: string, expression: string])[]): string =>
  `jsonb_strip_nulls(jsonb_build_object(${pairs.map(([facet, expression]) => `'${facet}', ${expression}`).join(', ')})) AS facts`;

/** Whether the object `oid` of the catalog `catalog` was made by a user, and by no extension. */
const own = (catalog: string, oid: string, schema = 'n.nspname'): string =>
  `${schema} NOT IN ('pg_catalog', 'information_schema', 'pg_toast') AND ${schema} !~ '^pg_(temp|toast_temp)_'
   AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = '${catalog}'::regclass AND e.objid = ${oid} AND e.deptype = 'e')`;

/** How the model points at something; its kind is null where the model has no word for that. */
const at = (kind: string, { schema = 'n.nspname', table = 'NULL', name }: { readonly schema?: string; readonly table?: string; readonly name: string }): string =>
  `jsonb_build_object('kind', ${kind}, 'schema', ${schema}, 'table', ${table}, 'name', ${name})`;

/** Points at the row `row` of `pg_class`. */
const relationAt = (row: string, schema = 'n.nspname'): string =>
  at(`CASE ${row}.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materializedView' WHEN 'c' THEN NULL ELSE 'table' END`, { schema, name: `${row}.relname` });

const constraintKind = (type: string, otherwise: string): string =>
  `CASE ${type} WHEN 'p' THEN 'primaryKey' WHEN 'u' THEN 'unique' WHEN 'c' THEN 'check' WHEN 'x' THEN 'exclusion' WHEN 'f' THEN 'foreignKey' ELSE ${otherwise} END`;

/** The columns that say where an object is. */
const place = ({ schema = 'n.nspname', relation = 'NULL::jsonb', ref = 'NULL::jsonb' }: { readonly schema?: string; readonly relation?: string; readonly ref?: string }): string =>
  `${schema} AS schema, ${relation} AS relation, ${ref} AS ref`;

const acl = (column: string): string => `(SELECT jsonb_agg(item::text ORDER BY item::text) FROM unnest(${column}) AS item)`;
const comment = (oid: string, catalog: string): string => `obj_description(${oid}, '${catalog}')`;
const owner = (column: string): string => `pg_get_userbyid(${column})`;

const schemas = `
SELECT 'schema ' || quote_ident(n.nspname) AS object,
       ${facts(['owner', owner('n.nspowner')], ['privileges', acl('n.nspacl')], ['comment', comment('n.oid', 'pg_namespace')])},
       ${place({ ref: at("'namespace'", { schema: 'NULL', name: 'n.nspname' }) })}
  FROM pg_namespace n WHERE ${own('pg_namespace', 'n.oid')}`;

const extensions = `
SELECT 'extension ' || quote_ident(x.extname) AS object, ${facts(['version', 'x.extversion'], ['schema', 'x.extnamespace::regnamespace::text'])},
       ${place({ schema: 'NULL', ref: at("'extension'", { schema: 'NULL', name: 'x.extname' }) })}
  FROM pg_extension x`;

const types = `
SELECT 'type ' || t.oid::regtype AS object,
       ${facts(
         ['kind', 't.typtype'],
         ['values', '(SELECT jsonb_agg(v.enumlabel ORDER BY v.enumsortorder) FROM pg_enum v WHERE v.enumtypid = t.oid)'],
         ['base', "CASE t.typtype WHEN 'd' THEN format_type(t.typbasetype, t.typtypmod) END"],
         ['notNull', "CASE t.typtype WHEN 'd' THEN t.typnotnull END"],
         ['default', 't.typdefault'],
         ['subtype', '(SELECT r.rngsubtype::regtype::text FROM pg_range r WHERE r.rngtypid = t.oid)'],
         ['owner', owner('t.typowner')],
         ['privileges', acl('t.typacl')],
         ['comment', comment('t.oid', 'pg_type')],
       )},
       ${place({ ref: at("CASE t.typtype WHEN 'e' THEN 'enum' END", { name: 't.typname' }) })}
  FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
 WHERE t.typtype IN ('e', 'd', 'r') AND ${own('pg_type', 't.oid')}`;

const relations = `
SELECT CASE c.relkind WHEN 'r' THEN 'table ' WHEN 'p' THEN 'partitioned table ' WHEN 'v' THEN 'view ' WHEN 'm' THEN 'materialized view '
                      WHEN 'f' THEN 'foreign table ' WHEN 'c' THEN 'composite type ' ELSE c.relkind::text || ' ' END || c.oid::regclass AS object,
       ${facts(
         ['query', "CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END"],
         ['persistence', 'c.relpersistence'],
         ['options', 'to_jsonb(c.reloptions)'],
         ['accessMethod', '(SELECT m.amname FROM pg_am m WHERE m.oid = c.relam)'],
         ['tablespace', '(SELECT s.spcname FROM pg_tablespace s WHERE s.oid = c.reltablespace)'],
         ['rowSecurity', 'nullif(c.relrowsecurity, false)'],
         ['forcedRowSecurity', 'nullif(c.relforcerowsecurity, false)'],
         ['replicaIdentity', "nullif(c.relreplident, CASE c.relkind WHEN 'r' THEN 'd' WHEN 'p' THEN 'd' WHEN 'm' THEN 'd' ELSE 'n' END)"],
         ['partitionKey', "CASE c.relkind WHEN 'p' THEN pg_get_partkeydef(c.oid) END"],
         ['partitionBound', 'pg_get_expr(c.relpartbound, c.oid)'],
         ['parents', '(SELECT jsonb_agg(h.inhparent::regclass::text ORDER BY h.inhseqno) FROM pg_inherits h WHERE h.inhrelid = c.oid)'],
         ['owner', owner('c.relowner')],
         ['privileges', acl('c.relacl')],
         ['comment', comment('c.oid', 'pg_class')],
       )},
       ${place({ relation: relationAt('c'), ref: relationAt('c') })}
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c') AND ${own('pg_class', 'c.oid')}`;

const columns = `
SELECT 'column ' || c.oid::regclass || '.' || quote_ident(a.attname) AS object,
       ${facts(
         ['type', 'format_type(a.atttypid, a.atttypmod)'],
         ['notNull', 'nullif(a.attnotnull, false)'],
         ['default', 'pg_get_expr(d.adbin, d.adrelid)'],
         ['identity', "nullif(a.attidentity::text, '')"],
         ['generated', "nullif(a.attgenerated::text, '')"],
         ['collation', 'CASE WHEN a.attcollation <> t.typcollation THEN a.attcollation::regcollation::text END'],
         ['storage', 'CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage::text END'],
         ['compression', "nullif(to_jsonb(a) ->> 'attcompression', '')"],
         ['statistics', 'CASE WHEN a.attstattarget >= 0 THEN a.attstattarget END'],
         ['options', 'to_jsonb(a.attoptions)'],
         ['privileges', acl('a.attacl')],
         ['comment', 'col_description(c.oid, a.attnum)'],
       )},
       ${place({ relation: relationAt('c'), ref: at("CASE WHEN c.relkind IN ('r', 'p', 'f') THEN 'column' END", { table: 'c.relname', name: 'a.attname' }) })}
  FROM pg_attribute a
  JOIN pg_class c ON c.oid = a.attrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_type t ON t.oid = a.atttypid
  LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
 WHERE c.relkind IN ('r', 'p', 'f', 'c', 'v', 'm') AND a.attnum > 0 AND NOT a.attisdropped AND ${own('pg_class', 'c.oid')}`;

/** `NOT NULL` constraints (PostgreSQL 18 and later) are left out: the column says it, and the name depends on how it came about. */
const constraints = `
SELECT 'constraint ' || quote_ident(k.conname) || CASE WHEN k.conrelid <> 0 THEN ' on ' || k.conrelid::regclass ELSE ' on ' || k.contypid::regtype END AS object,
       ${facts(['definition', 'pg_get_constraintdef(k.oid)'], ['comment', comment('k.oid', 'pg_constraint')])},
       ${place({ relation: `CASE WHEN k.conrelid <> 0 THEN ${relationAt('c')} END`, ref: at(constraintKind('k.contype', 'NULL'), { table: 'c.relname', name: 'k.conname' }) })}
  FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace LEFT JOIN pg_class c ON c.oid = k.conrelid
 WHERE k.contype NOT IN ('n', 't') AND ${own('pg_constraint', 'k.oid')} AND ${own('pg_class', 'k.conrelid')}`;

const indexes = `
SELECT 'index ' || c.oid::regclass AS object,
       ${facts(
         ['definition', 'pg_get_indexdef(i.indexrelid)'],
         ['valid', 'nullif(i.indisvalid, true)'],
         ['clustered', 'nullif(i.indisclustered, false)'],
         ['replicaIdentity', 'nullif(i.indisreplident, false)'],
         ['statistics', '(SELECT jsonb_object_agg(a.attnum, a.attstattarget) FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attstattarget >= 0)'],
         ['comment', comment('c.oid', 'pg_class')],
       )},
       ${place({ relation: relationAt('t'), ref: at(constraintKind('k.contype', "'index'"), { table: 't.relname', name: 'c.relname' }) })}
  FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_class t ON t.oid = i.indrelid
  LEFT JOIN pg_constraint k ON k.conrelid = t.oid AND k.conindid = c.oid AND k.contype IN ('p', 'u', 'x')
 WHERE ${own('pg_class', 't.oid')}`;

/** How far a sequence has counted is a matter of the rows. */
const sequences = `
SELECT 'sequence ' || c.oid::regclass AS object,
       ${facts(
         ['type', 's.seqtypid::regtype::text'],
         ['start', 's.seqstart'],
         ['least', 's.seqmin'],
         ['most', 's.seqmax'],
         ['step', 's.seqincrement'],
         ['cache', 's.seqcache'],
         ['cycles', 'nullif(s.seqcycle, false)'],
         ['column', `(SELECT b.refobjid::regclass || '.' || quote_ident(a.attname) FROM pg_depend b JOIN pg_attribute a ON a.attrelid = b.refobjid AND a.attnum = b.refobjsubid
                       WHERE b.classid = 'pg_class'::regclass AND b.objid = c.oid AND b.refclassid = 'pg_class'::regclass AND b.deptype IN ('a', 'i'))`],
         ['owner', owner('c.relowner')],
         ['privileges', acl('c.relacl')],
         ['comment', comment('c.oid', 'pg_class')],
       )},
       ${place({
         relation: `(SELECT ${relationAt('t', '(SELECT tn.nspname FROM pg_namespace tn WHERE tn.oid = t.relnamespace)')} FROM pg_depend b JOIN pg_class t ON t.oid = b.refobjid
                      WHERE b.classid = 'pg_class'::regclass AND b.objid = c.oid AND b.refclassid = 'pg_class'::regclass AND b.deptype IN ('a', 'i'))`,
       })}
  FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE ${own('pg_class', 'c.oid')}`;

const routines = `
SELECT 'routine ' || p.oid::regprocedure AS object,
       ${facts(
         ['definition', "CASE p.prokind WHEN 'a' THEN (SELECT to_jsonb(g)::text FROM pg_aggregate g WHERE g.aggfnoid = p.oid) ELSE pg_get_functiondef(p.oid) END"],
         ['owner', owner('p.proowner')],
         ['privileges', acl('p.proacl')],
         ['comment', comment('p.oid', 'pg_proc')],
       )},
       ${place({})}
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
 WHERE ${own('pg_proc', 'p.oid')} AND NOT EXISTS (SELECT FROM pg_depend i WHERE i.classid = 'pg_proc'::regclass AND i.objid = p.oid AND i.deptype = 'i')`;

const triggers = `
SELECT 'trigger ' || quote_ident(g.tgname) || ' on ' || g.tgrelid::regclass AS object,
       ${facts(['definition', 'pg_get_triggerdef(g.oid)'], ['enabled', "nullif(g.tgenabled, 'O')"], ['comment', comment('g.oid', 'pg_trigger')])},
       ${place({ relation: relationAt('c') })}
  FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE NOT g.tgisinternal AND ${own('pg_trigger', 'g.oid')}`;

const rules = `
SELECT 'rule ' || quote_ident(r.rulename) || ' on ' || r.ev_class::regclass AS object,
       ${facts(['definition', 'pg_get_ruledef(r.oid)'], ['enabled', "nullif(r.ev_enabled, 'O')"], ['comment', comment('r.oid', 'pg_rewrite')])},
       ${place({ relation: relationAt('c') })}
  FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE r.rulename <> '_RETURN' AND ${own('pg_rewrite', 'r.oid')}`;

const policies = `
SELECT 'policy ' || quote_ident(p.polname) || ' on ' || p.polrelid::regclass AS object,
       ${facts(
         ['command', 'p.polcmd'],
         ['permissive', 'p.polpermissive'],
         ['roles', '(SELECT jsonb_agg(r.role::regrole::text ORDER BY r.role::regrole::text) FROM unnest(p.polroles) AS r (role))'],
         ['using', 'pg_get_expr(p.polqual, p.polrelid)'],
         ['check', 'pg_get_expr(p.polwithcheck, p.polrelid)'],
         ['comment', comment('p.oid', 'pg_policy')],
       )},
       ${place({ relation: relationAt('c') })}
  FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE ${own('pg_policy', 'p.oid')}`;

const statistics = `
SELECT 'statistics ' || quote_ident(n.nspname) || '.' || quote_ident(x.stxname) AS object,
       ${facts(['definition', 'pg_get_statisticsobjdef(x.oid)'], ['owner', owner('x.stxowner')], ['comment', comment('x.oid', 'pg_statistic_ext')])},
       ${place({ relation: relationAt('c', 'cn.nspname') })}
  FROM pg_statistic_ext x JOIN pg_namespace n ON n.oid = x.stxnamespace JOIN pg_class c ON c.oid = x.stxrelid JOIN pg_namespace cn ON cn.oid = c.relnamespace
 WHERE ${own('pg_statistic_ext', 'x.oid')}`;

const defaultPrivileges = `
SELECT 'default privileges of ' || quote_ident(pg_get_userbyid(p.defaclrole)) || coalesce(' in ' || quote_ident(n.nspname), '') || ' on ' || p.defaclobjtype::text AS object,
       ${facts(['privileges', acl('p.defaclacl')])},
       ${place({})}
  FROM pg_default_acl p LEFT JOIN pg_namespace n ON n.oid = p.defaclnamespace`;

/** All kinds of objects that a migration may touch. */
export const catalogQueries: readonly string[] = [
  schemas,
  extensions,
  types,
  relations,
  columns,
  constraints,
  indexes,
  sequences,
  routines,
  triggers,
  rules,
  policies,
  statistics,
  defaultPrivileges,
];
