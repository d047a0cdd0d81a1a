import { types } from 'node:util';
import type { Expression } from '../model/schema.js';
import type { ColumnType } from './column-types.js';
import type { ColumnMetadata } from './compat.js';

/** A column whose default is wanted, and its type. */
interface Target {
  readonly type: ColumnType;
  /** TypeORM's own name of the type where it says more than PostgreSQL's: `simple-array` is `text`. */
  readonly given: ColumnMetadata['type'];
}

/**
 * The `default` of a column as an expression: a function's text as it stands, anything else as a constant of the column's type.
 *
 * Constants are spelled as PostgreSQL prints them where that is certain (`'new'::character varying`, `0`, `true`), so that it need not
 * be asked. They mean what TypeORM writes, except where TypeORM writes something else than the entity says: quotes, elements of arrays
 * with commas, dates, and objects and lists for other types than json.
 *
 * Source: typeorm 0.3.31 and 1.1.1, PostgresDriver.normalizeDefault; preparePersistentValue for how values become text.
 */
export function readDefault(column: ColumnMetadata, type: ColumnType): Expression | null {
  const value = column.default;
  if (value === null || value === undefined) return null;
  if (typeof value === 'function') return fromFunction(value);
  const target = { type, given: column.type };
  const text = type.isArray && Array.isArray(value) ? arrayText(value, target) : scalarText(value, target);
  return constant(text, type);
}

function fromFunction(value: () => string): Expression | null {
  const expression = value();
  return /^\s*null\s*$/i.test(expression) ? null : expression;
}

function constant(text: string, { base, isArray, cast }: ColumnType): Expression {
  if (isArray) return `${quote(text)}::${cast}`;
  if (base === 'boolean' && text in booleans) return String(booleans[text]);
  if (isBareNumber(text, base)) return text;
  // As a constant it would be the moment of the migration, another one each time: PostgreSQL 18, 8.5.1.4 "Special Values".
  if (/^(date|time)/.test(base) && /^\s*now(\(\))?\s*$/i.test(text)) return 'now()';
  return `${quote(text)}::${cast}`;
}

const booleans: Readonly<Record<string, boolean>> = { true: true, t: true, 1: true, false: false, f: false, 0: false };

/** Source: PostgreSQL 18, ruleutils.c, get_const_expr: which constants are printed without quotes and type. */
function isBareNumber(text: string, base: string): boolean {
  if (base === 'integer') return /^(0|[1-9]\d{0,9})$/.test(text) && Number(text) < 2 ** 31;
  return base === 'numeric' && /^(0|[1-9]\d*)\.\d+$/.test(text);
}

const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** The text of a value that is not an array of PostgreSQL's. */
function scalarText(value: unknown, { type, given }: Target): string {
  if (types.isDate(value)) return dateText(value, type.base);
  if (types.isUint8Array(value)) return `\\x${Buffer.from(value).toString('hex')}`;
  if (typeof value !== 'object' || value === null) return String(value);
  if (given === 'simple-array' && Array.isArray(value)) return value.map(String).join(',');
  return listText(value, type.base) ?? objectText(value, type.base) ?? JSON.stringify(value);
}

/** UTC, so that the same entity says the same on every machine. */
function dateText(value: Date, base: string): string {
  const text = value.toISOString();
  return base.startsWith('time ') ? text.slice('yyyy-mm-ddT'.length) : text;
}

function listText(value: object, base: string): string | null {
  if (!Array.isArray(value)) return null;
  if (base === 'vector' || base === 'halfvec') return `[${value.join(',')}]`;
  return base === 'cube' ? `(${value.join(',')})` : null;
}

function objectText(value: object, base: string): string | null {
  const { x, y, radius } = value as { readonly x?: unknown; readonly y?: unknown; readonly radius?: unknown };
  if (base === 'point') return `(${String(x)},${String(y)})`;
  if (base === 'circle') return `<(${String(x)},${String(y)}),${String(radius)}>`;
  if (base !== 'hstore') return null;
  const pairs = Object.entries(value).map(([key, item]) => `${doubleQuote(key)}=>${isNull(item) ? 'NULL' : doubleQuote(String(item))}`);
  return pairs.join(', ');
}

const isNull = (value: unknown): boolean => value === null || value === undefined;

const doubleQuote = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;

/**
 * An array constant as PostgreSQL prints it: elements between double quotes only where they must be.
 *
 * Source: PostgreSQL 18, 8.15.6 "Array Input and Output Syntax"; `box` is the one type with another delimiter than the comma.
 */
function arrayText(values: readonly unknown[], target: Target): string {
  const delimiter = target.type.base === 'box' ? ';' : ',';
  return `{${values.map((value) => elementText(value, target)).join(delimiter)}}`;
}

/** Types whose single values are lists themselves. */
const listTypes: ReadonlySet<string> = new Set(['json', 'jsonb', 'vector', 'halfvec', 'cube']);

function elementText(value: unknown, target: Target): string {
  const { base } = target.type;
  if (isNull(value)) return 'NULL';
  if (Array.isArray(value) && !listTypes.has(base)) return arrayText(value, target);
  const text = scalarText(value, target);
  if (base === 'boolean' && text in booleans) return booleans[text] ? 't' : 'f';
  const special = base === 'box' ? /^$|[\s{}";\\]|^null$/i : /^$|[\s{}",\\]|^null$/i;
  return special.test(text) ? doubleQuote(text) : text;
}
