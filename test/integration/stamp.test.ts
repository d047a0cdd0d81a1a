import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { Migrator } from '../../src/index.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { withDataSource } from '../support/entities.js';
import { readRunContents } from '../support/run-contents.js';
import { runScript } from '../support/run-script.js';

let directory: string;
let database: TestDatabase;

/** A base, two branches on it, and their merge; and a line of its own. Who runs one of these fails. */
const parents: Readonly<Record<string, readonly string[]>> = { base: [], left: ['base'], right: ['base'], merge: ['left', 'right'], other: [], last: ['other'] };

const ids = Object.fromEntries(Object.keys(parents).map((name) => [name, `${name}_rev`]));

const idOf = (name: string): string => ids[name] ?? name;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'limbeck-stamp-'));
  for (const [index, [name, down]] of Object.entries(parents).entries()) {
    const id = idOf(name);
    const text = `export class R${id}${1_700_000_000_000 + index} {
  static readonly revision = '${id}';
  static readonly downRevision = ${down.length === 0 ? 'null' : JSON.stringify(down.map(idOf))};
  name = 'R${id}${1_700_000_000_000 + index}';
  async up(): Promise<void> { throw new Error('it must not run'); }
  async down(): Promise<void> { throw new Error('it must not run'); }
}
`;
    await writeFile(join(directory, `${id}.ts`), text);
  }
});

afterAll(() => rm(directory, { recursive: true }));

beforeEach(async () => {
  database = await createDatabase();
});

afterEach(() => database.drop());

const over = <T>(work: (migrator: Migrator) => Promise<T>): Promise<T> =>
  withDataSource(database, { entities: [] }, (dataSource) => work(new Migrator(dataSource, { directory })));

const rows = async (): Promise<readonly string[]> =>
  (await database.query<{ readonly id: string }>('SELECT limbeck_revision AS id FROM migrations ORDER BY migrations.id')).map(({ id }) => id.replace('_rev', ''));

const offline = (): Migrator => new Migrator(new DataSource({ type: 'postgres', host: '127.0.0.1', port: 1 }), { directory });

