import { type DataSource, EntitySchema, type EntitySchemaColumnOptions, type ObjectLiteral } from 'typeorm';
import type { Column } from '../../src/model/schema.js';
import { readEntities } from '../../src/typeorm/read-entities.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { hasType } from '../support/server-version.js';
import { typeOrmVersions, type TypeOrmVersion, unconnectedDataSource, withDataSource } from '../support/entities.js';

type Options = EntitySchemaColumnOptions;

/** The catalog's word on a column that TypeORM made: the oracle of this file. */
interface CatalogColumn {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
  readonly default: string | null;
}

const catalogColumns = `
  SELECT a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type, NOT a.attnotnull AS nullable,
    pg_get_expr(d.adbin, d.adrelid) AS default
  FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  WHERE a.attrelid = '"Thing"'::regclass AND a.attnum > 0 ORDER BY a.attnum`;

const thing = (columns: Readonly<Record<string, Options>>): EntitySchema =>
  new EntitySchema({ name: 'Thing', tableName: 'Thing', columns: { id: { type: 'int', primary: true }, ...columns } });

const numbered = (cases: readonly Options[]): Record<string, Options> =>
  Object.fromEntries(cases.map((options, position) => [`c${position}`, options]));

let database: TestDatabase;
beforeEach(async () => {
  database = await createDatabase();
});
afterEach(() => database.drop());

/** What we read of the entity, and what the catalog says after TypeORM synchronised it. */
async function readBoth(version: TypeOrmVersion, columns: Readonly<Record<string, Options>>): Promise<{ ours: Column[]; catalog: CatalogColumn[] }> {
  return withDataSource(database, { version, entities: [thing(columns)] }, async (dataSource) => {
    await dataSource.synchronize();
    const catalog = await dataSource.query<CatalogColumn[]>(catalogColumns);
    return { ours: [...(readEntities(dataSource).schema.tables[0]?.columns ?? [])], catalog };
  });
}

/** Not in the PostgreSQL that the tests run on: PostGIS and pgvector. */
const elsewhere = new Set(['geometry', 'geography', 'vector', 'halfvec']);

const modified: readonly Options[] = [
  { type: 'varchar', length: 80 },
  { type: 'varchar', length: '80', array: true },
  { type: 'char', length: 3 },
  { type: 'char', array: true },
  { type: 'bit', length: 3 },
  { type: 'varbit', length: 5 },
  { type: 'numeric', precision: 10, scale: 2 },
  { type: 'numeric', precision: 10, scale: 0 },
  { type: 'decimal', precision: 10 },
  { type: 'numeric', scale: 2 },
  { type: 'numeric', precision: 12, scale: 4, array: true },
  { type: 'timestamp', precision: 0 },
  { type: 'timestamptz', precision: 3 },
  { type: 'timestamptz', precision: 3, array: true },
  { type: 'timestamptz', precision: null as unknown as number },
  { type: 'timestamp with time zone', precision: 6 },
  { type: 'timestamptz', precision: 9 },
  { type: 'varchar', precision: 12 },
  { type: 'time', precision: 2 },
  { type: 'timetz', precision: 2, array: true },
  { type: 'interval', precision: 2 },
  { type: 'interval', precision: 2, array: true },
  { type: 'int', array: true },
  { type: 'simple-array' },
  { type: 'simple-json' },
  { type: 'simple-enum', enum: ['a', 'b'] },
  { type: 'enum', enum: ['a', 'b'], array: true },
  { type: 'enum', enum: ['a', 'b'], enumName: 'Mixed Case' },
  { type: 'enum', enum: ['a', 'b'], enumName: 'user' },
  { type: 'enum', enum: ['a', 'b'], enumName: 'point' },
  { type: 'enum', enum: ['a', 'b'], enumName: 'time' },
  { type: 'enum', enum: ['a', 'b'], enumName: 'integer' },
  { type: 'enum', enum: ['a', 'b'], enumName: 'größe', array: true },
  { type: String },
  { type: Number },
  { type: Boolean },
  { type: Date },
];

