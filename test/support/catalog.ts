import type { TestDatabase } from './database.js';

/**
 * Everything that a migration may touch, one line each, as PostgreSQL itself spells it: no oids and no order of columns, so two
 * databases with the same objects have the same lines. Without the members of extensions, which stay where the extension stays.
 */
export async function readCatalog(db: Pick<TestDatabase, 'query'>): Promise<readonly string[]> {
  await db.query("SELECT set_config('search_path', '', false)");
  const rows = await db.query<{ readonly line: string }>(linesQuery);
  await db.query('RESET search_path');
  return rows.map(({ line }) => line);
}

const own = "NOT IN ('pg_catalog', 'information_schema', 'pg_toast')";

/** Whether a relation, or a type, is a member of an extension: what makes the extension makes them. */
const ofExtension = (oid: string, catalog = 'pg_class'): string =>
  `EXISTS (SELECT FROM pg_depend e WHERE e.classid = '${catalog}'::regclass AND e.objid = ${oid} AND e.deptype = 'e')`;

/** The names of `NOT NULL` constraints (PostgreSQL 18 and later) are left out; a column says `not null` itself. */
const linesQuery = `
SELECT line FROM (
  SELECT format('schema %s', nspname) AS line FROM pg_namespace WHERE nspname ${own}
  UNION ALL
  SELECT format('type %s: %s', t.oid::regtype, (SELECT string_agg(quote_literal(enumlabel), ', ' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid))
  FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE n.nspname ${own} AND t.typtype = 'e'
  UNION ALL
  SELECT format('relation %s, kind %s, comment %s', c.oid::regclass, c.relkind, obj_description(c.oid, 'pg_class'))
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname ${own} AND NOT ${ofExtension('c.oid')}
    AND NOT ${ofExtension('c.reltype', 'pg_type')} AND NOT ${ofExtension('(SELECT indrelid FROM pg_index WHERE indexrelid = c.oid)')}
  UNION ALL
  SELECT format('column %s.%I %s%s%s%s%s%s%s, comment %s', c.oid::regclass, a.attname, format_type(a.atttypid, a.atttypmod),
                CASE WHEN a.attnotnull THEN ' not null' END,
                CASE WHEN a.attcollation <> t.typcollation THEN ' collate ' || a.attcollation::regcollation END,
                ' identity ' || nullif(a.attidentity::text, ''), ' generated ' || nullif(a.attgenerated::text, ''),
                ' default ' || pg_get_expr(d.adbin, d.adrelid), ' privileges ' || a.attacl::text, col_description(c.oid, a.attnum))
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_type t ON t.oid = a.atttypid
  LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  WHERE n.nspname ${own} AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped AND NOT ${ofExtension('c.oid')}
  UNION ALL
  SELECT format('constraint %I on %s: %s', k.conname, k.conrelid::regclass, pg_get_constraintdef(k.oid))
  FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace WHERE n.nspname ${own} AND k.contype <> 'n' AND NOT ${ofExtension('k.conrelid')}
  UNION ALL
  SELECT format('index %s', pg_get_indexdef(i.indexrelid))
  FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname ${own} AND NOT ${ofExtension('i.indrelid')}
  UNION ALL
  SELECT format('trigger %s, enabled %s, comment %s', pg_get_triggerdef(t.oid), t.tgenabled, obj_description(t.oid, 'pg_trigger'))
  FROM pg_trigger t WHERE NOT t.tgisinternal
  UNION ALL
  SELECT format('rule %s, enabled %s', pg_get_ruledef(w.oid), w.ev_enabled)
  FROM pg_rewrite w JOIN pg_class c ON c.oid = w.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname ${own} AND w.rulename <> '_RETURN'
  UNION ALL
  SELECT format('policy %s on %s.%s: %s %s %s using %s check %s', policyname, schemaname, tablename, permissive, roles, cmd, qual, with_check) FROM pg_policies
  UNION ALL
  SELECT format('statistics %s', pg_get_statisticsobjdef(oid)) FROM pg_statistic_ext
  UNION ALL
  SELECT format('view %s: %s, privileges %s%s', c.oid::regclass, pg_get_viewdef(c.oid), c.relacl, ' options ' || c.reloptions::text)
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname ${own} AND c.relkind IN ('v', 'm') AND NOT ${ofExtension('c.oid')}
  UNION ALL
  SELECT format('sequence %I.%I %s from %s to %s by %s, last %s, owner %s.%s %s', s.schemaname, s.sequencename, s.data_type, s.min_value, s.max_value, s.increment_by,
                s.last_value, d.refobjid::regclass, (SELECT attname FROM pg_attribute WHERE attrelid = d.refobjid AND attnum = d.refobjsubid), d.deptype)
  FROM pg_sequences s
  LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = format('%I.%I', s.schemaname, s.sequencename)::regclass
    AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
) AS lines ORDER BY line COLLATE "C"`;
