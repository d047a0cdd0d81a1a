import type { DataSource } from 'typeorm';
import type { Column, Extension, Index, Table } from '../model/schema.js';

/**
 * The extensions that the data source asks for (`extensions`, new in TypeORM 1.0), and those without which the tables cannot be made:
 * those that bring the types of columns, the functions of defaults and the operator classes of indexes and exclusions.
 *
 * Source: typeorm 0.3.31 and 1.1.1, PostgresDriver.enableExtensions, which makes some of them whenever it connects (`installExtensions`);
 * PostgreSQL 18, appendix F "Additional Supplied Modules and Extensions".
 */
export function readExtensions(tables: readonly Table[], { options }: Pick<DataSource, 'options'>): Extension[] {
  const names = tables.flatMap((table) => [
    ...table.columns.flatMap(extensionsOfColumn),
    ...table.indexes.flatMap((index) => extensionsOfIndex(index, table)),
    ...(table.exclusions.some(({ definition }) => /\bgist\b[^]*\bwith\s*=/i.test(definition)) ? ['btree_gist'] : []),
  ]);
  const asked = 'extensions' in options ? (options.extensions ?? []) : [];
  return [...new Set([...asked, ...names])].sort().map((name) => ({ name }));
}

/** By the base of a column's type. */
const typeExtensions: Readonly<Record<string, string | undefined>> = {
  citext: 'citext',
  cube: 'cube',
  geography: 'postgis',
  geometry: 'postgis',
  halfvec: 'vector',
  hstore: 'hstore',
  ltree: 'ltree',
  vector: 'vector',
};

/** By what a text says that needs one. `gen_random_uuid` is PostgreSQL's own since version 13. */
const functionExtensions: readonly (readonly [pattern: RegExp, extension: string])[] = [
  [/\buuid_(generate_v|nil\(|ns_)/i, 'uuid-ossp'],
  [/\b(crypt|gen_salt|digest|hmac|gen_random_bytes)\s*\(/i, 'pgcrypto'],
];

function extensionsOfColumn({ type, default: value, generated }: Column): string[] {
  const ofType = typeExtensions[baseOf(type)];
  const types = ofType === undefined ? [] : [ofType];
  if (value === null && generated === null) return types;
  const text = `${value ?? ''} ${generated ?? ''}`.replace(/'(?:[^']|'')*'/g, "''");
  return [...types, ...functionExtensions.flatMap(([pattern, name]) => (pattern.test(text) ? [name] : []))];
}

const baseOf = (type: string): string => type.replace(/[([].*$/, '').trim();

/** Types that B-trees know and GiST or GIN alone do not. */
const plainTypes = /^(smallint|integer|bigint|real|double precision|numeric|money|character|text|date|time|timestamp|interval|uuid|bytea|boolean|bit|macaddr)/;

function extensionsOfIndex({ method, keys }: Index, { columns }: Table): string[] {
  if (method !== 'gist' && method !== 'gin') return [];
  const isPlain = columns.some(({ name, type }) => keys.includes(name) && plainTypes.test(type) && !type.endsWith('[]'));
  return isPlain ? [`btree_${method}`] : [];
}
