import { everyIndex, hasSpecialKeys, isNoConstraints } from './indexes.js';
import { nextValueOf } from './next-value.js';

/**
 * A row is something on one of `tables` that entities may have no words for: what stands in no list of a table, and members that have more
 * to them than those lists say. `columns` are those that it depends on; `drop_sql` and `create_sql` are there for what is no member.
 *
 * What newer versions added to the catalog is read through `to_jsonb`, so that the text runs on all (PostgreSQL 13 to 18).
 */
export const unmanagedQuery = (tables: string): string => `
  WITH relations AS MATERIALIZED (
    SELECT c.oid, c.relkind, pg_catalog.format('%I.%I', n.nspname, c.relname) AS name, n.nspname AS schema, c.relname AS table
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE c.oid IN (${tables})
  )
  ${[indexes, constraints, triggers, rules, policies, statistics, foreignDefaults].join('\n  UNION ALL')}`;

/** The columns of a relation that an object depends on (PostgreSQL 18, 52.18 "pg_depend"). */
const columnsOf = (catalog: string, oid: string): string => `
    ARRAY(SELECT DISTINCT a.attname::text
      FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
      WHERE d.classid = 'pg_catalog.${catalog}'::regclass AND d.objid = ${oid}
        AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid = r.oid AND d.refobjsubid > 0
      ORDER BY 1) AS columns`;

/** What newer versions added to a row of the catalog, or null. */
const newer = (row: string, column: string): string => `pg_catalog.to_jsonb(${row}) ->> '${column}'`;

/** The operator classes of all methods but those that every TypeORM has words for. An index knows its classes, while its method stands in another table. */
const otherMethods = `ARRAY(
          SELECT oc.oid FROM pg_catalog.pg_opclass oc JOIN pg_catalog.pg_am am ON am.oid = oc.opcmethod WHERE am.amname NOT IN ('btree', 'gist'))`;

/**
 * Indexes that no constraint stands on, with special keys, more columns, or another method than every TypeORM has words for.
 * An expression or a predicate is spelled anew when a column of it changes its type.
 */
const indexes = `
  SELECT 'index' AS kind, r.schema, r.table, ic.relname::text AS name, pg_catalog.pg_get_indexdef(i.indexrelid) AS definition,${columnsOf('pg_class', 'i.indexrelid')},
    i.indexprs IS NOT NULL OR i.indpred IS NOT NULL AS remade, NULL AS drop_sql, NULL AS create_sql
  FROM (
      SELECT i.* FROM ${everyIndex}
      WHERE i.indrelid IN (SELECT oid FROM relations) AND NOT i.indisprimary
        AND (i.indnatts > i.indnkeyatts OR i.indclass::oid[] && ${otherMethods} OR ${hasSpecialKeys} OR i.nulls_not_distinct)
      OFFSET 0 -- few are left, for which the rest is asked
    ) AS i JOIN relations r ON r.oid = i.indrelid JOIN pg_catalog.pg_class ic ON ic.oid = i.indexrelid
  WHERE ${isNoConstraints}`;

const indexesWith = (condition: string): string => `SELECT i.indexrelid FROM ${everyIndex} WHERE ${condition}`;

/**
 * Constraints with INCLUDE, NULLS NOT DISTINCT, WITHOUT OVERLAPS, PERIOD, MATCH FULL, columns to set, NO INHERIT, not valid (which those are that
 * are not enforced), and primary keys that can wait. The index is their own, or the one that a foreign key stands on.
 */
const constraints = `
  SELECT CASE k.contype WHEN 'p' THEN 'primaryKey' WHEN 'u' THEN 'unique' WHEN 'c' THEN 'check' ELSE 'foreignKey' END,
    r.schema, r.table, k.conname::text, pg_catalog.pg_get_constraintdef(k.oid),${columnsOf('pg_constraint', 'k.oid')}, false, NULL, NULL
  FROM relations r JOIN pg_catalog.pg_constraint k ON k.conrelid = r.oid
  WHERE k.contype IN ('p', 'u', 'c', 'f') AND k.conparentid = 0
    AND (NOT k.convalidated
      OR k.contype = 'c' AND k.connoinherit
      OR k.contype = 'p' AND k.condeferrable
      OR k.contype IN ('p', 'u') AND k.conindid IN (${indexesWith('i.indnatts > i.indnkeyatts OR i.indisexclusion OR NOT i.indisprimary AND i.nulls_not_distinct')})
      OR k.contype = 'f' AND (k.confmatchtype <> 's' OR k.conindid IN (${indexesWith('i.indisexclusion')}) OR k.confdeltype IN ('n', 'd') AND ${newer('k', 'confdelsetcols')} IS NOT NULL))`;

/** How a trigger or a rule that does not just fire is told so (PostgreSQL 18, 52.58 "pg_trigger", tgenabled). */
const enabling = (state: string, what: string, name: string): string =>
  `CASE ${state} WHEN 'O' THEN '' ELSE pg_catalog.format(E';\\nALTER TABLE %s %s ${what} %I', r.name, CASE ${state} WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA' ELSE 'ENABLE ALWAYS' END, ${name}) END`;

