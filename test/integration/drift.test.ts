import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource, EntitySchema } from 'typeorm';
import { type DriftReport, Migrator, type MigratorOptions } from '../../src/index.js';
import { describe as describeIn } from '../../src/operation/describe.js';
import { readCatalog } from '../support/catalog.js';
import { createDatabase, type DatabaseOptions, type TestDatabase } from '../support/database.js';
import { writeByHand } from '../support/hand-written.js';
import { scratchesLeft } from '../support/scratch-left.js';

let database: TestDatabase;
let directory: string;

/** What the revision `aaaa` builds: a bit of all that a catalog can hold. */
const shop = `
  CREATE TYPE mood AS ENUM ('calm', 'glad');
  CREATE TABLE shelf (id serial CONSTRAINT shelf_pk PRIMARY KEY, place text);
  CREATE TABLE item (id integer CONSTRAINT item_pk PRIMARY KEY, size integer DEFAULT 1, mood mood, shelf integer CONSTRAINT item_shelf REFERENCES shelf, CONSTRAINT item_size CHECK (size > 0));
  CREATE INDEX item_by_size ON item (size);
  CREATE INDEX item_by_lower ON shelf (lower(place));
  CREATE VIEW large AS SELECT id, size FROM item WHERE size > 10;
  CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
  CREATE TRIGGER touched BEFORE UPDATE OF size ON item FOR EACH ROW EXECUTE FUNCTION touch();
  COMMENT ON COLUMN item.size IS 'in cm';
  GRANT SELECT ON item TO pg_monitor`;

beforeEach(async () => {
  database = await createDatabase();
  directory = await mkdtemp(join(tmpdir(), 'limbeck-drift-'));
  await writeByHand(directory, { id: 'aaaa', down: null, up: `await op.execute(\`${shop}\`);`, undo: 'throw new Error();' });
});

afterEach(async () => {
  await database.drop();
  await rm(directory, { recursive: true });
});

/** The entity knows a column that no revision makes. */
function migratorOf(options: MigratorOptions = {}, connection: Partial<DatabaseOptions> = {}): Migrator {
  const columns = { id: { type: 'int', primary: true, primaryKeyConstraintName: 'item_pk' }, size: { type: 'int', nullable: true }, news: { type: 'text', nullable: true } } as const;
  const entities = [new EntitySchema<object>({ name: 'item', columns })];
  return new Migrator(new DataSource({ type: 'postgres', ...database.options, ...connection, entities }), { directory, includeObject: ({ ref }) => ref.name !== 'left_alone', ...options });
}

const told = ({ operations, beside }: DriftReport): readonly string[] => [...operations.map((operation) => describeIn(operation, 'public')), ...beside];

/** What is found after `sql` was run by hand. */
async function driftAfter(sql: string, options: MigratorOptions = {}): Promise<DriftReport> {
  await using migrator = migratorOf(options);
  await migrator.upgrade();
  await database.query(sql);
  return await migrator.drift();
}

const none = { hasDrifted: false, operations: [], beside: [], undo: [], omitted: [] };

it('a database that was just made by upgrade has not drifted, whatever the entities say', async () => {
  await using migrator = migratorOf();
  expect(await migrator.drift()).toMatchObject({ ...none, revisions: [] });
  await migrator.upgrade();
  const before = await readCatalog(database);
  expect(await migrator.drift()).toMatchObject({ ...none, revisions: [{ id: 'aaaa' }] });
  expect(await migrator.diff()).not.toEqual([]);
  expect(await readCatalog(database)).toEqual(before);
  expect(await scratchesLeft(database)).toEqual([]);
});

