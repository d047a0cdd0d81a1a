import { baseTypeOf } from './names.js';
import { type NodeOf, texts, within } from './tree.js';

/**
 * Functions that a default is made of now and then and that give every row of one statement the same value, or one that follows from
 * their arguments. What is not among them counts as volatile, as those of extensions and of users may be.
 *
 * `timezone` is `AT TIME ZONE`, and steady but for a time of day.
 *
 * Source: `pg_proc` with `provolatile` `i` or `s` for every function of the name, in PostgreSQL 13 to 18; test/integration/steady-functions.
 */
export const steadyFunctions: ReadonlySet<string> = new Set([
  'age',
  'array_append',
  'array_cat',
  'array_fill',
  'array_length',
  'array_to_string',
  'btrim',
  'concat',
  'concat_ws',
  'current_database',
  'current_schema',
  'current_setting',
  'date_part',
  'date_trunc',
  'daterange',
  'decode',
  'encode',
  'extract',
  'float8',
  'format',
  'int4',
  'int4range',
  'int8',
  'int8range',
  'json_build_array',
  'json_build_object',
  'jsonb_build_array',
  'jsonb_build_object',
  'left',
  'length',
  'lower',
  'make_date',
  'make_interval',
  'make_timestamp',
  'make_timestamptz',
  'md5',
  'now',
  'numrange',
  'point',
  'repeat',
  'replace',
  'right',
  'round',
  'sha256',
  'split_part',
  'statement_timestamp',
  'string_to_array',
  'substr',
  'substring',
  'timezone',
  'to_char',
  'to_date',
  'to_json',
  'to_jsonb',
  'to_timestamp',
  'to_tsvector',
  'transaction_timestamp',
  'tsrange',
  'tstzrange',
  'upper',
]);

/** Whether an expression may have another value in each row, so that a column of it is filled row by row. */
export const isVolatile = (expression: unknown): boolean => [...within('FuncCall', expression)].some((call) => !isSteady(call));

function isSteady({ funcname, args }: NodeOf<'FuncCall'>): boolean {
  const path = texts(funcname);
  const name = path.at(-1) ?? '';
  const isOwn = path.length === 1 || path[0] === 'pg_catalog';
  return isOwn && steadyFunctions.has(name) && !(name === 'timezone' && isTimeOfDay(args));
}

/** `AT TIME ZONE` of a time without a date is volatile in PostgreSQL 13 and 14. */
const isTimeOfDay = (args: unknown): boolean =>
  [...within('SQLValueFunction', args)].some(({ op }) => op === 'SVFOP_CURRENT_TIME' || op === 'SVFOP_CURRENT_TIME_N') ||
  [...within('TypeCast', args)].some(({ typeName }) => baseTypeOf(typeName) === 'time with time zone');

/** The string constants in a tree. */
export const stringsIn = (tree: unknown): readonly string[] => within('A_Const', tree).flatMap(({ sval }) => sval?.sval ?? []);

/** The column of `column IS NOT NULL`; `null` for any other condition. */
export function columnOfNotNull(condition: unknown): string | null {
  const test = (condition as { readonly NullTest?: { readonly nulltesttype?: string; readonly arg?: unknown } } | undefined)?.NullTest;
  if (test?.nulltesttype !== 'IS_NOT_NULL') return null;
  const fields = (test.arg as { readonly ColumnRef?: { readonly fields?: Parameters<typeof texts>[0] } }).ColumnRef?.fields;
  return texts(fields).at(-1) ?? null;
}
