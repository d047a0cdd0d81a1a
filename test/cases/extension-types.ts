import type { EntitySchemaColumnOptions } from 'typeorm';
import type { Case, SameCase } from './case.js';
import { entity } from './entity.js';

const spatial = (type: 'geometry' | 'geography', rest: Partial<EntitySchemaColumnOptions> = {}): EntitySchemaColumnOptions => ({ type, nullable: true, ...rest });

const vector = (type: 'vector' | 'halfvec', length?: number): EntitySchemaColumnOptions => ({ type, nullable: true, ...(length === undefined ? {} : { length }) });

const places = entity(
  {
    any: spatial('geometry'),
    point: spatial('geometry', { spatialFeatureType: 'Point', srid: 4326 }),
    line: spatial('geography', { spatialFeatureType: 'LineStringZ', srid: 4326 }),
    round: spatial('geography'),
  },
  { indices: [{ columns: ['point'], spatial: true }, { name: 'IDX_line', columns: ['line'], spatial: true }] },
);

const placesByHand = `CREATE EXTENSION IF NOT EXISTS postgis;
  CREATE TABLE item (id serial PRIMARY KEY, "any" geometry, point geometry(Point, 4326), line geography(LineStringZ, 4326), round geography);
  CREATE INDEX ON item USING gist (point); CREATE INDEX "IDX_line" ON item USING gist (line)`;

/** The types of pgvector by name, and nothing behind them: what they hold is text. */
const standIns = ['vector', 'halfvec']
  .map(
    (name) => `CREATE TYPE ${name};
      CREATE FUNCTION ${name}_in(cstring, oid, integer) RETURNS ${name} LANGUAGE internal IMMUTABLE STRICT AS 'varcharin';
      CREATE FUNCTION ${name}_out(${name}) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'varcharout';
      CREATE FUNCTION ${name}_typmod_in(cstring[]) RETURNS integer LANGUAGE internal IMMUTABLE STRICT AS 'varchartypmodin';
      CREATE FUNCTION ${name}_typmod_out(integer) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'varchartypmodout';
      CREATE TYPE ${name} (INPUT = ${name}_in, OUTPUT = ${name}_out, TYPMOD_IN = ${name}_typmod_in, TYPMOD_OUT = ${name}_typmod_out, LIKE = text)`,
  )
  .join(';\n');

/** Cases for servers that have the extension; elsewhere they are skipped, and their names say so. */
export const postgisCases: readonly Case[] = [
  { name: 'PostGIS: columns more', before: [entity({})], data: 'INSERT INTO item DEFAULT VALUES', after: [places], hazards: [], needs: 'postgis', withoutExtensions: true },
  { name: 'PostGIS: a table more', before: [], after: [places], needs: 'postgis', withoutExtensions: true },
  {
    name: 'PostGIS: any geometry to points',
    before: [entity({ place: spatial('geometry') })],
    data: "INSERT INTO item (place) VALUES ('SRID=4326;POINT(1 2)'), (NULL)",
    after: [entity({ place: spatial('geometry', { spatialFeatureType: 'Point', srid: 4326 }) })],
    needs: 'postgis',
  },
  {
    name: 'PostGIS: a column and its index less',
    before: [places],
    data: "INSERT INTO item (point) VALUES ('SRID=4326;POINT(1 2)')",
    after: [entity({ any: spatial('geometry'), round: spatial('geography') })],
    hazards: ['data/lost', 'data/lost'],
    needs: 'postgis',
  },
];

export const samePostgisCases: readonly SameCase[] = [
  { name: 'PostGIS: as TypeORM makes it, beside the tables of the extension', entities: [places], sql: "INSERT INTO item (point) VALUES ('SRID=4326;POINT(1 2)')", needs: 'postgis' },
  { name: 'PostGIS: by hand', entities: [places], bare: true, sql: placesByHand, needs: 'postgis' },
];

const embedding = entity({ a: vector('vector'), b: vector('vector', 3), c: vector('halfvec', 4), d: { ...vector('vector', 3), array: true } });

/** pgvector itself where the server has it, else stand-ins of its types. */
export const vectorCases: readonly Case[] = [
  {
    name: 'pgvector, by stand-ins of its types: columns more',
    before: [entity({})],
    data: `INSERT INTO item DEFAULT VALUES; ${standIns}`,
    after: [embedding],
    withoutExtensions: true,
    operations: ['add column item.a: vector', 'add column item.b: vector(3)', 'add column item.c: halfvec(4)', 'add column item.d: vector(3)[]'],
    beyondTypeOrm: 'it makes the extension when it connects',
  },
  { name: 'pgvector: columns more', before: [entity({})], data: 'INSERT INTO item DEFAULT VALUES', after: [embedding], needs: 'vector', withoutExtensions: true },
];

export const sameVectorCases: readonly SameCase[] = [
  {
    name: 'pgvector, by stand-ins of its types: by hand',
    entities: [embedding],
    options: { installExtensions: false },
    bare: true,
    sql: `${standIns}; CREATE TABLE item (id serial PRIMARY KEY, a vector, b vector(3), c halfvec(4), d vector(3)[])`,
  },
];

