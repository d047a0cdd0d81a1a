import { hostname } from 'node:os';
import type { DataSource, QueryRunner } from 'typeorm';
import { limbeckVersion } from '../../src/kernel/version.js';
import { matchRows, VersionTable } from '../../src/typeorm/version-table.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { typeOrmVersions, withDataSource, type Model } from '../support/entities.js';
import { lineOf } from '../support/revisions.js';

const aDate: unknown = expect.any(Date);

let database: TestDatabase;

beforeEach(async () => {
  database = await createDatabase();
});

afterEach(() => database.drop());

async function over<T>(model: Omit<Model, 'entities'>, work: (table: VersionTable, dataSource: DataSource) => Promise<T>): Promise<T> {
  return withDataSource(database, { ...model, entities: [] }, async (dataSource) => {
    const queryRunner = dataSource.createQueryRunner();
    try {
      return await work(new VersionTable(queryRunner), dataSource);
    } finally {
      await queryRunner.release();
    }
  });
}

/** What the catalog says of a table: columns, constraints, indexes and the sequence, without object numbers. */
const shapeOf = async (path: string): Promise<unknown> =>
  (
    await database.query(
      `SELECT (SELECT json_agg(json_build_object('name', attname, 'type', format_type(atttypid, atttypmod), 'notNull', attnotnull,
                        'default', pg_get_expr(adbin, adrelid), 'identity', attidentity, 'sequence', pg_get_serial_sequence($1, attname)) ORDER BY attnum)
                FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
               WHERE attrelid = $1::regclass AND attnum > 0 AND attname NOT LIKE 'limbeck\\_%') AS columns,
              (SELECT json_agg(json_build_array(conname, pg_get_constraintdef(oid)) ORDER BY conname) FROM pg_constraint WHERE conrelid = $1::regclass) AS constraints,
              (SELECT json_agg(pg_get_indexdef(indexrelid) ORDER BY 1) FROM pg_index WHERE indrelid = $1::regclass) AS indexes,
              (SELECT json_agg(json_build_array(relkind, relpersistence, obj_description(oid))) FROM pg_class WHERE oid = $1::regclass) AS relation`,
      [path],
    )
  )[0];

const ownColumnsOf = (path: string) =>
  database.query(
    `SELECT attname AS name, format_type(atttypid, atttypmod) AS type, attnotnull AS "notNull" FROM pg_attribute
      WHERE attrelid = $1::regclass AND attname LIKE 'limbeck\\_%' ORDER BY attnum`,
    [path],
  );

const ownColumns = [
  { name: 'limbeck_revision', type: 'character varying', notNull: false },
  { name: 'limbeck_checksum', type: 'character varying', notNull: false },
  { name: 'limbeck_applied_at', type: 'timestamp with time zone', notNull: false },
  { name: 'limbeck_duration_ms', type: 'integer', notNull: false },
  { name: 'limbeck_file', type: 'character varying', notNull: false },
  { name: 'limbeck_role', type: 'character varying', notNull: false },
  { name: 'limbeck_host', type: 'character varying', notNull: false },
  { name: 'limbeck_version', type: 'character varying', notNull: false },
];

const byNobody = { file: null, role: null, host: null, version: null };
const byUs = { file: 'revision.ts', role: expect.any(String), host: hostname(), version: limbeckVersion() };

const [a, b, c] = lineOf({ a: {}, b: {}, c: {} });
const place = { table: { schema: 'public', name: 'migrations' }, directory: '/app/migrations' };

/** The ways in which a data source says where the table is, and where it then is. */
const places = [
  ['by default', {}, 'public.migrations'],
  ['with a name of its own', { migrationsTableName: 'Done it' }, 'public."Done it"'],
  ['in the schema of the data source', { schema: 'shop' }, 'shop.migrations'],
  ['with both', { schema: 'Shop 2', migrationsTableName: 'History' }, '"Shop 2"."History"'],
  ['with a path for a name', { migrationsTableName: 'shop.history' }, 'shop.history'],
  ['on a search path', { extra: { options: '-c search_path=shop,public' } }, 'shop.migrations'],
] as const satisfies readonly (readonly [string, Omit<Model, 'entities'>, string])[];

