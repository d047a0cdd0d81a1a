import type { Backfill } from '../../../operation/operation.js';
import type { BackfillKey, KeyColumn, KeyValues, Span } from '../../backfill.js';
import type { BoundStatement } from '../../dialect.js';
import { quoteIdentifier, quoteIdentifiers, quoteName } from '../quote.js';

/**
 * The question for the end of the next span: a row with `upTo`, the texts of the key, and `seen`, how many rows are in the span; none
 * where no row is left.
 *
 * @param after Where the span before it ended; `null`: there was none.
 */
export function nextSpan({ table, batchSize }: Backfill, key: BackfillKey, after: KeyValues | null): BoundStatement {
  const names = quoteIdentifiers(key.columns.map(({ name }) => name));
  const descending = key.columns.map(({ name }) => `${quoteIdentifier(name)} DESC`).join(', ');
  const texts = key.columns.map(({ text }) => text).join(', ');
  const from = after === null ? '' : ` WHERE ${compare(key.columns, '>', 1)}`;
  return {
    sql: `WITH span AS (SELECT ${names} FROM ${quoteName(table)}${from} ORDER BY ${names} LIMIT ${batchSize})
SELECT ARRAY[${texts}] AS "upTo", (SELECT count(*)::integer FROM span) AS "seen" FROM span ORDER BY ${descending} LIMIT 1`,
    parameters: after ?? [],
  };
}

/** What sets the rows of a span: a row with `set`, how many were set, and `left`, for how many of these the condition still holds. */
export function fillSpan(backfill: Backfill, key: BackfillKey, { after, upTo }: Span): BoundStatement {
  const from = after === null ? [] : [compare(key.columns, '>', upTo.length + 1)];
  const within = [...from, compare(key.columns, '<=', 1)].join(' AND ');
  return { sql: setWithin(backfill, within), parameters: [...upTo, ...(after ?? [])] };
}

/** The statement of {@link fillSpan} for the rows for which `within` holds. */
export function setWithin(backfill: Backfill, within: string): string {
  const { where } = backfill;
  return `WITH done AS (
  ${update(backfill)}
  WHERE ${within}${where === null ? '' : ` AND (${where})`}
  RETURNING ${where === null ? 'false' : `(${where}) IS TRUE`} AS "left"
)
SELECT count(*)::integer AS "set", (count(*) FILTER (WHERE "left"))::integer AS "left" FROM done`;
}

/** The one statement that would do the whole of a backfill. */
export const wholeFill = (backfill: Backfill): string => `${update(backfill)}${backfill.where === null ? '' : ` WHERE ${backfill.where}`}`;

const update = ({ table, set }: Backfill): string =>
  `UPDATE ${quoteName(table)} SET ${Object.entries(set)
    .map(([column, expression]) => `${quoteIdentifier(column)} = ${expression}`)
    .join(', ')}`;

/** Compares the key with parameters, which are numbered from `first`. */
const compare = (columns: readonly KeyColumn[], operator: '>' | '<=', first: number): string =>
  `(${quoteIdentifiers(columns.map(({ name }) => name))}) ${operator} (${columns.map(({ type }, position) => `$${first + position}::${type}`).join(', ')})`;
