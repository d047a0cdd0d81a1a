import { LimbeckError } from '../../../kernel/errors.js';
import type { QualifiedName } from '../../../model/schema.js';
import type { Backfill } from '../../../operation/operation.js';
import type { BackfillKey, KeyColumn } from '../../backfill.js';
import type { Queryable } from '../../dialect.js';
import { quoteIdentifier, quoteName } from '../quote.js';

/**
 * The keys of a table that a backfill can follow, the best one first: `names`, `types` and `isTime`, a list each, by the columns of the key.
 *
 * A key that is not the primary one must be unique for all rows, and over columns without NULL.
 * Source: PostgreSQL 18, 52.26 "pg_index", and 52.64 "pg_type" for `typcategory`.
 *
 * @param table An expression of type `regclass`.
 * @param set An expression of type `text[]`: the columns that are set, which no key may have.
 */
export const keysOf = (table: string, set: string): string => `SELECT
    array_agg(att.attname::text ORDER BY part.place) AS "names",
    array_agg(pg_catalog.format_type(att.atttypid, att.atttypmod) ORDER BY part.place) AS "types",
    array_agg(typ.typcategory = 'D' ORDER BY part.place) AS "isTime",
    bool_or(att.attname::text = ANY (${set})) AS "isSet"
  FROM pg_catalog.pg_index AS ind
  CROSS JOIN LATERAL unnest(ind.indkey::smallint[]) WITH ORDINALITY AS part (attnum, place)
  LEFT JOIN pg_catalog.pg_attribute AS att ON att.attrelid = ind.indrelid AND att.attnum = part.attnum AND att.attnotnull
  LEFT JOIN pg_catalog.pg_type AS typ ON typ.oid = att.atttypid
  WHERE ind.indrelid = ${table} AND ind.indisunique AND ind.indisvalid AND ind.indpred IS NULL AND part.place <= ind.indnkeyatts
  GROUP BY ind.indexrelid, ind.indisprimary, ind.indnkeyatts
  HAVING count(att.attnum) = ind.indnkeyatts
  ORDER BY "isSet", ind.indisprimary DESC, ind.indnkeyatts, ind.indexrelid`;

/** How many rows a table and its partitions have by the statistics of the planner; a negative number: not known. */
const estimate = `SELECT sum(reltuples)::float8 FROM pg_catalog.pg_class
  WHERE relkind IN ('r', 'p') AND (oid = $1::regclass OR oid IN (SELECT relid FROM pg_catalog.pg_partition_tree($1::regclass)))
    AND (relkind = 'r' OR NOT EXISTS (SELECT FROM pg_catalog.pg_inherits WHERE inhparent = pg_class.oid))`;

interface KeyRow {
  readonly names: readonly string[];
  readonly types: readonly string[];
  readonly isTime: readonly boolean[];
  readonly isSet: boolean;
  readonly estimate: number | null;
}

/**
 * The key in whose order a backfill goes through its table.
 *
 * @throws {LimbeckError} `operation/no-key`, `operation/key-is-set`.
 */
export async function readBackfillKey(db: Pick<Queryable, 'query'>, { table, set }: Backfill): Promise<BackfillKey> {
  const sql = `SELECT *, (${estimate}) AS "estimate" FROM (${keysOf('$1::regclass', '$2::text[]')}) AS keys`;
  const [best] = (await db.query(sql, [quoteName(table), Object.keys(set)])) as unknown as readonly KeyRow[];
  if (best === undefined) throw new LimbeckError('operation/no-key', { table: shown(table) });
  if (best.isSet) throw new LimbeckError('operation/key-is-set', { table: shown(table), columns: best.names.filter((name) => name in set) });
  const columns = best.names.map((name, position): KeyColumn => ({ name, type: best.types[position] ?? 'text', text: textOf(name, best.isTime[position] ?? false) }));
  return { columns, estimatedRows: best.estimate === null || best.estimate <= 0 ? null : best.estimate };
}

const shown = ({ schema, name }: QualifiedName): string => `${schema}.${name}`;

/** Times as ISO 8601 has them, which no `DateStyle` reads otherwise. Source: PostgreSQL 18, 9.16 "JSON Functions and Operators", to_json. */
const textOf = (name: string, isTime: boolean): string => (isTime ? `to_jsonb(${quoteIdentifier(name)}) #>> '{}'` : `${quoteIdentifier(name)}::text`);