it('only what is applied counts: what is pending is no drift, and what stands after head is not missed', async () => {
  await using migrator = migratorOf();
  await migrator.upgrade();
  await writeByHand(directory, { id: 'bbbb', down: 'aaaa', up: 'await op.addColumn("item", { name: "weight", type: "integer" });', undo: 'await op.dropColumn("item", "weight");' });
  expect(await migrator.drift()).toMatchObject({ ...none, revisions: [{ id: 'aaaa' }] });
  await migrator.upgrade();
  expect(await migrator.drift()).toMatchObject({ ...none, revisions: [{ id: 'aaaa' }, { id: 'bbbb' }] });
  await database.query('ALTER TABLE item DROP COLUMN weight');
  expect(told(await migrator.drift())).toEqual(['drop column item.weight']);
});

/** By hand; what is told; whether the SQL undoes it. */
const drifts: readonly [what: string, sql: string, lines: readonly unknown[], isUndone: boolean][] = [
  ['a column more', 'ALTER TABLE item ADD note text', ['add column item.note: text'], true],
  ['a column that a trigger names, of another type', 'DROP TRIGGER touched ON item; DROP VIEW large; ALTER TABLE item ALTER size TYPE bigint', ['drop view large', 'alter column item.size: type integer → bigint', 'trigger touched on public.item: only in what the revisions build'], true],
  ['an index less', 'DROP INDEX item_by_size', ['drop index item.item_by_size'], true],
  ['an index that no entity can ask for, otherwise', 'DROP INDEX item_by_lower; CREATE INDEX item_by_lower ON shelf (upper(place))', ['drop index shelf.item_by_lower', 'create index shelf.item_by_lower: (upper(place))'], true],
  ['another default', 'ALTER TABLE item ALTER size SET DEFAULT 2', ['alter column item.size: default 1 → 2'], true],
  ['a constraint less', 'ALTER TABLE item DROP CONSTRAINT item_size', ['drop check constraint item.item_size'], true],
  ['a comment', "COMMENT ON TABLE item IS 'by hand'", ['alter table item: comment none → by hand'], true],
  ['a comment on an index', "COMMENT ON INDEX item_by_size IS 'by hand'", ['index public.item_by_size: comment (none) → by hand'], false],
  ['a table more, with all that is on it', 'CREATE TABLE hand (id serial PRIMARY KEY, n integer); ALTER TABLE hand ALTER n SET STATISTICS 7; GRANT SELECT ON hand TO pg_monitor; CREATE TRIGGER t BEFORE UPDATE ON hand FOR EACH ROW EXECUTE FUNCTION touch()', ['create table hand: id, n'], true],
  ['an enum value', "ALTER TYPE mood ADD VALUE 'sad'", ['alter enum type mood: values (calm, glad) → (calm, glad, sad)'], true],
  ['a view, otherwise', 'CREATE OR REPLACE VIEW large AS SELECT id, size FROM item WHERE size > 20', [expect.stringMatching(/^alter view large: definition SELECT .*size > 10\) → SELECT .*size > 20\)$/)], true],
  ['a privilege', 'GRANT INSERT ON shelf TO pg_monitor', [expect.stringMatching(/^table public.shelf: privileges \(none\) → .*pg_monitor=a\/postgres/)], false],
  ['a privilege less', 'REVOKE SELECT ON item FROM pg_monitor', [expect.stringMatching(/^table public.item: privileges .*pg_monitor=r\/postgres.* → \["postgres=\w+\/postgres"\]$/)], false],
  ['a privilege on a column', 'GRANT UPDATE (place) ON shelf TO pg_monitor', ['column public.shelf.place: privileges (none) → ["pg_monitor=w/postgres"]'], false],
  ['an owner', 'ALTER TABLE shelf OWNER TO pg_monitor', ['sequence public.shelf_id_seq: owner postgres → pg_monitor', 'table public.shelf: owner postgres → pg_monitor'], false],
  ['a trigger more', 'CREATE TRIGGER mine BEFORE INSERT ON shelf FOR EACH ROW EXECUTE FUNCTION touch()', ['trigger mine on public.shelf: only in the database'], true],
  ['a trigger less', 'DROP TRIGGER touched ON item', ['trigger touched on public.item: only in what the revisions build'], true],
  ['a trigger that is off', 'ALTER TABLE item DISABLE TRIGGER touched', ['trigger touched on public.item: enabled (none) → D'], true],
  ['a statistics target', 'ALTER TABLE item ALTER size SET STATISTICS 500', ['column public.item.size: statistics (none) → 500'], false],
  ['a storage parameter', 'ALTER TABLE item SET (fillfactor = 70)', ['table public.item: options (none) → ["fillfactor=70"]'], false],
  ['a function more, and a column that needs it', "CREATE FUNCTION seven() RETURNS integer LANGUAGE sql AS 'SELECT 7'; ALTER TABLE item ADD seven integer DEFAULT seven()", ['add column item.seven: integer, default seven()', 'routine public.seven(): only in the database'], false],
  ['a function, otherwise', "CREATE OR REPLACE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'", [expect.stringMatching(/^routine public.touch\(\): definition .*RETURN NEW.* → .*RETURN OLD/s)], false],
];

