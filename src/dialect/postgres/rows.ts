import { LimbeckError } from '../../kernel/errors.js';
import type { QualifiedName } from '../../model/schema.js';
import type { BoundStatement, InsertedRow } from '../dialect.js';
import { quoteIdentifiers, quoteName } from './quote.js';

/** Source: PostgreSQL 18, 54.7 "Message Formats", Bind: the number of parameters is 16 bits wide. */
const mostParameters = 65_535;
const mostRows = 1_000;

/**
 * The statements that put rows into a table, in order. A column that a row leaves out gets its default.
 *
 * @throws {LimbeckError} `operation/no-columns` for rows that say nothing.
 */
export function insertRows(table: QualifiedName, rows: readonly InsertedRow[]): readonly BoundStatement[] {
  if (rows.length === 0) return [];
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row).filter((column) => row[column] !== undefined)))];
  if (columns.length === 0) throw new LimbeckError('operation/no-columns', { table: `${table.schema}.${table.name}` });
  const size = Math.min(mostRows, Math.floor(mostParameters / columns.length));
  const parts = Array.from({ length: Math.ceil(rows.length / size) }, (_, index) => rows.slice(index * size, (index + 1) * size));
  return parts.map((part) => insertPart(table, columns, part));
}

function insertPart(table: QualifiedName, columns: readonly string[], rows: readonly InsertedRow[]): BoundStatement {
  const parameters: unknown[] = [];
  const tuples = rows.map((row) => `(${columns.map((column) => (row[column] === undefined ? 'DEFAULT' : `$${parameters.push(row[column])}`)).join(', ')})`);
  return { sql: `INSERT INTO ${quoteName(table)} (${quoteIdentifiers(columns)}) VALUES\n  ${tuples.join(',\n  ')}`, parameters };
}

/** The statement that makes a table of what a query gives. */
export const createTableAs = (table: QualifiedName, query: string): string => `CREATE TABLE ${quoteName(table)} AS ${query}`;
