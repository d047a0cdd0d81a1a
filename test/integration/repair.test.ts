import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource, EntitySchema } from 'typeorm';
import { type LimbeckEvent, Migrator, type MigratorOptions } from '../../src/index.js';
import { limbeckVersion } from '../../src/kernel/version.js';
import { describe as describeOperation } from '../../src/operation/describe.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { revisionText } from '../support/revision-text.js';

const thing = new EntitySchema({ name: 'thing', columns: { id: { type: 'int', primary: true } } });

let database: TestDatabase;
let dataSource: DataSource;
let directory: string;
let events: LimbeckEvent[];
let file: string;

const text = revisionText({ id: 'aaaa', down: null, message: 'first', timestampMs: 1_700_000_000_000, up: 'CREATE TABLE a ()' });

beforeEach(async () => {
  database = await createDatabase();
  dataSource = await new DataSource({ type: 'postgres', ...database.options, entities: [thing] }).initialize();
  directory = await mkdtemp(join(tmpdir(), 'limbeck-repair-'));
  events = [];
  await rewrite(text);
});

afterEach(async () => {
  await dataSource.destroy();
  await database.drop();
  await rm(directory, { recursive: true });
});

/** Writes the revision anew, in a file of another name: Jest loads each file once. */
async function rewrite(content: string): Promise<void> {
  for (const name of await readdir(directory)) if (name.startsWith('a')) await rm(join(directory, name));
  file = join(directory, `a${content.length}.ts`);
  await writeFile(file, content);
}

const migrator = (options: MigratorOptions = {}): Migrator => new Migrator(dataSource, { directory, onEvent: (event) => void events.push(event), ...options });
const edited = () => events.filter(({ type }) => type === 'revision.edited');
const checksums = () => database.query('SELECT limbeck_checksum FROM migrations');

describe('a file that was changed after it ran', () => {
  const change = () => rewrite(text.replace('first', 'the first'));

  it('is told of by upgrade, downgrade and check, and stops them where that is wanted', async () => {
    await migrator().upgrade();
    expect(edited()).toEqual([]);
    await change();
    const event = { type: 'revision.edited', revision: 'aaaa', file: file, appliedAt: expect.any(Date) };
    await migrator().upgrade();
    expect(edited()).toEqual([event]);
    await migrator({ includeObject: () => false }).check();
    expect(edited()).toEqual([event, event]);
    const strict = migrator({ editedRevisions: 'error' });
    for (const work of [() => strict.upgrade(), () => strict.downgrade('base'), () => strict.check()]) {
      await expect(work()).rejects.toMatchObject({ code: 'revision/edited', details: { revisions: [{ revision: 'aaaa', file: file, appliedAt: expect.any(String) }] } });
    }
    expect(await database.query(`SELECT to_regclass('a') IS NOT NULL AS a`)).toEqual([{ a: true }]);
  });

  it('is accepted by repair, which a dry run only tells of', async () => {
    await migrator().upgrade();
    const before = await checksums();
    await change();
    const repairs = [{ revision: 'aaaa', action: 'accepted', subject: file }];
    expect(await migrator().repair({ dryRun: true })).toEqual(repairs);
    expect(await checksums()).toEqual(before);
    expect(await migrator().repair()).toEqual(repairs);
    expect(await checksums()).not.toEqual(before);
    expect(await migrator().repair()).toEqual([]);
    await migrator({ editedRevisions: 'error' }).upgrade();
  });

  it('is not one with other ends of lines, nor one of another kind', async () => {
    await migrator().upgrade();
    await rewrite(`\uFEFF${text.replaceAll('\n', '\r\n')}`);
    await migrator({ editedRevisions: 'error' }).upgrade();
    await rm(file);
    await writeFile(join(directory, 'a.js'), 'exports.First1700000000000 = class First1700000000000 { static revision = "aaaa"; static downRevision = null; name = "First1700000000000"; };');
    const [row] = await database.query<{ name: string }>('SELECT name FROM migrations');
    await writeFile(join(directory, 'a.js'), (await readFile(join(directory, 'a.js'), 'utf8')).replaceAll('First1700000000000', row?.name ?? ''));
    await migrator({ editedRevisions: 'error' }).upgrade();
  });
});

it('the history says when, how long, by whom and with what', async () => {
  expect(await migrator().upgrade()).toHaveLength(1);
  expect(await migrator().applied()).toEqual([
    {
      revision: expect.objectContaining({ id: 'aaaa' }),
      appliedAt: expect.any(Date),
      durationMs: expect.any(Number),
      role: database.options.username,
      host: hostname(),
      version: limbeckVersion(),
    },
  ]);
});

describe('what is half done', () => {
  const sending = (...statements: readonly string[]): string =>
    text.replace(/await queryRunner\.query\("CREATE TABLE a \(\)"\);/, statements.map((sql) => `await queryRunner.query(${JSON.stringify(sql)});`).join('\n'));

  it('is shown, and forgotten when that is said', async () => {
    await rewrite(sending('CREATE TABLE a ()', 'SELECT nothing'));
    await expect(migrator({ transaction: 'none' }).upgrade()).rejects.toMatchObject({ code: 'run/statement-failed' });
    expect(await migrator().current()).toEqual([]);
    expect(await migrator().halfApplied()).toEqual([{ revision: 'aaaa', direction: 'up', statements: 1, last: { sql: 'CREATE TABLE a ()', state: 'done', set: null } }]);
    await expect(migrator().downgrade('base')).rejects.toMatchObject({ code: 'run/half-applied' });
    await database.query('DROP TABLE a');
    expect(await migrator().repair({ forget: true })).toEqual([{ revision: 'aaaa', action: 'forgotten', subject: 'CREATE TABLE a ()' }]);
    expect(await migrator().halfApplied()).toEqual([]);
    await rewrite(text);
    expect(await migrator().upgrade()).toHaveLength(1);
  });

  it.each(['done', 'again'] as const)('goes on as is said of a statement of which nobody knows: %s', async (statement) => {
    await rewrite(sending('CREATE TABLE a ()', 'VACUUM a', 'SELECT nothing'));
    await expect(migrator({ transaction: 'none' }).upgrade()).rejects.toMatchObject({ code: 'run/statement-failed' });
    await database.query(`UPDATE migrations_journal SET state = 'started' WHERE sql = 'VACUUM a'`);
    await writeFile(join(directory, 'b.ts'), revisionText({ id: 'bbbb', down: 'aaaa', message: 'second', timestampMs: 1_700_000_000_001, up: 'SELECT 1' }));
    await rewrite(sending('CREATE TABLE a ()', 'VACUUM a'));
    await expect(migrator({ transaction: 'none' }).upgrade()).rejects.toMatchObject({ code: 'run/unknown-outcome', details: { sql: 'VACUUM a', position: 2 } });
    expect(await migrator().repair({ statement })).toEqual([{ revision: 'aaaa', action: statement, subject: 'VACUUM a' }]);
    const sent: string[] = [];
    await migrator({ transaction: 'none', onStatement: ({ sql }) => void sent.push(sql) }).upgrade();
    expect(sent).toEqual(statement === 'done' ? ['SELECT 1'] : ['VACUUM a', 'SELECT 1']);
    expect(await database.query('SELECT * FROM migrations_journal')).toEqual([]);
    expect((await migrator().diff()).map((each) => describeOperation(each, 'public'))).toEqual(['create table thing: id', 'drop table a']);
  });
});
