import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { LimbeckError, Migrator, type MigratorOptions } from '../../src/index.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { typeOrmVersions, withDataSource } from '../support/entities.js';
import * as typeOrm from 'typeorm';
import * as typeOrm03 from 'typeorm-0.3';
import { readRunContents } from '../support/run-contents.js';
import { runScript, splitStatements } from '../support/run-script.js';
import { itSince } from '../support/server-version.js';

const directories: string[] = [];

afterAll(async () => {
  for (const directory of directories) await rm(directory, { recursive: true });
});

/** A revision in words: what its methods hold, with `op` and `queryRunner` at hand. */
interface Body {
  readonly up: string;
  readonly down?: string;
  readonly outside?: true;
}

const idOf = (index: number): string => `00000000000${index + 1}`;

/** A folder with these revisions, one standing on the other. */
async function write(bodies: readonly Body[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'limbeck-offline-'));
  directories.push(folder);
  await symlink(join(__dirname, '../../node_modules'), join(folder, 'node_modules'), 'junction');
  const directory = join(folder, 'migrations');
  await mkdir(directory);
  for (const [index, { up, down = '', outside }] of bodies.entries()) {
    const text = `import { Table, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { LimbeckError, operations } from 'limbeck';
export class Step${1_700_000_000_001 + index} implements MigrationInterface {
  static readonly revision = '${idOf(index)}';
  static readonly downRevision = ${index === 0 ? 'null' : `'${idOf(index - 1)}'`};
  name = 'Step${1_700_000_000_001 + index}';
  ${outside === undefined ? '' : 'transaction = false;'}
  async up(queryRunner: QueryRunner): Promise<void> {
    const op = operations(queryRunner);
    void [op, Table, TableIndex, LimbeckError];
    ${up}
  }
  async down(queryRunner: QueryRunner): Promise<void> {
    const op = operations(queryRunner);
    void op;
    ${down}
  }
}
`;
    await writeFile(join(directory, `${idOf(index)}_step.ts`), text);
  }
  return directory;
}

const timesOf = (database: TestDatabase): Promise<readonly object[]> =>
  database.query('SELECT limbeck_applied_at IS NOT NULL AS dated, limbeck_duration_ms AS duration FROM migrations ORDER BY id');

/** A data source that cannot connect: nothing listens there. */
const offline = (version: (typeof typeOrmVersions)[number] = '1'): DataSource =>
  new (version === '1' ? typeOrm : (typeOrm03 as unknown as typeof typeOrm)).DataSource({ type: 'postgres', host: '127.0.0.1', port: 1, username: 'nobody' });

const scriptsOf = (directory: string, options: MigratorOptions = {}): Migrator => new Migrator(offline(), { directory, ...options });

async function online<T>(database: TestDatabase, directory: string, work: (migrator: Migrator) => Promise<T>, options: MigratorOptions = {}): Promise<T> {
  return withDataSource(database, { entities: [] }, (dataSource) => work(new Migrator(dataSource, { directory, ...options })));
}

/** Holds the scripts against runs, step by step and whole, there and back. */
async function expectSame(directory: string, options: MigratorOptions = {}, stops: readonly string[] = []): Promise<void> {
  await using ran = await createDatabase();
  await using scripted = await createDatabase();
  const migrator = scriptsOf(directory, options);
  const points = ['base', ...stops, 'head'];
  for (const [index, to] of points.slice(1).entries()) {
    await online(ran, directory, (each) => each.upgrade(to), options);
    await runScript(scripted, (await migrator.upgradeSql(`${points[index] ?? ''}:${to}`)).sql);
    expect(await readRunContents(scripted)).toEqual(await readRunContents(ran));
  }
  expect((await timesOf(scripted)).every((row) => JSON.stringify(row) === '{"dated":true,"duration":null}')).toBe(true);
  const back = points.toReversed();
  for (const [index, to] of back.slice(1).entries()) {
    await online(ran, directory, (each) => each.downgrade(to), options);
    await runScript(scripted, (await migrator.downgradeSql(`${back[index] ?? ''}:${to}`)).sql);
    expect(await readRunContents(scripted)).toEqual(await readRunContents(ran));
  }
}

