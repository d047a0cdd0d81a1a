import { everyIndex } from './indexes.js';

/** An object in the catalog, and the relation that it stands on, as expressions of a query. */
interface OnRelation {
  readonly catalog: string;
  readonly oid: string;
  readonly relation: string;
}

/** A list of the columns of the relation that the object depends on (PostgreSQL 18, 52.18 "pg_depend"). */
export const dependedColumns = ({ catalog, oid, relation }: OnRelation): string => `(
      SELECT COALESCE(pg_catalog.json_agg(DISTINCT a.attname::text ORDER BY a.attname::text), '[]')
      FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
      WHERE d.classid = 'pg_catalog.${catalog}'::regclass AND d.objid = ${oid}
        AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid = ${relation} AND d.refobjsubid > 0)`;

/**
 * What more there is to an index `i`, of the method `am`, than an entity may have words for: special keys, more columns, or another method than every
 * TypeORM knows; `null` where there is nothing. An expression or a predicate is spelled anew when a column of it changes its type.
 */
export const indexBeyondWords = `
    CASE WHEN i.has_special_keys OR i.indnatts > i.indnkeyatts OR i.nulls_not_distinct OR am.amname NOT IN ('btree', 'gist')
      THEN pg_catalog.json_build_object('definition', pg_catalog.pg_get_indexdef(i.indexrelid), 'remade', i.indexprs IS NOT NULL OR i.indpred IS NOT NULL,
        'columns', ${dependedColumns({ catalog: 'pg_class', oid: 'i.indexrelid', relation: 'i.indrelid' })}) END`;

/** The indexes of keys that have more to them; most databases have none, so that they are found once and nothing more is asked of a key. */
const uncommonIndexes = `SELECT i.indexrelid FROM ${everyIndex} WHERE i.indnatts > i.indnkeyatts OR i.indisexclusion OR NOT i.indisprimary AND i.nulls_not_distinct`;

/**
 * The same for a constraint `k`: INCLUDE, NULLS NOT DISTINCT, WITHOUT OVERLAPS, PERIOD, MATCH FULL, columns to set, NO INHERIT, not valid (which those
 * are that are not enforced), and primary keys that can wait. The index is its own, or the one that a foreign key stands on. What newer versions
 * added to the catalog is read through `to_jsonb`, so that the text runs on all (PostgreSQL 13 to 18).
 */
export const constraintBeyondWords = `
    CASE WHEN k.contype <> 'x' AND (NOT k.convalidated
        OR k.contype = 'c' AND k.connoinherit
        OR k.contype = 'p' AND k.condeferrable
        OR k.contype IN ('p', 'u', 'f') AND k.conindid IN (${uncommonIndexes}) AND (k.contype <> 'f' OR EXISTS (SELECT FROM pg_catalog.pg_index i WHERE i.indexrelid = k.conindid AND i.indisexclusion))
        OR k.contype = 'f' AND (k.confmatchtype <> 's' OR k.confdeltype IN ('n', 'd') AND pg_catalog.to_jsonb(k) ->> 'confdelsetcols' IS NOT NULL))
      THEN pg_catalog.json_build_object('definition', pg_catalog.pg_get_constraintdef(k.oid), 'remade', false,
        'columns', ${dependedColumns({ catalog: 'pg_constraint', oid: 'k.oid', relation: 'k.conrelid' })}) END`;
