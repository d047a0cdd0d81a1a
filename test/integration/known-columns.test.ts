import { DataSource, type MigrationInterface, type QueryRunner } from 'typeorm';
import type { Hazard, KnownColumn } from '../../src/dialect/hazard.js';
import { postgres } from '../../src/dialect/postgres/dialect.js';
import { Migrator } from '../../src/index.js';
import type { QualifiedName } from '../../src/model/schema.js';
import { createDatabase, type TestDatabase } from '../support/database';
import { withoutTrace } from '../support/ddl';
import { assess, hazardsOf } from '../support/hazards';

let db: TestDatabase;

beforeAll(async () => {
  db = await createDatabase();
  await db.query(`
    CREATE TABLE item (
      id integer, plain varchar(10), checked varchar(10) CHECK (checked <> ''), half varchar(10), price numeric(8,2), note text, made timestamp(3), list varchar(10)[]
    );
    ALTER TABLE item ADD CONSTRAINT half_checked CHECK (half <> '') NOT VALID;
    INSERT INTO item SELECT n, 'a', 'a', 'a', n, 'a', now(), '{a}' FROM generate_series(1, 20) n`);
});

afterAll(() => db.drop());

const readColumn = (table: QualifiedName, column: string): Promise<KnownColumn | null> => postgres.readColumn({ query: (sql, parameters) => db.query(sql, parameters?.slice()) }, table, column);

/** What the table shows of a statement: another file, or a scan of the rows. */
async function worked(sql: string): Promise<'lock/rewrite' | 'lock/scan' | null> {
  const look = async () => (await db.query<{ file: string; scans: number }>("SELECT pg_relation_filenode('item')::text AS file, pg_stat_get_xact_numscans('item'::regclass)::integer AS scans"))[0];
  let found: 'lock/rewrite' | 'lock/scan' | null = null;
  await withoutTrace(db, async () => {
    const before = await look();
    await db.query(sql);
    const after = await look();
    if (before?.file !== after?.file) found = 'lock/rewrite';
    else if (before?.scans !== after?.scans) found = 'lock/scan';
  });
  return found;
}

const work = (hazards: readonly Hazard[]): readonly string[] => hazards.map(({ code }) => code).filter((code) => code === 'lock/rewrite' || code === 'lock/scan');

describe('what SQL of the author\'s own does when it changes a type', () => {
  it.each([
    'ALTER COLUMN plain TYPE varchar(20)',
    'ALTER COLUMN plain TYPE varchar(5)',
    'ALTER COLUMN plain TYPE text',
    "ALTER COLUMN plain TYPE text USING plain || ''",
    'ALTER COLUMN checked TYPE varchar(20)',
    'ALTER COLUMN checked TYPE text',
    'ALTER COLUMN half TYPE text',
    'ALTER COLUMN price TYPE numeric(10,2)',
    'ALTER COLUMN price TYPE numeric(10,3)',
    'ALTER COLUMN note TYPE varchar',
    'ALTER COLUMN note TYPE varchar(20)',
    'ALTER COLUMN id TYPE bigint',
    'ALTER COLUMN made TYPE timestamp(4)',
    'ALTER COLUMN made TYPE timestamp',
    'ALTER COLUMN made TYPE timestamp(2)',
    'ALTER COLUMN list TYPE text[]',
    'ALTER COLUMN plain TYPE varchar(20), ALTER COLUMN note TYPE varchar(20)',
  ])('is known from the type before: %s', async (part) => {
    const sql = `ALTER TABLE item ${part}`;
    const said = work(await hazardsOf({ verb: 'execute', up: sql, down: null }, { readColumn }));
    expect([...new Set(said)]).toEqual([await worked(sql)].flatMap((code) => code ?? []));
  });

  it('may be anything where the type before is not known', async () => {
    const [hazard] = (await hazardsOf({ verb: 'execute', up: 'ALTER TABLE item ALTER COLUMN plain TYPE varchar(20)', down: null })).filter(({ code }) => code === 'lock/rewrite');
    expect(hazard?.message).toContain('may be written anew, row by row, as the type before is not known here');
  });

  it.each(['ALTER TABLE item ALTER COLUMN plain TYPE integer USING 1', 'ALTER TABLE item RENAME COLUMN note TO plain', 'SELECT somebody_knows()', 'ALTER TABLE other RENAME TO item'])(
    'may be anything after: %s',
    async (before) => {
      const found = await assess([before, 'ALTER TABLE item ALTER COLUMN plain TYPE varchar(20)'].map((up) => ({ verb: 'execute', up, down: null }) as const), { readColumn });
      expect(work(found[1] ?? [])).toEqual(['lock/rewrite']);
    },
  );

  it('loses or refuses values by the type before', async () => {
    const codesOf = async (part: string) =>
      (await hazardsOf({ verb: 'execute', up: `ALTER TABLE item ${part}`, down: null }, { readColumn })).map(({ code }) => code).filter((code) => code.startsWith('data/'));
    expect(await codesOf('ALTER COLUMN plain TYPE varchar(20)')).toEqual([]);
    expect(await codesOf('ALTER COLUMN plain TYPE varchar(5)')).toEqual(['data/may-not-fit']);
    expect(await codesOf('ALTER COLUMN price TYPE numeric(8,1)')).toEqual(['data/lost']);
  });
});