it.each(drifts)('%s is found', async (_, sql, lines, isUndone) => {
  const report = await driftAfter(sql);
  expect(report).toMatchObject({ hasDrifted: true, omitted: [] });
  expect(told(report)).toEqual(lines);
  if (!isUndone) return;
  for (const statement of report.undo) await database.query(statement);
  await using migrator = migratorOf();
  expect(await migrator.drift()).toMatchObject(none);
});

it('what is made anew on the way keeps what was on it', async () => {
  await writeByHand(directory, { id: 'bbbb', down: 'aaaa', up: "await op.execute('GRANT SELECT ON large TO pg_monitor');", undo: 'void op;' });
  const report = await driftAfter('DROP VIEW large; CREATE VIEW large AS SELECT id, size::bigint AS size FROM item; GRANT SELECT ON large TO pg_monitor');
  expect(report.operations.length).toBeGreaterThan(0);
  expect(report.beside).toEqual([]);
});

describe('no drift is', () => {
  it.each([
    ['a schema that is not looked at', 'CREATE SCHEMA other; CREATE TABLE other.item (id integer); GRANT USAGE ON SCHEMA other TO pg_monitor'],
    ['what a server makes of the schema public', "GRANT CREATE ON SCHEMA public TO pg_monitor; ALTER SCHEMA public OWNER TO pg_monitor; COMMENT ON SCHEMA public IS 'ours'"],
    ['an extension, with all that it brings', 'CREATE EXTENSION citext; CREATE EXTENSION pg_stat_statements'],
    ['what includeObject refuses, with all that is on it', 'CREATE TABLE left_alone (id serial PRIMARY KEY); GRANT SELECT ON left_alone TO pg_monitor; ALTER TABLE left_alone ALTER id SET STATISTICS 7'],
    ['the own tables of TypeORM and Limbeck', 'CREATE TABLE typeorm_metadata (type text); ALTER TABLE migrations ADD note text; GRANT SELECT ON migrations TO pg_monitor; CREATE INDEX ON migrations (name)'],
    ['rows', "INSERT INTO shelf (place) VALUES ('here'); INSERT INTO item (id) VALUES (1); ANALYZE"],
  ] as const)('%s', async (_, sql) => {
    expect(await driftAfter(sql)).toMatchObject(none);
  });
});

it('a partition that came later is none', async () => {
  await writeByHand(directory, { id: 'bbbb', down: 'aaaa', up: "await op.execute('CREATE TABLE log (id integer PRIMARY KEY) PARTITION BY RANGE (id)');", undo: 'void op;' });
  expect(await driftAfter('CREATE TABLE log_1 PARTITION OF log FOR VALUES FROM (0) TO (9); GRANT SELECT ON log_1 TO pg_monitor')).toMatchObject(none);
});

