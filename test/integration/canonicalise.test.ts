import type { EntitySchemaColumnOptions } from 'typeorm';
import { canonicalise } from '../../src/dialect/postgres/canonicalise/canonicalise.js';
import { introspect } from '../../src/dialect/postgres/introspect/introspect.js';
import { inSnapshot } from '../../src/dialect/postgres/snapshot.js';
import type { Canonical, Schema } from '../../src/model/schema.js';
import { countRoundTrips, queryableOf } from '../../src/typeorm/queryable.js';
import { readEntities } from '../../src/typeorm/read-entities.js';
import type { CaseEntity } from '../cases/case.js';
import { entity } from '../cases/entity.js';
import { readContents } from '../support/database-contents.js';
import type { TestDatabase } from '../support/database.js';
import { createDatabase } from '../support/database.js';
import { withDataSource } from '../support/entities.js';

interface Spelled {
  readonly current: Canonical<Schema>;
  readonly desired: Canonical<Schema>;
  readonly roundTrips: number;
  readonly scripts: readonly string[];
}

/** Spells the entities over what the database holds. */
const spell = (database: TestDatabase, entities: readonly CaseEntity[]): Promise<Spelled> =>
  withDataSource(database, { entities }, async (dataSource) => {
    const { schema, synonyms } = readEntities(dataSource);
    const queryRunner = dataSource.createQueryRunner();
    const scripts: string[] = [];
    const all = queryableOf(queryRunner);
    const db = countRoundTrips({ ...all, script: (sql) => all.script((scripts.push(sql), sql)) });
    try {
      return await inSnapshot(db, async (snapshot) => {
        const current = await introspect(snapshot, { namespaces: schema.namespaces.map(({ name }) => name), excludes: () => false, claims: () => true });
        const desired = await canonicalise(snapshot, { schema, synonyms }, current);
        return { current, desired, roundTrips: db.roundTrips, scripts };
      });
    } finally {
      await queryRunner.release();
    }
  });

const columnOf = ({ tables }: Schema, name = 'value') => tables[0]?.columns.find((column) => column.name === name);

const value = (options: EntitySchemaColumnOptions) => [entity({ value: options })];

let database: TestDatabase;

beforeEach(async () => {
  database = await createDatabase();
});

afterEach(() => database.drop());