/** A revision that runs one statement. */
const revisionOf = (position: number, sql: string) =>
  class implements MigrationInterface {
    static readonly revision = `aaaaaaaaaaa${position}`;
    static readonly downRevision = position === 1 ? null : `aaaaaaaaaaa${position - 1}`;
    readonly name = `Step170000000000${position}`;

    async up(queryRunner: QueryRunner): Promise<void> {
      await queryRunner.query(sql);
    }

    down(): Promise<void> {
      return Promise.resolve();
    }
  };

describe('linting with a connection', () => {
  const widen = 'ALTER TABLE letter ALTER COLUMN line TYPE varchar(20)';

  it('knows the type before of the revision that is next to run, and of no other', async () => {
    await using database = await createDatabase();
    const migrations = ['CREATE TABLE letter (line varchar(10))', widen, 'ALTER TABLE letter ALTER COLUMN line TYPE varchar(40)'].map((sql, position) => revisionOf(position + 1, sql));
    const dataSource = await new DataSource({ type: 'postgres', ...database.options, migrations }).initialize();
    const migrator = new Migrator(dataSource, { directory: '/nowhere/migrations', onEvent: () => undefined });
    const rewriting = async (offline: boolean) => (await migrator.lint({ offline })).findings.filter(({ code }) => code === 'lock/rewrite').map(({ revision }) => revision.id);
    await migrator.upgrade('aaaaaaaaaaa1');
    expect(await rewriting(false)).toEqual(['aaaaaaaaaaa3']);
    await migrator.upgrade('aaaaaaaaaaa2');
    expect(await rewriting(false)).toEqual([]);
    expect(await rewriting(true)).toEqual(['aaaaaaaaaaa2', 'aaaaaaaaaaa3']);
    await dataSource.destroy();
  });

  it('knows it when that revision is about to run', async () => {
    await using database = await createDatabase();
    const migrations = ['CREATE TABLE letter (line varchar(10)); INSERT INTO letter VALUES (1)', widen].map((sql, position) => revisionOf(position + 1, sql));
    const dataSource = await new DataSource({ type: 'postgres', ...database.options, migrations }).initialize();
    const migrator = new Migrator(dataSource, { directory: '/nowhere/migrations', onEvent: () => undefined });
    await migrator.upgrade('aaaaaaaaaaa1');
    await migrator.upgrade('head', { requireSafe: true });
    expect((await migrator.current()).map(({ id }) => id)).toEqual(['aaaaaaaaaaa2']);
    await dataSource.destroy();
  });
});
