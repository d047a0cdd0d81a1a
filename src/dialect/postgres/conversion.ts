import type { Column, Expression } from '../../model/schema.js';
import type { Change } from '../../operation/operation.js';
import { quoteIdentifier } from './quote.js';
import { bitTypes, jsonTypes, numberTypes, stringTypes } from './type-families.js';
import { parseTypeName, unlimited, type TypeName } from './type-name.js';

/**
 * How values of `column.from` become values of `column.to`, for `ALTER COLUMN … TYPE … USING`; `null` where PostgreSQL
 * needs no `USING`, as an assignment leads from one type to the other.
 *
 * The result has the type of `column.to` without its length or precision: PostgreSQL then assigns it to the full type,
 * and an assignment refuses what is too long, where a cast to `varchar(n)` or `bit(n)` would cut it off without a word
 * (PostgreSQL 18, 10.4 "Value Storage").
 */
export function conversion({ from, to }: Change<Column>): Expression | null {
  // PostgreSQL computes a generated column anew, and takes no USING for it.
  if (to.generated !== null) return null;
  const column = quoteIdentifier(to.name);
  const source = parseTypeName(from.type);
  const target = parseTypeName(to.type);
  if (source.isArray && target.isArray) return convert(column, source, target);
  if (source.isArray) return fromArray(column, target);
  return target.isArray ? toArray(column, source, target) : fromScalar(column, source, target);
}

function fromScalar(column: Expression, source: TypeName, target: TypeName): Expression | null {
  if (jsonTypes.has(source.base) && castsOf(source.base, target.base).length > 0) return `${textOfJson(column)}::${unlimited(target)}`;
  if (jsonTypes.has(target.base) && castsOf(source.base, target.base).length > 0 && !stringTypes.has(source.base)) return toJson(column, target);
  return convert(column, source, target);
}

function fromArray(column: Expression, target: TypeName): Expression | null {
  if (stringTypes.has(target.base)) return null;
  return jsonTypes.has(target.base) ? toJson(column, target) : `${column}::text::${unlimited(target)}`;
}

/** Text is read as PostgreSQL writes an array, `{a,b}`, and refused otherwise. Any other value becomes the only one of its array. */
function toArray(column: Expression, source: TypeName, target: TypeName): Expression {
  if (stringTypes.has(source.base)) return `${column}::${unlimited(target)}`;
  if (jsonTypes.has(source.base) && source.base !== target.base) return `${textOfJson(column)}::${unlimited(target)}`;
  const element = fromScalar(column, source, { ...target, isArray: false }) ?? column;
  return `CASE WHEN ${column} IS NOT NULL THEN ARRAY[${element}] END`;
}

const convert = (column: Expression, source: TypeName, target: TypeName): Expression | null => {
  const casts = castsOf(source.base, target.base).map((base) => `::${unlimited({ ...target, base })}`);
  return casts.length === 0 ? null : `${column}${casts.join('')}`;
};

const toJson = (column: Expression, { base }: TypeName): Expression => `to_${base}(${column})`;

/** A string without its quotes, so that it can be read as a value of another type. */
const textOfJson = (column: Expression): Expression => `(${column} #>> '{}')`;

/**
 * The types to cast to, one after the other; none where an assignment does it.
 *
 * Whatever PostgreSQL has no cast for goes by way of text, which is refused where it cannot be read as the new type.
 */
function castsOf(from: string, to: string): readonly string[] {
  if (from === to || isAssignable(from, to)) return [];
  if (stringTypes.has(from) || explicitCasts.get(from)?.includes(to)) return [to];
  return bridge(from, to) ?? ['text', to];
}

/**
 * Every type can be assigned to the string types, by its text.
 *
 * Source: PostgreSQL 18, CREATE CAST, "Notes" (automatic I/O conversion casts).
 */
const isAssignable = (from: string, to: string): boolean =>
  stringTypes.has(to) || (numberTypes.has(from) && numberTypes.has(to)) || (assignmentCasts.get(from)?.includes(to) ?? false);

/** Where text would mean something else: the number 10 is not the bits 10. */
function bridge(from: string, to: string): readonly string[] | null {
  if (from === 'boolean' && numberTypes.has(to)) return ['integer'];
  if ((from === 'money' && numberTypes.has(to)) || (numberTypes.has(from) && to === 'money')) return ['numeric'];
  if (numberTypes.has(from) && bitTypes.has(to)) return isSmall(from) ? ['integer', 'bit(32)'] : ['bigint', 'bit(64)'];
  if (bitTypes.has(from) && numberTypes.has(to)) return ['bit', isSmall(to) ? 'integer' : 'bigint'];
  return null;
}

const isSmall = (type: string): boolean => type === 'smallint' || type === 'integer';

/**
 * Casts between built-in types that an assignment makes, besides those among numbers and to strings.
 *
 * Source: `pg_cast` with `castcontext` `a` or `i`; the same in PostgreSQL 15 and 18.
 */
const assignmentCasts: ReadonlyMap<string, readonly string[]> = new Map([
  ['integer', ['money']],
  ['bigint', ['money']],
  ['numeric', ['money']],
  ['money', ['numeric']],
  ['bit', ['bit varying']],
  ['bit varying', ['bit']],
  ['date', ['timestamp without time zone', 'timestamp with time zone']],
  ['timestamp without time zone', ['timestamp with time zone', 'date', 'time without time zone']],
  ['timestamp with time zone', ['timestamp without time zone', 'date', 'time without time zone', 'time with time zone']],
  ['time without time zone', ['time with time zone', 'interval']],
  ['time with time zone', ['time without time zone']],
  ['interval', ['time without time zone']],
  ['json', ['jsonb']],
  ['jsonb', ['json']],
  ['cidr', ['inet']],
  ['inet', ['cidr']],
  ['macaddr', ['macaddr8']],
  ['macaddr8', ['macaddr']],
  ['point', ['box']],
  ['box', ['polygon']],
  ['path', ['polygon']],
  ['polygon', ['path']],
]);

/** Casts that must be asked for (`castcontext` `e`), besides those that `bridge` and `textOfJson` do better. */
const explicitCasts: ReadonlyMap<string, readonly string[]> = new Map([
  ['integer', ['boolean']],
  ['box', ['circle', 'lseg', 'point']],
  ['circle', ['box', 'point', 'polygon']],
  ['lseg', ['point']],
  ['polygon', ['box', 'circle', 'point']],
  ['int4range', ['int4multirange']],
  ['int8range', ['int8multirange']],
  ['numrange', ['nummultirange']],
  ['tsrange', ['tsmultirange']],
  ['tstzrange', ['tstzmultirange']],
  ['daterange', ['datemultirange']],
]);
