import type { NodeOf } from './tree.js';
import { all, as, texts } from './tree.js';
import type { Node } from 'libpg-query';
import type { QualifiedName } from '../../../model/schema.js';

/** What names stand for that say no namespace. */
export interface NameScope {
  readonly namespace: string;
}

/** The table of a clause. */
export const tableOf = (range: NodeOf<'RangeVar'> | undefined, { namespace }: NameScope): QualifiedName => ({
  schema: range?.schemaname ?? namespace,
  name: range?.relname ?? '',
});

/** The name that a list of its parts makes. */
export function nameOf(parts: readonly Node[] | undefined, { namespace }: NameScope): QualifiedName {
  const names = texts(parts);
  return { schema: names.at(-2) ?? namespace, name: names.at(-1) ?? '' };
}

/** PostgreSQL's own names of types that SQL spells otherwise. Source: PostgreSQL 18, `format_type_extended` in `format_type.c`. */
const spellings: ReadonlyMap<string, string> = new Map([
  ['bool', 'boolean'],
  ['bpchar', 'character'],
  ['float4', 'real'],
  ['float8', 'double precision'],
  ['int2', 'smallint'],
  ['int4', 'integer'],
  ['int8', 'bigint'],
  ['time', 'time without time zone'],
  ['timetz', 'time with time zone'],
  ['timestamp', 'timestamp without time zone'],
  ['timestamptz', 'timestamp with time zone'],
  ['varbit', 'bit varying'],
  ['varchar', 'character varying'],
]);

/** A type without its limits, as `format_type` spells it as far as the text alone tells. */
export function baseTypeOf(type: NodeOf<'TypeName'> | undefined): string {
  const names = texts(type?.names);
  const isOwn = names.length === 1 || names[0] === 'pg_catalog';
  const name = names.at(-1) ?? '';
  return isOwn ? (spellings.get(name) ?? name) : names.join('.');
}

/** A type as `format_type` spells it, as far as the text alone tells: the limit of a time stands behind its first word. */
export function showType(type: NodeOf<'TypeName'> | undefined): string {
  const limits = all('A_Const', type?.typmods).map(({ ival }) => String(ival?.ival ?? 0));
  const array = (type?.arrayBounds ?? []).length > 0 ? '[]' : '';
  const [first = '', ...rest] = baseTypeOf(type).split(/ (?=with)/);
  return `${[`${first}${limits.length === 0 ? '' : `(${limits.join(',')})`}`, ...rest].join(' ')}${array}`;
}

/** The parts of a name in any of the ways in which the parse tree gives the name of an object. */
export function partsOf(object: Node | undefined): readonly string[] {
  const list = as('List', object);
  if (list !== undefined) return texts(list.items);
  const typed = as('TypeName', object);
  if (typed !== undefined) return texts(typed.names);
  const routine = as('ObjectWithArgs', object);
  if (routine !== undefined) return texts(routine.objname);
  return texts(object === undefined ? [] : [object]);
}