it('what the option accept names is none, and is not undone', async () => {
  const accept = [
    { object: 'column public.item.size', facet: 'default', reason: 'set by the sales team' },
    { object: 'index public.item.item_by_size', reason: 'dropped by the DBA' },
  ];
  const sql = 'ALTER TABLE item ALTER size SET DEFAULT 2; DROP INDEX item_by_size';
  expect(await driftAfter(sql, { accept })).toMatchObject(none);
  expect(told(await driftAfter('ALTER TABLE item ADD note text', { accept }))).toEqual(['add column item.note: text']);
});

it('a file that was changed after it ran is told, as what it builds is no longer what ran', async () => {
  await using migrator = migratorOf({ editedRevisions: 'error' });
  await migrator.upgrade();
  await writeByHand(directory, { id: 'aaaa', down: null, up: 'void op;', undo: 'void op;' });
  await expect(migrator.drift()).rejects.toMatchObject({ code: 'revision/edited' });
});

/** A role that can log in, with what it may do; it owns nothing. */
async function roleThat(may: string): Promise<AsyncDisposable & { readonly name: string; readonly options: Partial<DatabaseOptions> }> {
  const name = `role_${database.name}`;
  await database.query(`CREATE ROLE ${name} LOGIN PASSWORD 'secret' ${may}; GRANT CREATE ON SCHEMA public TO ${name}`);
  return { name, options: { username: name, password: 'secret' }, [Symbol.asyncDispose]: () => database.query(`DROP OWNED BY ${name} CASCADE; DROP ROLE ${name}`).then(() => undefined) };
}

it('a role that does not own the database finds the same', async () => {
  await using role = await roleThat('CREATEDB');
  await using migrator = migratorOf({}, role.options);
  await migrator.upgrade();
  expect(await migrator.drift()).toMatchObject(none);
  await database.query('ALTER TABLE shelf OWNER TO pg_monitor; ALTER TABLE item ALTER size SET STATISTICS 500');
  await database.query(`GRANT SELECT ON shelf TO ${role.name}`);
  expect((await migrator.drift()).beside).toEqual([
    'column public.item.size: statistics (none) → 500',
    `sequence public.shelf_id_seq: owner ${role.name} → pg_monitor`,
    expect.stringMatching(new RegExp(`^table public.shelf: owner ${role.name} → pg_monitor, privileges`)),
  ]);
});

it('where somebody else asks than who runs the revisions, owners and privileges are not compared', async () => {
  await using role = await roleThat('CREATEDB');
  await using owner = migratorOf();
  await owner.upgrade();
  await database.query(`GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${role.name}; ALTER TABLE item ALTER size SET STATISTICS 500`);
  await using migrator = migratorOf({}, role.options);
  expect(await migrator.drift()).toMatchObject({ operations: [], beside: ['column public.item.size: statistics (none) → 500'], omitted: [`owners and privileges, as postgres runs the revisions of this database and ${role.name} asks`] });
});

it('where the role may make no database, a server of our own stands in: one of another version for what operations have words for', async () => {
  await using role = await roleThat('NOCREATEDB');
  await using migrator = migratorOf({}, role.options);
  await migrator.upgrade();
  const [row] = await database.query<{ version: number }>("SELECT current_setting('server_version_num')::integer / 10000 AS version");
  const isSame = row?.version === 18;
  const omitted = isSame ? [] : [expect.stringMatching(/^all that operations have no words for, as PostgreSQL 18/)];
  if (isSame) expect(await migrator.drift()).toMatchObject(none);
  await database.query('ALTER TABLE shelf ADD note text; ALTER TABLE shelf ALTER place SET STATISTICS 500');
  expect(await migrator.drift()).toMatchObject({ omitted, beside: isSame ? ['column public.shelf.place: statistics (none) → 500'] : [] });
  expect(told(await migrator.drift())).toContain('add column shelf.note: text');
});