/** PostgreSQL refuses another type for a column that a trigger, a rule or a policy names (PostgreSQL 18, tablecmds.c, RememberAllDependentForRebuilding). */
const triggers = `
  SELECT 'trigger', r.schema, r.table, t.tgname::text, pg_catalog.pg_get_triggerdef(t.oid),${columnsOf('pg_trigger', 't.oid')}, true,
    pg_catalog.format('DROP TRIGGER %I ON %s', t.tgname, r.name), pg_catalog.pg_get_triggerdef(t.oid) || ${enabling('t.tgenabled', 'TRIGGER', 't.tgname')}
  FROM relations r JOIN pg_catalog.pg_trigger t ON t.tgrelid = r.oid
  WHERE NOT t.tgisinternal AND t.tgparentid = 0 AND r.relkind <> 'm'`;

const ruleText = `pg_catalog.rtrim(pg_catalog.pg_get_ruledef(w.oid), ';')`;

const rules = `
  SELECT 'rule', r.schema, r.table, w.rulename::text, ${ruleText},${columnsOf('pg_rewrite', 'w.oid')}, true,
    pg_catalog.format('DROP RULE %I ON %s', w.rulename, r.name), ${ruleText} || ${enabling('w.ev_enabled', 'RULE', 'w.rulename')}
  FROM relations r JOIN pg_catalog.pg_rewrite w ON w.ev_class = r.oid
  WHERE w.rulename <> '_RETURN' AND r.relkind <> 'm'`;

/** No function of the server's spells a policy. */
const policyText = `pg_catalog.concat(
      pg_catalog.format('CREATE POLICY %I ON %s', p.polname, r.name), CASE WHEN p.polpermissive THEN '' ELSE ' AS RESTRICTIVE' END,
      CASE p.polcmd WHEN 'r' THEN ' FOR SELECT' WHEN 'a' THEN ' FOR INSERT' WHEN 'w' THEN ' FOR UPDATE' WHEN 'd' THEN ' FOR DELETE' ELSE '' END,
      CASE WHEN p.polroles = '{0}' THEN '' ELSE ' TO ' || (SELECT string_agg(CASE role WHEN 0 THEN 'PUBLIC' ELSE role::regrole::text END, ', ') FROM unnest(p.polroles) AS role) END,
      ' USING (' || pg_catalog.pg_get_expr(p.polqual, r.oid) || ')', ' WITH CHECK (' || pg_catalog.pg_get_expr(p.polwithcheck, r.oid) || ')')`;

const policies = `
  SELECT 'policy', r.schema, r.table, p.polname::text, ${policyText},${columnsOf('pg_policy', 'p.oid')}, true,
    pg_catalog.format('DROP POLICY %I ON %s', p.polname, r.name), ${policyText}
  FROM relations r JOIN pg_catalog.pg_policy p ON p.polrelid = r.oid`;

const statistics = `
  SELECT 'statistics', r.schema, r.table, s.stxname::text, pg_catalog.pg_get_statisticsobjdef(s.oid),${columnsOf('pg_statistic_ext', 's.oid')},
    ${newer('s', 'stxexprs')} IS NOT NULL, pg_catalog.format('DROP STATISTICS %I.%I', n.nspname, s.stxname), pg_catalog.pg_get_statisticsobjdef(s.oid)
  FROM relations r JOIN pg_catalog.pg_statistic_ext s ON s.stxrelid = r.oid JOIN pg_catalog.pg_namespace n ON n.oid = s.stxnamespace
  WHERE r.relkind <> 'm'`;

/** Defaults that take the next value of a sequence which is not the column's own. */
const foreignDefaults = `
  SELECT 'default', r.schema, r.table, a.attname::text, pg_catalog.pg_get_expr(f.adbin, f.adrelid), ARRAY[a.attname::text], false, NULL, NULL
  FROM (
      SELECT ad.adrelid, ad.adnum, ad.adbin, s.oid AS sequence
      FROM pg_catalog.pg_class s
        JOIN pg_catalog.pg_depend d ON d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid = s.oid AND d.refobjsubid = 0 AND d.classid = 'pg_catalog.pg_attrdef'::regclass
        JOIN pg_catalog.pg_attrdef ad ON ad.oid = d.objid
      WHERE s.relkind = 'S' AND (s.oid, ad.adrelid, ad.adnum) NOT IN (
        SELECT own.objid, own.refobjid, own.refobjsubid FROM pg_catalog.pg_depend own
        WHERE own.classid = 'pg_catalog.pg_class'::regclass AND own.refclassid = 'pg_catalog.pg_class'::regclass AND own.deptype = 'a')
      OFFSET 0 -- few are left, whose text is asked for
    ) AS f JOIN relations r ON r.oid = f.adrelid JOIN pg_catalog.pg_attribute a ON a.attrelid = r.oid AND a.attnum = f.adnum
  WHERE pg_catalog.pg_get_expr(f.adbin, f.adrelid) = ${nextValueOf('f.sequence')}`;