describe('a stamp', () => {
  test.each([
    ['nothing', [], ['merge_rev'], ['base', 'left', 'right', 'merge']],
    ['nothing', [], ['heads'], ['base', 'left', 'right', 'merge', 'other', 'last']],
    ['nothing', [], ['left_rev', 'right_rev'], ['base', 'left', 'right']],
    ['what stands on the target', ['heads'], ['left_rev'], ['base', 'left', 'right', 'other', 'last']],
    ['what stands on both, and not what one of them stands on', ['heads'], ['base_rev', 'left_rev'], ['base', 'left', 'other', 'last']],
    ['everything', ['heads'], ['base'], []],
    ['nothing beside it', ['last_rev'], ['left_rev'], ['other', 'last', 'base', 'left']],
    ['nothing of what is as it is', ['merge_rev'], ['merge_rev'], ['base', 'left', 'right', 'merge']],
  ])('takes away %s: from %j to %j', async (_, from, to, expected) => {
    if (from.length > 0) await over((migrator) => migrator.stamp(from));
    const before = from.length === 0 ? [] : await rows();
    const { added, removed } = await over((migrator) => migrator.stamp(to));
    expect((await rows()).toSorted()).toEqual(expected.toSorted());
    expect(added.map(({ id }) => id.replace('_rev', ''))).toEqual((await rows()).filter((id) => !before.includes(id)));
    expect(removed).toHaveLength(before.length + added.length - expected.length);
    const again = await over((migrator) => migrator.stamp(to));
    expect([again.added, again.removed]).toEqual([[], []]);
  });

  it('writes rows in order, as a run does, without a duration', async () => {
    await over((migrator) => migrator.stamp('merge_rev'));
    expect(await database.query('SELECT id, name, limbeck_duration_ms AS duration, limbeck_applied_at <= now() AS dated FROM migrations ORDER BY id')).toEqual(
      ['base', 'left', 'right', 'merge'].map((name, index) => ({ id: index + 1, name: `R${name}_rev${1_700_000_000_000 + index}`, duration: null, dated: true })),
    );
    expect(await over(async (migrator) => (await migrator.current()).map(({ id }) => id))).toEqual(['merge_rev']);
  });

  it('with purge: takes away what has no file, too', async () => {
    await over((migrator) => migrator.stamp('heads'));
    await database.query(`INSERT INTO migrations ("timestamp", name) VALUES (1, 'Gone1600000000000')`);
    await expect(over((migrator) => migrator.stamp('base_rev'))).rejects.toMatchObject({ code: 'revision/missing-file' });
    const { added, removed } = await over((migrator) => migrator.stamp(['base_rev'], { purge: true }));
    expect(added.map(({ id }) => id)).toEqual(['base_rev']);
    expect(removed[0]).toBe('Gone1600000000000');
    expect(removed).toHaveLength(7);
    expect(await rows()).toEqual(['base']);
  });

  it('changes nothing when it fails, and waits for the lock', async () => {
    await over((migrator) => migrator.stamp('base_rev'));
    const before = await readRunContents(database);
    await expect(over((migrator) => migrator.stamp(['merge_rev', 'nowhere']))).rejects.toMatchObject({ code: 'revision/unknown' });
    await database.query(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.name LIKE 'Rmerge%' THEN RAISE 'no merge'; END IF; RETURN NEW; END $$`);
    await database.query('CREATE TRIGGER refuse BEFORE INSERT ON migrations FOR EACH ROW EXECUTE FUNCTION refuse()');
    await expect(over((migrator) => migrator.stamp('merge_rev'))).rejects.toMatchObject({ code: 'run/bookkeeping-failed' });
    expect((await readRunContents(database)) as object).toMatchObject({ rows: (before as { readonly rows: unknown }).rows });
  });

  test.each([
    [['merge_rev'], [], ['merge_rev']],
    [['left_rev', 'right_rev'], [], ['left_rev', 'right_rev']],
    [['merge_rev:left_rev'], ['merge_rev'], ['left_rev']],
    [['merge_rev:base'], ['merge_rev'], ['base']],
    [['base_rev:merge_rev', 'last_rev'], ['base_rev'], ['merge_rev', 'last_rev']],
  ])('as a script %j: leaves what it leaves', async (script, from, to) => {
    await using scripted = await createDatabase();
    if (from.length > 0) {
      await over((migrator) => migrator.stamp(from));
      await runScript(scripted, (await offline().stampSql(from)).sql);
    }
    await over((migrator) => migrator.stamp(to));
    await runScript(scripted, (await offline().stampSql(script)).sql);
    expect(await readRunContents(scripted)).toEqual(await readRunContents(database));
  });

  it('as a script: does nothing where the books say something else, unless they are purged', async () => {
    await over((migrator) => migrator.stamp('left_rev'));
    await expect(runScript(database, (await offline().stampSql('merge_rev')).sql)).rejects.toThrow('Revision base_rev is applied');
    await expect(runScript(database, (await offline().stampSql('right_rev:merge_rev')).sql)).rejects.toThrow('Revision right_rev is not applied');
    expect(await rows()).toEqual(['base', 'left']);
    await runScript(database, (await offline().stampSql('merge_rev', { purge: true })).sql);
    expect(await rows()).toEqual(['base', 'left', 'right', 'merge']);
  });
});

describe('the table', () => {
  it('is made where it is missing, and left as it is where it is there', async () => {
    await using scripted = await createDatabase();
    expect(await over((migrator) => migrator.ensureVersion())).toEqual({ schema: 'public', name: 'migrations' });
    await runScript(scripted, (await offline().ensureVersionSql()).sql);
    expect(await readRunContents(scripted)).toEqual(await readRunContents(database));
    await over((migrator) => migrator.stamp('base_rev'));
    const before = await readRunContents(database);
    await over((migrator) => migrator.ensureVersion());
    await runScript(database, (await offline().ensureVersionSql()).sql);
    expect(await readRunContents(database)).toEqual(before);
  });

  it('is used by a role that may not make it', async () => {
    const role = `keeper_${database.name}`;
    await over((migrator) => migrator.ensureVersion());
    await database.query(`CREATE ROLE ${role} LOGIN PASSWORD 'x'; GRANT SELECT, INSERT, DELETE, UPDATE ON migrations TO ${role}; GRANT USAGE ON migrations_id_seq TO ${role}`);
    try {
      await runScript({ ...database, options: { ...database.options, username: role, password: 'x' } }, (await offline().stampSql('left_rev')).sql);
      expect(await rows()).toEqual(['base', 'left']);
    } finally {
      await database.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
    }
  });
});