describe('canonicalise', () => {
  it('spells what is new as PostgreSQL does', async () => {
    const { desired } = await spell(database, [
      entity(
        { value: { type: 'numeric', default: () => '1+1' }, kind: { type: 'enum', enum: ['a', 'b'], default: 'a' } },
        { checks: [{ name: 'CHK', expression: 'value>0 and kind in (\'a\')' }], indices: [{ columns: ['value'], where: 'value is not null' }] },
      ),
    ]);
    expect(columnOf(desired)?.default).toBe('(1 + 1)');
    expect(columnOf(desired, 'kind')).toMatchObject({ type: 'item_kind_enum', default: "'a'::item_kind_enum" });
    expect(desired.tables[0]?.checks[0]?.expression).toBe("((value > (0)::numeric) AND (kind = 'a'::item_kind_enum))");
    expect(desired.tables[0]?.indexes[0]?.where).toBe('(value IS NOT NULL)');
    expect(desired.typeNames).toEqual({ item_kind_enum: { schema: 'public', name: 'item_kind_enum' } });
  });

  it('takes over the spelling of the database where it means the same', async () => {
    await database.query(`CREATE TABLE item (id serial PRIMARY KEY, value numeric NOT NULL DEFAULT '2'::numeric, CONSTRAINT "CHK" CHECK (0 < value + 0))`);
    const same = await spell(database, [entity({ value: { type: 'numeric', default: () => '1+1' } }, { checks: [{ name: 'CHK', expression: '(0) < (value) + 0' }] })]);
    expect(columnOf(same.desired)).toEqual(columnOf(same.current));
    expect(same.desired.tables[0]?.checks).toEqual(same.current.tables[0]?.checks);
  });

  it('takes it over beside a column that changes its type, but not where the text speaks of that column', async () => {
    await database.query('CREATE TABLE item (id serial PRIMARY KEY, m integer DEFAULT 2, n integer, CONSTRAINT "CHK_m" CHECK (m > 2), CONSTRAINT "CHK_n" CHECK (n > 2))');
    const columns = { m: { type: 'integer', nullable: true, default: () => '1 + 1' }, n: { type: 'bigint', nullable: true } } as const;
    const checks = ['m', 'n'].map((name) => ({ name: `CHK_${name}`, expression: `${name} > 1 + 1` }));
    const { current, desired } = await spell(database, [entity(columns, { checks })]);
    expect(columnOf(desired, 'm')).toEqual(columnOf(current, 'm'));
    expect(desired.tables[0]?.checks.map(({ expression }) => expression)).toEqual(['(m > 2)', '(n > (1 + 1))']);
  });

  it.each([
    ['(a or b) and c', 'a or (b and c)'],
    ['(a and b) or c', 'a and (b or c)'],
    ["n * 2 > 10", 'n > 10'],
    ["t = 'OPEN'", "t = 'open'"],
    ["t = '100100'", "t = '100'"],
    ['n * (1 - m) > 0', 'n * 1 - m > 0'],
    ["(j ->> 'A') is null", "(j ->> 'a') is null"],
    ['t::int > 0', 'length(t) > 0'],
    ['lower("N") is null', 'lower(t) is null'],
  ])('tells %s from %s, which others take for the same', async (from, to) => {
    const columns = { a: 'boolean', b: 'boolean', c: 'boolean', n: 'integer', m: 'integer', t: 'text', N: 'text', j: 'jsonb' } as const;
    const withCheck = (expression: string) => [
      entity(Object.fromEntries(Object.entries(columns).map(([name, type]) => [name, { type }])), { checks: [{ name: 'CHK', expression }] }),
    ];
    await withDataSource(database, { entities: withCheck(from), synchronize: true }, () => Promise.resolve());
    const { current, desired } = await spell(database, withCheck(to));
    expect(desired.tables[0]?.checks).not.toEqual(current.tables[0]?.checks);
    expect((await spell(database, withCheck(from))).desired.tables[0]?.checks).toEqual(current.tables[0]?.checks);
  });

  it('leaves nothing behind, whatever it had to make', async () => {
    await database.query(`CREATE TYPE item_kind_enum AS ENUM ('a'); CREATE TABLE item (id serial PRIMARY KEY, kind item_kind_enum DEFAULT 'a')`);
    const before = await readContents(database);
    await spell(database, [
      entity({ kind: { type: 'enum', enum: ['b', 'a'], default: 'b' }, value: { type: 'integer', default: () => '1 + 1' } }),
      entity({ kind: { type: 'enum', enum: ['x'], default: 'x' } }, { name: 'new', schema: 'elsewhere' }),
    ]);
    expect(await readContents(database)).toEqual(before);
  });

  it('needs one more round trip for a question, and a fixed number for any number of tables', async () => {
    const tables = (count: number) =>
      Array.from({ length: count }, (_, number) =>
        entity({ value: { type: 'integer', default: () => '1 + 1' } }, { name: `item_${number}`, checks: [{ expression: 'value > 0' }] }),
      );
    const counts: number[][] = [];
    for (const count of [3, 30]) {
      await using own = await createDatabase();
      const fromNothing = await spell(own, tables(count));
      await withDataSource(own, { entities: tables(count), synchronize: true }, () => Promise.resolve());
      counts.push([fromNothing.roundTrips, (await spell(own, tables(count))).roundTrips]);
    }
    expect(counts).toEqual([
      [3, 3],
      [3, 3],
    ]);
  });

  it('asks once what is asked of many tables in the same words', async () => {
    const tables = (count: number) => Array.from({ length: count }, (_, number) => entity({ value: { type: 'integer' } }, { name: `item_${number}`, checks: [{ expression: 'value > 0' }] }));
    await withDataSource(database, { entities: tables(30), synchronize: true }, () => Promise.resolve());
    const { scripts, current, desired } = await spell(database, tables(30));
    expect(scripts.join(';').match(/EXPLAIN/g)).toHaveLength(1);
    expect(desired.tables.map(({ checks }) => checks)).toEqual(current.tables.map(({ checks }) => checks));
  });

  it('asks apart where the same words mean something else, as the columns have other types', async () => {
    await database.query(`
      CREATE TABLE item (id serial PRIMARY KEY, value varchar NOT NULL, CONSTRAINT "CHK" CHECK (value = '1'));
      CREATE TABLE other (id serial PRIMARY KEY, value integer NOT NULL, CONSTRAINT "CHK" CHECK (value::text = '1'))`);
    const checks = [{ name: 'CHK', expression: "value = '1'" }];
    const { current, desired } = await spell(database, [entity({ value: { type: 'varchar' } }, { checks }), entity({ value: { type: 'integer' } }, { name: 'other', checks })]);
    expect(current.tables.map((table) => table.checks[0]?.expression)).toEqual(["((value)::text = '1'::text)", "((value)::text = '1'::text)"]);
    expect(desired.tables.map((table) => table.checks[0]?.expression)).toEqual(["((value)::text = '1'::text)", '(value = 1)']);
  });

  it('spells what is new in many tables as TypeORM\'s own builder makes PostgreSQL spell it in each, and makes little for it', async () => {
    const checks = [{ name: 'CHK', expression: "value > 0 and value <> '7'" }];
    const indices = [{ name: 'IDX', columns: ['other', 'value'], where: 'value is not null' }];
    const typed = (name: string, type: 'integer' | 'numeric' | 'bigint', rest: object = {}) =>
      entity({ value: { type, default: () => '1+1' }, other: { type: 'varchar', length: 20, default: 'x', nullable: true } }, { name, checks: checks.map((check) => ({ ...check, name: `${name}_${check.name}` })), indices: indices.map((index) => ({ ...index, name: `${name}_${index.name}` })), ...rest });
    const computed = (name: string, asExpression: string) => entity({ value: { type: 'integer' }, twice: { type: 'integer', asExpression, generatedType: 'STORED' } }, { name, checks: [{ name: `${name}_CHK`, expression: 'twice > value' }] });
    const choosing = (name: string) => entity({ kind: { type: 'enum', enum: ['a', 'b'], default: 'a' }, at: { type: 'timestamp', precision: 3, default: () => 'now()' } }, { name, checks: [{ name: `${name}_CHK`, expression: "kind in ('a')" }] });
    const entities = [
      ...['one', 'two', 'three'].map((name) => typed(name, 'integer')),
      typed('four', 'numeric'),
      typed('five', 'bigint'),
      typed('six', 'integer', { checks: [{ name: 'six_CHK', expression: 'six.value > 0' }] }),
      typed('seven', 'integer', { checks: [{ name: 'seven_CHK', expression: 'seven is not null' }] }),
      computed('eight', 'value * 2'),
      computed('nine', 'value * 2'),
      choosing('ten'),
      choosing('eleven'),
    ];
    const { desired, scripts } = await spell(database, entities);
    await withDataSource(database, { entities, synchronize: true }, () => Promise.resolve());
    const { current } = await spell(database, entities);
    const texts = ({ tables }: Schema) => tables.filter(({ name }) => name !== 'typeorm_metadata').map(({ name, columns, checks: all, indexes }) => ({ name, columns, checks: all, where: indexes.map(({ where }) => where) }));
    expect(texts(desired)).toEqual(texts(current));
    expect(scripts.join(';').match(/CREATE TABLE "pg_temp"."(one|two|three)"/g)).toEqual(['CREATE TABLE "pg_temp"."one"']);
  });

  it('asks the others where the first that it asks cannot answer', async () => {
    const checks = [{ name: 'CHK', expression: 'NOT value <= 0' }];
    const stated = [...checks, { name: 'CHK_state', expression: 'state > 0' }];
    await database.query(`
      CREATE TABLE item (id serial PRIMARY KEY, value integer NOT NULL, CONSTRAINT "CHK" CHECK (value > 0), CONSTRAINT "CHK_state" CHECK (id > 0));
      CREATE TABLE other (id serial PRIMARY KEY, value integer NOT NULL, CONSTRAINT "CHK" CHECK (value > 0))`);
    const { desired } = await spell(database, [entity({ value: { type: 'integer' }, id: { type: 'integer', primary: true, name: 'state' } }, { checks: stated }), entity({ value: { type: 'integer' } }, { name: 'other', checks })]);
    expect(desired.tables.map((table) => table.checks[0]?.expression)).toEqual(['(NOT (value <= 0))', '(value > 0)']);
  });

  it.each<[string, CaseEntity, object]>([
    ['a default', entity({ value: { type: 'integer', default: () => 'no_such_function()' } }), { owner: 'column public.item.value', expression: 'no_such_function()', sqlState: '42883' }],
    ['a type', entity({ value: { type: 'numeric', precision: 2000 } }), { owner: 'column public.item.value', sqlState: '22023' }],
    ['a check', entity({ value: { type: 'text' } }, { checks: [{ name: 'CHK', expression: 'valeu > 0' }] }), { owner: 'check constraint public.item.CHK', expression: 'valeu > 0', sqlState: '42703' }],
    ['a predicate', entity({ value: { type: 'text' } }, { indices: [{ name: 'IDX', columns: ['value'], where: 'now() > now()' }] }), { owner: 'index public.item.IDX', sqlState: '42P17' }],
    ['an expression that breaks out', entity({ value: { type: 'text' } }, { checks: [{ name: 'CHK', expression: 'true); DROP TABLE item; --' }] }), { owner: 'check constraint public.item.CHK' }],
  ])('names %s that PostgreSQL refuses, among others that are right', async (_, wrong, details) => {
    const right = entity({ value: { type: 'integer', default: () => '1 + 1' } }, { name: 'right' });
    await expect(spell(database, [right, wrong])).rejects.toMatchObject({ code: 'canonicalise/invalid-expression', details });
  });

  it('says what is missing to a role that may not make temporary tables', async () => {
    await database.query(`DROP ROLE IF EXISTS limbeck_plain; CREATE ROLE limbeck_plain LOGIN PASSWORD 'plain'; REVOKE TEMPORARY ON DATABASE ${database.name} FROM PUBLIC`);
    const plain: TestDatabase = { ...database, options: { ...database.options, username: 'limbeck_plain', password: 'plain' } };
    await expect(spell(plain, value({ type: 'integer', default: () => '1 + 1' }))).rejects.toMatchObject({ code: 'canonicalise/not-allowed' });
    await database.query('DROP OWNED BY limbeck_plain; DROP ROLE limbeck_plain');
  });

  it('keeps names as PostgreSQL keeps them', async () => {
    const name = 'é'.repeat(40);
    const { desired } = await spell(database, [entity({ [name]: { type: 'text' } }, { name, tableName: name, indices: [{ name, columns: [name] }] })]);
    const kept = 'é'.repeat(31);
    expect(desired.tables[0]).toMatchObject({ name: kept, indexes: [{ name: kept, keys: [kept] }] });
  });
});