const story: readonly Body[] = [
  {
    up: `await op.createEnum({ name: 'status', values: ['new', 'done'] });
    await op.createTable({ name: 'task', columns: [{ name: 'id', type: 'integer', identity: { generation: 'ALWAYS' } }, { name: 'status', type: 'status', nullable: true }] });
    await op.execute("INSERT INTO task (status) VALUES ('new'), ('done'); -- two of them");`,
    down: `await op.dropTable('task'); await op.dropEnum('status');`,
  },
  {
    up: `await op.alterEnum('status', { values: { from: ['new', 'done'], to: ['new', 'open', 'done'] } });
    await op.renameColumn('task', 'status', 'state');`,
    down: `await op.renameColumn('task', 'state', 'status');
    await op.alterEnum('status', { values: { from: ['new', 'open', 'done'], to: ['new', 'done'] } }, { convert: [{ table: 'task', column: 'status', type: 'status' }] });`,
  },
  {
    outside: true,
    up: `await queryRunner.query('CREATE INDEX CONCURRENTLY task_state ON task (state)');`,
    down: `await queryRunner.query('DROP INDEX CONCURRENTLY task_state');`,
  },
  {
    up: `await op.createView({ name: 'open_task', definition: 'SELECT task.id FROM task' });
    await op.execute("DO $$ BEGIN INSERT INTO task (state) VALUES ('open'); END $$;");`,
    down: `await op.dropView('open_task'); await op.execute("DELETE FROM task WHERE state = 'open'");`,
  },
  {
    up: `await queryRunner.createTable(new Table({ name: 'note', columns: [{ name: 'id', type: 'uuid' }, { name: 'text', type: 'text', default: "'a;b'" }], indices: [{ columnNames: ['text'] }] }));
    await queryRunner.query('INSERT INTO note VALUES ($1, $2)', ['7b1f7c4e-52b8-4f0e-9bb1-0f2f7f0a9f3e', "it's; \\\\ $1"]);
    await queryRunner.startTransaction();
    await queryRunner.query("UPDATE note SET text = text || '!'");
    await queryRunner.rollbackTransaction();
    await queryRunner.manager.createQueryBuilder().update('note').set({ text: () => 'upper(text)' }).where('id = :id', { id: '7b1f7c4e-52b8-4f0e-9bb1-0f2f7f0a9f3e' }).execute();
    await op.execute('INSERT INTO note (id, text) SELECT gen_random_uuid(), $1 WHERE false', [null]);`,
    down: `await queryRunner.query('DROP TABLE note');`,
  },
];

describe('a script', () => {
  it.each(['each', 'none'] as const)('leaves what a run leaves, with transaction: "%s"', async (transaction) => {
    await expectSame(await write(story.map((body) => (transaction === 'none' ? { ...body, up: body.up.replaceAll(/await queryRunner\.\w+Transaction\(\);/g, '') } : body))), { transaction }, [idOf(1), idOf(3)]);
  });

  itSince(17, 'leaves what a run leaves, in one transaction', async () => {
    await expectSame(await write(story.filter(({ outside }) => outside === undefined)), { transaction: 'all' });
  });

  it.each(typeOrmVersions)('is the same beside TypeORM %s, and the same each time', async (version) => {
    const directory = await write(story.slice(0, 4));
    const { sql } = await new Migrator(offline(version), { directory }).upgradeSql();
    expect(sql).toBe((await scriptsOf(directory).upgradeSql('base:heads')).sql.replace('upgrade base:heads', 'upgrade base:head'));
    expect(splitStatements(sql).filter((statement) => /^(?:START TRANSACTION|COMMIT)$/.test(statement))).toHaveLength(6);
  });

  it('is taken up where a run stopped, and the other way round', async () => {
    await using database = await createDatabase();
    const directory = await write(story);
    await online(database, directory, (each) => each.upgrade(idOf(1)));
    await runScript(database, (await scriptsOf(directory).upgradeSql(`${idOf(1)}:+2`)).sql);
    expect(await online(database, directory, async (each) => (await each.upgrade()).map(({ id }) => id))).toEqual([idOf(4)]);
    await runScript(database, (await scriptsOf(directory).downgradeSql(`head:${idOf(2)}`)).sql);
    expect(await online(database, directory, async (each) => (await each.downgrade('base')).map(({ id }) => id))).toEqual([idOf(2), idOf(1), idOf(0)]);
  });

  it('fills in the rows that TypeORM wrote', async () => {
    await using database = await createDatabase();
    const directory = await write(story);
    await online(database, directory, (each) => each.upgrade(idOf(0)));
    await database.query('ALTER TABLE migrations DROP COLUMN limbeck_revision, DROP COLUMN limbeck_checksum');
    await runScript(database, (await scriptsOf(directory).upgradeSql(`${idOf(0)}:+1`)).sql);
    expect(await database.query('SELECT limbeck_revision AS id, length(limbeck_checksum) AS length FROM migrations ORDER BY id')).toEqual([
      { id: idOf(0), length: 64 },
      { id: idOf(1), length: 64 },
    ]);
  });

  it('does nothing where the database is not where it starts, or another run is under way', async () => {
    await using database = await createDatabase();
    const directory = await write(story);
    const whole = await scriptsOf(directory).upgradeSql();
    const later = await scriptsOf(directory).upgradeSql(`${idOf(0)}:${idOf(1)}`);
    const before = await readRunContents(database);
    await expect(runScript(database, later.sql)).rejects.toThrow(`Revision ${idOf(0)} is not applied`);
    await runScript(database, whole.sql);
    const upgraded = await readRunContents(database);
    await expect(runScript(database, whole.sql)).rejects.toThrow(`Revision ${idOf(0)} is applied`);
    expect(await readRunContents(database)).toEqual(upgraded);
    expect(upgraded).not.toEqual(before);
    await expect(runScript(database, (await scriptsOf(directory).downgradeSql(`${idOf(2)}:base`)).sql)).rejects.toThrow(`Revision ${idOf(3)} is applied`);

    await withDataSource(database, { entities: [] }, async (dataSource) => {
      const migrator = new Migrator(dataSource, { directory, onEvent: () => undefined });
      const down = (await migrator.downgradeSql('head:-1')).sql;
      const runner = dataSource.createQueryRunner();
      const lock = /pg_try_advisory_xact_lock\((.*?)\)/.exec(down)?.[1] ?? '';
      await runner.query(`SELECT pg_advisory_lock(${lock})`);
      await expect(runScript(database, down)).rejects.toThrow('Another run of migrations is under way.');
      await expect(new Migrator(dataSource, { directory, lockWaitMs: 0 }).downgrade('-1')).rejects.toMatchObject({ code: 'lock/held' });
      await runner.query(`SELECT pg_advisory_unlock(${lock})`);
      await runner.release();
      await runScript(database, down);
    });
  });

  it('stops at the revision that fails, also with a client that goes on', async () => {
    await using database = await createDatabase();
    const directory = await write([
      { up: `await op.execute('CREATE TABLE one (id integer)');` },
      { up: `await op.execute('CREATE TABLE two (id integer)'); await op.execute('SELECT 1 / 0');` },
      { up: `await op.execute('CREATE TABLE three (id integer)');` },
    ]);
    const errors = await runScript(database, (await scriptsOf(directory).upgradeSql()).sql, { goesOn: true });
    expect(errors).toContain(`Revision ${idOf(1)} is not applied; this script must not run here.`);
    expect(await database.query("SELECT relname FROM pg_class WHERE relname IN ('one', 'two', 'three')")).toEqual([{ relname: 'one' }]);
    expect(await database.query('SELECT limbeck_revision AS id FROM migrations')).toEqual([{ id: idOf(0) }]);
  });

  it('says that there is nothing to do', async () => {
    const directory = await write(story.slice(0, 1));
    expect(await scriptsOf(directory).upgradeSql('head:head')).toEqual({ revisions: [], sql: '-- upgrade head:head: nothing to do\n' });
  });
});