/** Defaults that TypeORM writes as they are meant, and that we spell as PostgreSQL does without asking it. */
const certain: readonly Options[] = [
  { type: 'int', default: 0 },
  { type: 'int', default: 42 },
  { type: 'int', default: -1 },
  { type: 'int', default: '7' },
  { type: 'int', default: 2 ** 31 - 1 },
  { type: 'bigint', default: 0 },
  { type: 'bigint', default: '9007199254740993' },
  { type: 'smallint', default: -3 },
  { type: 'numeric', default: 1.5 },
  { type: 'numeric', default: -1.5 },
  { type: 'numeric', precision: 10, scale: 2, default: 0 },
  { type: 'numeric', precision: 10, scale: 2, default: '0.00' },
  { type: 'double precision', default: 1.5 },
  { type: 'real', default: 2 },
  { type: 'boolean', default: true },
  { type: 'boolean', default: false },
  { type: 'boolean', default: 1 },
  { type: 'boolean', default: 'f' },
  { type: 'varchar', length: 20, default: 'draft' },
  { type: 'varchar', default: '' },
  { type: 'varchar', default: 5 },
  { type: 'text', default: 'back\\slash' },
  { type: 'text', default: 'two\nlines' },
  { type: 'text', default: 'a::text' },
  { type: 'char', length: 3, default: 'abc' },
  { type: 'bit', length: 3, default: '101' },
  { type: 'varbit', length: 5, default: '11' },
  { type: 'uuid', default: '00000000-0000-4000-8000-000000000000' },
  { type: 'date', default: '2020-02-29' },
  { type: 'time', default: '08:00:00' },
  { type: 'timestamp', default: '2020-02-29 12:00:00' },
  { type: 'timestamp', precision: 3, default: '2020-02-29 12:00:00' },
  { type: 'interval', default: '7 days' },
  { type: 'interval', precision: 3, default: '7 days' },
  { type: 'inet', default: '10.0.0.1' },
  { type: 'point', default: '(1,2)' },
  { type: 'int4range', default: '[1,10)' },
  { type: 'citext', default: 'Any' },
  { type: 'hstore', default: '"a"=>"1"' },
  { type: 'ltree', default: 'a.b' },
  { type: 'json', default: { a: [1, { b: null }] } },
  { type: 'json', default: '{"a":1}' },
  { type: 'jsonb', default: {} },
  { type: 'jsonb', default: [] },
  { type: 'jsonb', default: '[]' },
  { type: 'jsonb', default: 5 },
  { type: 'simple-json', default: '{}' },
  { type: 'simple-array', default: 'a,b' },
  { type: 'enum', enum: ['a', 'b'], default: 'a' },
  { type: 'enum', enum: [1, 2], default: 2 },
  { type: 'enum', enum: ['a', 'b'], enumName: 'Mixed Case', default: 'b' },
  { type: 'enum', enum: ['a', 'b'], array: true, default: ['a', 'b'] },
  { type: 'enum', enum: ['a', 'b'], array: true, default: '{b}' },
  { type: 'simple-enum', enum: ['a', 'b'], default: 'a' },
  { type: 'text', array: true, default: [] },
  { type: 'text', array: true, default: '{}' },
  { type: 'text', array: true, default: ['a', 'b'] },
  { type: 'varchar', length: 10, array: true, default: ['a'] },
  { type: 'char', length: 2, array: true, default: ['ab'] },
  { type: 'bit', length: 2, array: true, default: ['10'] },
  { type: 'int', array: true, default: [1, -2] },
  { type: 'box', array: true, default: ['(2,2),(1,1)'] },
  { type: 'boolean', array: true, default: [true, false] },
  { type: 'interval', array: true, default: '{}' },
  { type: 'timestamptz', default: () => 'now()' },
  { type: 'int', default: null },
  { type: 'int', default: () => 'NULL' },
  { type: 'timestamp', createDate: true },
  { type: 'timestamp', updateDate: true },
  { type: 'timestamptz', createDate: true, precision: 3 },
  { type: 'timestamptz', deleteDate: true },
  { type: 'int', version: true },
];

