import type { QualifiedName } from '../../model/schema.js';
import type { KeptComments } from '../dialect.js';
import { dollarQuote, quoteLiteral, quoteName } from './quote.js';

/** A setting of the transaction, which holds the comments while what they belong to is made anew. */
const setting = quoteLiteral('limbeck.comments');

/**
 * The statements that remember the comments of the constraints and indexes of tables, and that put them on those which have their names at the end.
 *
 * Source: PostgreSQL 18, 9.28.1 "Configuration Settings Functions"; 9.27.6 "Comment Information Functions"; COMMENT.
 */
export const keepComments = (tables: readonly QualifiedName[]): KeptComments => ({ remember: remember(tables), putBack });

const remember = (tables: readonly QualifiedName[]): string => {
  const relations = tables.map((table) => `${quoteLiteral(quoteName(table))}::regclass`).join(', ');
  return `DO ${dollarQuote(`BEGIN
  PERFORM pg_catalog.set_config(${setting}, (SELECT coalesce(jsonb_agg(kept), '[]')::text FROM (
    SELECT 'constraint' AS kind, conrelid AS relation, conname AS name, obj_description(oid, 'pg_constraint') AS comment
      FROM pg_catalog.pg_constraint WHERE conrelid IN (${relations})
    UNION ALL
    SELECT 'index', i.indrelid, c.relname, obj_description(c.oid, 'pg_class')
      FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid WHERE i.indrelid IN (${relations})) AS kept
   WHERE comment IS NOT NULL), true);
END`)}`;
};

const putBack = `DO ${dollarQuote(`DECLARE
  kept record;
BEGIN
  FOR kept IN
    WITH known AS (SELECT * FROM jsonb_to_recordset(current_setting(${setting})::jsonb) AS known (kind text, relation oid, name text, comment text))
    SELECT format('CONSTRAINT %I ON %s', c.conname, c.conrelid::regclass) AS object, known.comment
      FROM known JOIN pg_catalog.pg_constraint c ON c.conrelid = known.relation AND c.conname = known.name
     WHERE known.kind = 'constraint' AND obj_description(c.oid, 'pg_constraint') IS NULL
    UNION ALL
    SELECT format('INDEX %s', c.oid::regclass), known.comment
      FROM known JOIN pg_catalog.pg_index i ON i.indrelid = known.relation JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid AND c.relname = known.name
     WHERE known.kind = 'index' AND obj_description(c.oid, 'pg_class') IS NULL
  LOOP
    EXECUTE format('COMMENT ON %s IS %L', kept.object, kept.comment);
  END LOOP;
END`)}`;