describe('what a script cannot hold', () => {
  const refusalOf = async (bodies: readonly Body[], write_: (migrator: Migrator) => Promise<unknown>): Promise<LimbeckError> => {
    const directory = await write(bodies);
    const error: unknown = await write_(scriptsOf(directory)).then(() => null, (thrown: unknown) => thrown);
    if (!(error instanceof LimbeckError)) throw new Error(`no refusal: ${String(error)}`);
    return error;
  };

  it.each([
    ['an answer', `const [row] = await queryRunner.query('SELECT id FROM product'); void row;`, 'SELECT id FROM product'],
    ['the length of an answer', `void (await queryRunner.query('SELECT 1')).length;`, 'SELECT 1'],
    ['the rows that a statement gives back', `for (const row of await queryRunner.query('DELETE FROM a RETURNING *')) void row;`, 'DELETE FROM a'],
    ["what TypeORM's table API looks up", `await queryRunner.addColumn('product', { name: 'a', type: 'text' } as never);`, 'current_schema'],
    ['whether there is a table', `if (await queryRunner.hasTable('product')) return;`, 'current_schema'],
  ])('%s', async (_, up, reason) => {
    const error = await refusalOf([{ up: `await op.createSchema('a');\n    ${up}` }], (migrator) => migrator.upgradeSql());
    expect(error).toMatchObject({ code: 'offline/needs-database', details: { revision: idOf(0), direction: 'up' } });
    expect(error.message).toMatch(/000000000001_step\.ts:1[23]:\d+\)/);
    expect(error.message).toContain(reason);
  });

  it('what TypeORM knows only of a connection', async () => {
    const error = await refusalOf([{ up: `await queryRunner.manager.find('product');` }], (migrator) => migrator.upgradeSql());
    expect(error.code).toBe('offline/needs-database');
  });

  it('a value that no script can hold', async () => {
    const error = await refusalOf([{ up: `await op.execute('SELECT $1', [() => 1]);` }], (migrator) => migrator.upgradeSql());
    expect(error).toMatchObject({ code: 'offline/parameters', details: { problem: 'the value of $1 is a function' } });
  });

  it('a way back that there is not', async () => {
    const error = await refusalOf(
      [{ up: '', down: `throw new LimbeckError('operation/irreversible', { what: 'drop table product' });` }],
      (migrator) => migrator.downgradeSql('head:base'),
    );
    expect(error).toMatchObject({ code: 'run/revision-failed', details: { revision: idOf(0), standing: 'No script was written.' } });
  });
});
