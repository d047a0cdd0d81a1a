import { types } from 'node:util';
import { LimbeckError } from '../../kernel/errors.js';
import { quoteLiteral } from './quote.js';

/**
 * `sql` with the values that `$1`, `$2` … stand for, as text that a script can hold.
 *
 * It prepares the statement and executes it: so PostgreSQL infers the types of the parameters as it does when `pg` sends them
 * apart, and reads each value as it would have read it from there. Written into the SQL itself, `'5'` could mean something else.
 *
 * Source: PostgreSQL 18, PREPARE and EXECUTE.
 *
 * @throws {LimbeckError} `offline/parameters`, `operation/unsendable-text`.
 */
export function inlineValues(sql: string, values: readonly unknown[]): string {
  if (values.length === 0) return sql;
  if (!canPrepare.test(sql)) throw new LimbeckError('offline/parameters', { sql, problem: 'only SELECT, INSERT, UPDATE, DELETE, MERGE and VALUES can have parameters' });
  const literals = values.map((value, index) => literalOf(value, (found) => unwritable(sql, { number: index + 1, found })));
  return `PREPARE "limbeck" AS\n${sql.trimEnd().replace(/;$/, '')};\nEXECUTE "limbeck" (${literals.join(', ')});\nDEALLOCATE "limbeck"`;
}

/** What may be prepared, after comments. Source: PostgreSQL 18, PREPARE; its grammar, `PreparableStmt`. */
const canPrepare = /^(?:\s|--[^\n]*\n|\/\*[^]*?\*\/|\()*(?:SELECT|INSERT|UPDATE|DELETE|MERGE|VALUES|WITH|TABLE)\b/i;

type Refuse = (found: string) => LimbeckError;

const unwritable = (sql: string, { number, found }: { readonly number: number; readonly found: string }): LimbeckError =>
  new LimbeckError('offline/parameters', { sql, problem: `the value of $${number} is ${found}` });

function literalOf(value: unknown, refuse: Refuse): string {
  const bytes = bytesOf(value);
  if (bytes !== null) return `'\\x${bytes.toString('hex')}'::bytea`;
  const text = textOf(value, refuse);
  return text === null ? 'NULL' : quoteLiteral(text);
}

/**
 * A value as `pg` sends it.
 *
 * Source: pg 8.23, lib/utils.js, `prepareValue`; held against it in test/unit/dialect/inline-values.test.ts.
 */
function textOf(value: unknown, refuse: Refuse): string | null {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
    case 'bigint':
    case 'boolean':
      return value.toString();
    case 'undefined':
      return null;
    case 'object':
      return value === null ? null : textOfObject(value, refuse);
    default:
      throw refuse(`a ${typeof value}`);
  }
}

function textOfObject(value: object, refuse: Refuse): string | null {
  if (types.isDate(value)) return dateText(value, refuse);
  if (Array.isArray(value)) return arrayText(value, refuse);
  if ('toPostgres' in value) throw refuse('an object that writes itself (toPostgres)');
  const text: unknown = JSON.stringify(value);
  return typeof text === 'string' ? text : null;
}

/** Source: PostgreSQL 18, 8.15.6 "Array Input and Output Syntax". */
function arrayText(values: readonly unknown[], refuse: Refuse): string {
  const element = (value: unknown): string => {
    if (Array.isArray(value)) return arrayText(value, refuse);
    const bytes = bytesOf(value);
    if (bytes !== null) return `\\\\x${bytes.toString('hex')}`;
    const text = textOf(value, refuse);
    return text === null ? 'NULL' : `"${text.replace(/[\\"]/g, '\\$&')}"`;
  };
  return `{${values.map(element).join(',')}}`;
}

const bytesOf = (value: unknown): Buffer | null => (ArrayBuffer.isView(value) ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : null);

/** In the time zone of this process, with its distance from UTC: a column without a time zone keeps the hour that the clock shows here. */
function dateText(date: Date, refuse: Refuse): string {
  if (Number.isNaN(date.getTime()) || date.getFullYear() < 1) throw refuse('no date that can be written');
  const two = (number: number): string => String(number).padStart(2, '0');
  const offset = -date.getTimezoneOffset();
  const day = `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const time = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${String(date.getMilliseconds()).padStart(3, '0')}`;
  return `${day}T${time}${offset < 0 ? '-' : '+'}${two(Math.floor(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`;
}