describe.each(typeOrmVersions)('the table, beside TypeORM %s', (version) => {
  it.each(places)('is where TypeORM has it and as TypeORM makes it, %s', async (_, options, path) => {
    await database.query('CREATE SCHEMA shop; CREATE SCHEMA "Shop 2"');
    await over({ version, ...options }, async (_table, dataSource) => void (await dataSource.showMigrations()));
    const ofTypeOrm = await shapeOf(path);
    await database.query(`DROP TABLE ${path}`);

    await over({ version, ...options }, (table) => table.prepare());
    expect(await shapeOf(path)).toEqual(ofTypeOrm);
    expect(await ownColumnsOf(path)).toEqual(ownColumns);
  });

  it('follows the naming strategy of the data source', async () => {
    const strategy = (dataSource: DataSource) =>
      Object.assign(Object.create(Object.getPrototypeOf(dataSource.namingStrategy) as object) as DataSource['namingStrategy'], {
        primaryKeyName: (table: string | { name: string }, columns: string[]) => `pk:${typeof table === 'string' ? table : table.name}:${columns.join()}`,
      });
    await database.query('CREATE SCHEMA shop');
    const prepare = (work: (table: VersionTable, dataSource: DataSource) => Promise<unknown>) =>
      over({ version, schema: 'shop' }, async (table, dataSource) => {
        dataSource.namingStrategy = strategy(dataSource);
        await work(table, dataSource);
      });
    await prepare((_, dataSource) => dataSource.showMigrations());
    const ofTypeOrm = await shapeOf('shop.migrations');
    await database.query('DROP TABLE shop.migrations');
    await prepare((table) => table.prepare());
    expect(await shapeOf('shop.migrations')).toEqual(ofTypeOrm);
    expect(JSON.stringify(ofTypeOrm)).toContain('pk:shop.migrations:id');
  });

  it('keeps the rows that TypeORM wrote, adds the columns once, and fills in what is known of the revisions', async () => {
    await over({ version }, async (_, dataSource) => {
      await dataSource.showMigrations();
      await database.query(`INSERT INTO migrations ("timestamp", name) VALUES ($1, $2), ($3, $4)`, [a!.timestampMs, a!.name, b!.timestampMs, b!.name]);
    });
    await over({ version }, async (table) => {
      const before = await table.read();
      expect(before).toEqual([
        { id: 1, timestampMs: a!.timestampMs, name: a!.name, revision: null, checksum: null, appliedAt: null, durationMs: null, ...byNobody },
        { id: 2, timestampMs: b!.timestampMs, name: b!.name, revision: null, checksum: null, appliedAt: null, durationMs: null, ...byNobody },
      ]);
      await table.prepare();
      await table.prepare();
      expect(await table.read()).toEqual(before);
      await table.complete(matchRows(before, [a!, b!, c!], place).values());
      await table.insert(c!, 12.6);
      expect(await table.read()).toEqual([
        { ...before[0], revision: 'a', checksum: 'checksum of a', file: 'revision.ts' },
        { ...before[1], revision: 'b', checksum: 'checksum of b', file: 'revision.ts' },
        { id: 3, timestampMs: c!.timestampMs, name: c!.name, revision: 'c', checksum: 'checksum of c', appliedAt: aDate, durationMs: 13, ...byUs },
      ]);
    });
    expect(await ownColumnsOf('migrations')).toEqual(ownColumns);
  });

  it('goes on to serve TypeORM', async () => {
    await over({ version }, async (table) => {
      await table.prepare();
      await table.insert(a!, 1);
    });
    const migration = class B1700000000001 {
      name = b!.name;
      up = (queryRunner: QueryRunner) => queryRunner.query('SELECT 1');
      down = (queryRunner: QueryRunner) => queryRunner.query('SELECT 1');
    };
    await over({ version, migrations: [migration] }, async (table, dataSource) => {
      expect((await dataSource.runMigrations()).map(({ name }) => name)).toEqual([b!.name]);
      expect((await table.read()).map(({ name, revision }) => [name, revision])).toEqual([
        [a!.name, 'a'],
        [b!.name, null],
      ]);
      await dataSource.undoLastMigration();
      expect((await table.read()).map(({ name }) => name)).toEqual([a!.name]);
    });
  });
});

describe('reading', () => {
  it('finds nothing where there is no table, and makes none', async () => {
    await over({}, async (table) => expect(await table.read()).toEqual([]));
    await over({ schema: 'nowhere' }, async (table) => expect(await table.read()).toEqual([]));
    expect(await database.query(`SELECT 1 FROM pg_class WHERE relname = 'migrations'`)).toEqual([]);
  });

  it('reads its rows whatever other columns there are, and however the session shows times', async () => {
    const { name } = database;
    await database.query(`ALTER DATABASE "${name}" SET datestyle = 'SQL, DMY'`);
    await database.query(`ALTER DATABASE "${name}" SET timezone = 'Asia/Kathmandu'`);
    await over({}, async (table) => {
      await table.prepare();
      await database.query(`ALTER TABLE migrations ADD COLUMN "applied" text DEFAULT 'own', ADD COLUMN "rows" jsonb DEFAULT '[1]'`);
      await table.insert(a!, 7);
      const [row] = await database.query<{ ms: string }>(`SELECT trunc(extract(epoch FROM limbeck_applied_at) * 1000)::text AS ms FROM migrations`);
      expect(await table.read()).toEqual([expect.objectContaining({ name: a!.name, revision: a!.id, durationMs: 7, appliedAt: new Date(Number(row?.ms)) })]);
    });
  });

  it('does not change a table of TypeORM', async () => {
    await over({}, async (table, dataSource) => {
      await dataSource.showMigrations();
      await table.read();
    });
    expect(await ownColumnsOf('migrations')).toEqual([]);
  });
});

describe('writing', () => {
  it('makes the schema of the table where it is missing', async () => {
    await over({ schema: 'new "one"' }, async (table) => {
      await table.prepare();
      await table.insert(a!, 1);
      expect(await table.read()).toHaveLength(1);
    });
  });

  it('deletes the row of a revision and no other', async () => {
    await over({}, async (table) => {
      await table.prepare();
      for (const revision of [a!, b!, c!]) await table.insert(revision, 1);
      const rows = await table.read();
      await table.delete([rows[1]!]);
      expect(await table.read()).toEqual([rows[0], rows[2]]);
    });
  });

  it('names the table and what the server says when the role may not', async () => {
    const role = `reader_${database.name}`;
    // Before PostgreSQL 15, every role may create tables in the schema "public".
    await database.query(`CREATE ROLE ${role} LOGIN PASSWORD 'x'; REVOKE CREATE ON SCHEMA public FROM PUBLIC`);
    try {
      const refused = (work: (table: VersionTable) => Promise<unknown>) =>
        expect(over({ username: role, password: 'x' }, work)).rejects.toMatchObject({
          code: 'run/bookkeeping-failed',
          details: { table: 'public.migrations', sqlState: '42501' },
        });
      await refused((table) => table.prepare());
      await over({}, (_, dataSource) => dataSource.showMigrations());
      await refused((table) => table.read());
      await database.query(`GRANT SELECT ON migrations TO ${role}`);
      await refused((table) => table.prepare());
    } finally {
      await database.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
    }
  });
});