/** Defaults that TypeORM does not write as the entity says them, and the value that a row gets without one. */
const meant: readonly (readonly [Options, unknown])[] = [
  [{ type: 'text', default: "it's" }, "it's"],
  [{ type: 'text', default: "'; DROP TABLE x; --" }, "'; DROP TABLE x; --"],
  [{ type: 'text', array: true, default: ['a,b', 'c "d"', '', 'NULL', 'x\\y', '{}', ' ', "it's", 'plain'] }, undefined],
  [{ type: 'text', array: true, default: ['a', null] }, ['a', null]],
  [{ type: 'box', array: true, default: ['(2,2),(1,1)', '(4,4),(3,3)'] }, '{(2,2),(1,1);(4,4),(3,3)}'],
  [{ type: 'int', array: true, default: [[1, 2], [3, 4]] }, [[1, 2], [3, 4]]],
  [{ type: 'jsonb', array: true, default: [{ a: "it's" }, [1]] }, [{ a: "it's" }, [1]]],
  [{ type: 'jsonb', default: { a: "it's", b: ['c::text'] } }, undefined],
  [{ type: 'jsonb', default: true }, true],
  [{ type: 'enum', enum: ["it's", 'b,c'], default: "it's" }, "it's"],
  [{ type: 'enum', enum: ["it's", 'b c'], array: true, default: ["it's", 'b c'] }, ["it's", 'b c']],
  [{ type: 'simple-array', default: ['a', 'b'] }, undefined],
  [{ type: 'simple-array', default: [] }, undefined],
  [{ type: 'simple-json', default: { a: "it's" } }, undefined],
  [{ type: 'hstore', hstoreType: 'object', default: { a: '1', 'b"c': 'd\\e', f: null } }, undefined],
  [{ type: 'cube', default: [1, 2.5] }, undefined],
  [{ type: 'cube', array: true, default: [[1, 2], [3, 4]] }, undefined],
  [{ type: 'point', default: { x: 1, y: -2 } }, { x: 1, y: -2 }],
  [{ type: 'circle', default: { x: 1, y: 2, radius: 3 } }, undefined],
  [{ type: 'bigint', default: 9007199254740993n }, '9007199254740993'],
  [{ type: 'bytea', default: Buffer.from([0, 39, 255]) }, undefined],
  [{ type: 'timestamptz', default: new Date('2020-02-29T12:00:00.5Z') }, undefined],
  [{ type: 'date', default: new Date('2020-02-29T23:00:00Z') }, '2020-02-29'],
  [{ type: 'time', default: new Date('2020-02-29T23:59:58Z') }, '23:59:58'],
  [{ type: 'varchar', default: true }, 'true'],
];

/** Makes the table as we read it, without TypeORM's help. */
async function createAsRead(dataSource: DataSource): Promise<void> {
  const { schema } = readEntities(dataSource);
  for (const { name, values } of schema.enums) {
    await dataSource.query(`CREATE TYPE "${name}" AS ENUM (${values.map((value) => `'${value.replaceAll("'", "''")}'`).join(', ')})`);
  }
  const columns = schema.tables[0]?.columns ?? [];
  const lines = columns.map(({ name, type, default: expression }) => `"${name}" ${type}${expression === null ? '' : ` DEFAULT ${expression}`}`);
  await dataSource.query(`CREATE TABLE "Thing" (${lines.join(', ')})`);
}

describe.each(typeOrmVersions)('columns, TypeORM %s', (version) => {
  test('every type is spelled as format_type prints it', async () => {
    const { driver } = await unconnectedDataSource({ version, entities: [] });
    const all: Options[] = driver.supportedDataTypes
      .filter((type) => typeof type === 'string' && !elsewhere.has(type) && hasType(type))
      .map((type) => ({ type, ...(type === 'enum' ? { enum: ['a'] } : {}) }));
    const { ours, catalog } = await readBoth(version, numbered([...all, ...modified]));
    expect(ours.map(({ name, type }) => ({ name, type }))).toEqual(catalog.map(({ name, type }) => ({ name, type })));
    expect(ours.length).toBeGreaterThan(100);
  });

  test('defaults that need no question are spelled as pg_get_expr prints them', async () => {
    const { ours, catalog } = await readBoth(version, numbered(certain));
    const facts = (columns: readonly (Column | CatalogColumn)[]): unknown[] =>
      columns.map((column, position) => ({
        options: JSON.stringify(certain[position - 1]),
        type: column.type,
        nullable: column.nullable,
        default: column.default,
      }));
    expect(facts(ours)).toEqual(facts(catalog));
  });

  test('a row without values gets the defaults that the entity says', async () => {
    const columns = numbered(meant.map(([options]) => options));
    await withDataSource(database, { version, entities: [thing(columns)] }, async (dataSource) => {
      await createAsRead(dataSource);
      await dataSource.query('INSERT INTO "Thing" (id) VALUES (1)');
      const row = await dataSource.getRepository<ObjectLiteral>('Thing').findOneByOrFail({ id: 1 });
      const expected = meant.map(([options, value], position): [string, unknown] => [`c${position}`, value === undefined ? options.default : value]);
      expect(row).toEqual({ id: 1, ...Object.fromEntries(expected) });
    });
  });

  test('a default of "now" is the time of the insert', async () => {
    const columns = numbered(['timestamptz', 'timestamp', 'date', 'time'].map((type) => ({ type: type as 'date', default: 'now()' })));
    await withDataSource(database, { version, entities: [thing(columns)] }, async (dataSource) => {
      await createAsRead(dataSource);
      const rows = await dataSource.query<CatalogColumn[]>(catalogColumns);
      expect(rows.slice(1).map((row) => row.default)).toEqual(['now()', 'now()', 'now()', 'now()']);
    });
  });
});
