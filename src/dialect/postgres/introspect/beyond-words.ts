import { everyIndex, hasSpecialKeys, isNoConstraints } from './indexes.js';
import { isOfUsers } from './of-users.js';

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

/** Whether there is more to an index `i` than an entity may have words for: special keys, more columns, or nulls that are not distinct. */
const isIndexBeyondWords = `(${hasSpecialKeys} OR i.indnatts > i.indnkeyatts OR i.nulls_not_distinct)`;

/**
 * A row is an index with more to it than an entity may have words for, of one of `relations` and of no constraint; `texts` has its keys, `null` for each
 * that is just its column. An expression or a predicate is spelled anew when a column of it changes its type.
 *
 * `pg_get_indexdef(index, n, …)` leaves collation, operator class and order away (PostgreSQL 18, ruleutils.c, `pg_get_indexdef_worker`: attrsOnly), so
 * they are put together here.
 */
export const indexesBeyondWords = (relations: string): string => `
  SELECT i.indexrelid AS oid, i.indrelid AS table, ic.relname AS name, i.nulls_not_distinct,
    (SELECT pg_catalog.json_agg(
        CASE WHEN key.number <> 0 AND oc.opcdefault AND key.option = 0
               AND (key.collation_id = 0 OR key.collation_id = at.attcollation) THEN NULL
        ELSE pg_catalog.pg_get_indexdef(i.indexrelid, key.position::int, false)
          || CASE WHEN key.collation_id <> 0 AND key.collation_id IS DISTINCT FROM at.attcollation
               AND key.collation_id <> 100 THEN ' COLLATE ' || key.collation_id::regcollation::text ELSE '' END
          || CASE WHEN oc.opcdefault THEN '' ELSE ' ' || pg_catalog.quote_ident(oc.opcname) END
          || CASE WHEN key.option & 1 = 1 THEN ' DESC' ELSE '' END
          || CASE WHEN key.option & 3 = 1 THEN ' NULLS LAST' WHEN key.option & 3 = 2 THEN ' NULLS FIRST' ELSE '' END
        END ORDER BY key.position)
      FROM unnest(i.indkey::int2[], i.indclass::oid[], i.indcollation::oid[], i.indoption::int2[])
          WITH ORDINALITY AS key (number, class, collation_id, option, position)
        LEFT JOIN pg_catalog.pg_opclass oc ON oc.oid = key.class
        LEFT JOIN pg_catalog.pg_attribute at ON at.attrelid = i.indrelid AND at.attnum = key.number
      WHERE key.position <= i.indnkeyatts) AS texts,
    pg_catalog.pg_get_indexdef(i.indexrelid) AS definition, i.indexprs IS NOT NULL OR i.indpred IS NOT NULL AS remade,
    ${dependedColumns({ catalog: 'pg_class', oid: 'i.indexrelid', relation: 'i.indrelid' })} AS columns
  FROM ${everyIndex}
    JOIN pg_catalog.pg_class ic ON ic.oid = i.indexrelid
  WHERE i.indrelid IN (${relations}) AND ${isIndexBeyondWords} AND ${isNoConstraints}`;

/**
 * Whether there is more to a constraint `k` by itself: MATCH FULL, columns to set, NO INHERIT, not valid (which those are that are not enforced), and
 * primary keys that can wait. What newer versions added to the catalog is read through `to_jsonb`, so that the text runs on all (PostgreSQL 13 to 18).
 */
const isConstraintBeyondWords = `(NOT k.convalidated
        OR k.contype = 'c' AND k.connoinherit
        OR k.contype = 'p' AND k.condeferrable
        OR k.contype = 'f' AND (k.confmatchtype <> 's' OR k.confdeltype IN ('n', 'd') AND pg_catalog.to_jsonb(k) ->> 'confdelsetcols' IS NOT NULL))`;

/** Whether an index `i` gives more to the key that stands on it: INCLUDE, WITHOUT OVERLAPS, NULLS NOT DISTINCT. */
const givesMoreToKey = `(i.indnatts > i.indnkeyatts OR i.indisexclusion OR NOT i.indisprimary AND i.nulls_not_distinct)`;

/** Whether there is more to a constraint `k` by its index, or by that of another, on which the PERIOD of a foreign key stands. */
const isKeyBeyondWords = `(k.contype IN ('p', 'u') AND k.conindid IN (SELECT i.indexrelid FROM ${everyIndex} WHERE ${givesMoreToKey})
        OR k.contype = 'f' AND k.conindid IN (SELECT i.indexrelid FROM pg_catalog.pg_index i WHERE i.indisexclusion))`;

/** A row is a constraint with more to it than an entity may have words for, of one of `tables`. */
export const constraintsBeyondWords = (tables: string): string => `
  SELECT k.conrelid AS table, k.conname AS name, k.contype AS type, pg_catalog.pg_get_constraintdef(k.oid) AS definition, false AS remade,
    ${dependedColumns({ catalog: 'pg_constraint', oid: 'k.oid', relation: 'k.conrelid' })} AS columns
  FROM pg_catalog.pg_constraint k
  WHERE k.conrelid IN (${tables}) AND k.contype IN ('p', 'u', 'c', 'f') AND k.conparentid = 0 AND (${isConstraintBeyondWords} OR ${isKeyBeyondWords})`;

/** Whether the database may have any such index or constraint. Most constraints are NOT NULL, from PostgreSQL 18 on. */
export const mayHaveBeyondWords = `(EXISTS (SELECT FROM ${everyIndex} WHERE ${isOfUsers('i.indexrelid')} AND (${givesMoreToKey} OR NOT i.indisprimary AND ${isIndexBeyondWords}))
      OR EXISTS (SELECT FROM pg_catalog.pg_constraint k WHERE k.contype <> 'n' AND ${isOfUsers('k.oid')} AND ${isConstraintBeyondWords}))`;
