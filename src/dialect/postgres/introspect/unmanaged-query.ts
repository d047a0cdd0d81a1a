import { dependedColumns } from './beyond-words.js';

/**
 * A row is something on one of `tables` that stands in no list of a table. `columns` are those that it depends on.
 *
 * What newer versions added to the catalog is read through `to_jsonb`, so that the text runs on all (PostgreSQL 13 to 18).
 */
export const unmanagedQuery = (tables: string): string => `
  WITH relations AS MATERIALIZED (
    SELECT c.oid, pg_catalog.format('%I.%I', n.nspname, c.relname) AS name, n.nspname AS schema, c.relname AS table
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE c.oid IN (${tables})
  )
  ${[triggers, rules, policies, statistics].join('\n  UNION ALL')}`;

const columnsOf = (catalog: string, oid: string): string => `${dependedColumns({ catalog, oid, relation: 'r.oid' })} AS columns`;

/** What newer versions added to a row of the catalog, or null. */
const newer = (row: string, column: string): string => `pg_catalog.to_jsonb(${row}) ->> '${column}'`;

/** How a trigger or a rule that does not just fire is told so (PostgreSQL 18, 52.58 "pg_trigger", tgenabled). */
const enabling = (state: string, what: string, name: string): string =>
  `CASE ${state} WHEN 'O' THEN '' ELSE pg_catalog.format(E';\\nALTER TABLE %s %s ${what} %I', r.name, CASE ${state} WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA' ELSE 'ENABLE ALWAYS' END, ${name}) END`;

/** PostgreSQL refuses another type for a column that a trigger, a rule or a policy names (PostgreSQL 18, tablecmds.c, RememberAllDependentForRebuilding). */
const triggers = `
  SELECT 'trigger' AS kind, r.schema, r.table, t.tgname::text AS name, pg_catalog.pg_get_triggerdef(t.oid) AS definition, ${columnsOf('pg_trigger', 't.oid')}, true AS remade,
    pg_catalog.format('DROP TRIGGER %I ON %s', t.tgname, r.name) AS drop_sql, pg_catalog.pg_get_triggerdef(t.oid) || ${enabling('t.tgenabled', 'TRIGGER', 't.tgname')} AS create_sql
  FROM relations r JOIN pg_catalog.pg_trigger t ON t.tgrelid = r.oid
  WHERE NOT t.tgisinternal AND t.tgparentid = 0`;

const ruleText = `pg_catalog.rtrim(pg_catalog.pg_get_ruledef(w.oid), ';')`;

const rules = `
  SELECT 'rule', r.schema, r.table, w.rulename::text, ${ruleText}, ${columnsOf('pg_rewrite', 'w.oid')}, true,
    pg_catalog.format('DROP RULE %I ON %s', w.rulename, r.name), ${ruleText} || ${enabling('w.ev_enabled', 'RULE', 'w.rulename')}
  FROM relations r JOIN pg_catalog.pg_rewrite w ON w.ev_class = r.oid
  WHERE w.rulename <> '_RETURN'`;

/** No function of the server's spells a policy. */
const policyText = `pg_catalog.concat(
      pg_catalog.format('CREATE POLICY %I ON %s', p.polname, r.name), CASE WHEN p.polpermissive THEN '' ELSE ' AS RESTRICTIVE' END,
      CASE p.polcmd WHEN 'r' THEN ' FOR SELECT' WHEN 'a' THEN ' FOR INSERT' WHEN 'w' THEN ' FOR UPDATE' WHEN 'd' THEN ' FOR DELETE' ELSE '' END,
      CASE WHEN p.polroles = '{0}' THEN '' ELSE ' TO ' || (SELECT string_agg(CASE role WHEN 0 THEN 'PUBLIC' ELSE role::regrole::text END, ', ') FROM unnest(p.polroles) AS role) END,
      ' USING (' || pg_catalog.pg_get_expr(p.polqual, r.oid) || ')', ' WITH CHECK (' || pg_catalog.pg_get_expr(p.polwithcheck, r.oid) || ')')`;

const policies = `
  SELECT 'policy', r.schema, r.table, p.polname::text, ${policyText}, ${columnsOf('pg_policy', 'p.oid')}, true,
    pg_catalog.format('DROP POLICY %I ON %s', p.polname, r.name), ${policyText}
  FROM relations r JOIN pg_catalog.pg_policy p ON p.polrelid = r.oid`;

const statistics = `
  SELECT 'statistics', r.schema, r.table, s.stxname::text, pg_catalog.pg_get_statisticsobjdef(s.oid), ${columnsOf('pg_statistic_ext', 's.oid')},
    ${newer('s', 'stxexprs')} IS NOT NULL, pg_catalog.format('DROP STATISTICS %I.%I', n.nspname, s.stxname), pg_catalog.pg_get_statisticsobjdef(s.oid)
  FROM relations r JOIN pg_catalog.pg_statistic_ext s ON s.stxrelid = r.oid JOIN pg_catalog.pg_namespace n ON n.oid = s.stxnamespace`;
