import type { QualifiedName } from '../../../model/schema.js';
import type { EnumColumn } from '../../../operation/operation.js';
import type { Statement } from '../../dialect.js';
import { enumValueInUse } from '../../sql-states.js';
import { dollarQuote, quoteIdentifier, quoteLiteral, quoteName } from '../quote.js';
import { statement } from './object-ddl.js';

/**
 * Stops where rows hold a value that an enum type is about to lose, before anything is changed, and says which rows: otherwise
 * PostgreSQL names the value alone, in the middle of the conversion.
 */
export function refuseValuesInUse(type: QualifiedName, lost: readonly string[], columns: readonly EnumColumn[]): Statement {
  const uses = columns.map((column) => usesOf(column, lost)).join('\n    UNION ALL\n    ');
  const message = quoteLiteral(`enum type ${shown(type)} loses values that rows still hold\n`);
  return statement(
    `DO ${dollarQuote(`DECLARE
  uses text := (
    SELECT string_agg(format('%s %s %L in %s. This finds them: %s', number, CASE number WHEN 1 THEN 'row holds' ELSE 'rows hold' END, value, place, query), E'\\n' ORDER BY place, value)
    FROM (
    ${uses}
    ) AS held
  );
BEGIN
  IF uses IS NOT NULL THEN
    RAISE EXCEPTION USING ERRCODE = '${enumValueInUse}', MESSAGE = ${message} || uses, HINT = 'Give these rows another value first.';
  END IF;
END`)}`,
  );
}

/**
 * A row for each of the values that the column holds: how often, where, and the query that finds them. By their text, as PostgreSQL
 * lets nobody name a value in the transaction that added it.
 */
function usesOf({ table, column, type }: EnumColumn, lost: readonly string[]): string {
  const name = quoteIdentifier(column);
  const start = `SELECT * FROM ${quoteName(table)} WHERE `;
  const { value, query, source } = type.endsWith('[]')
    ? {
        value: 'each.value',
        query: [quoteLiteral(start), 'quote_literal(each.value)', quoteLiteral(` = ANY (${name})`)],
        source: `${quoteName(table)}, LATERAL (SELECT DISTINCT unnest(${name})::text AS value) AS each`,
      }
    : { value: `${name}::text`, query: [quoteLiteral(`${start}${name} = `), `quote_literal(${name}::text)`], source: quoteName(table) };
  return [
    `SELECT count(*) AS number, ${value} AS value, ${quoteLiteral(`${shown(table)}.${column}`)} AS place, ${query.join(' || ')} AS query`,
    `FROM ${source} WHERE ${value} IN (${lost.map(quoteLiteral).join(', ')}) GROUP BY ${value}`,
  ].join(' ');
}

const shown = ({ schema, name }: QualifiedName): string => `${schema}.${name}`;
