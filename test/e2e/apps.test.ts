import { createProject, type Outcome } from '../support/command.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { readCatalog } from '../support/catalog.js';
import { typeOrmVersions, type TypeOrmVersion } from '../support/entities.js';
import { build, type OldApp, typeOrm } from '../support/old-app.js';
import { oldHistory } from '../support/old-history/history.js';

/** Each takes a dozen processes. */
jest.setTimeout(180_000);

/** An app with its database, both of which end with it. */
interface Stage extends AsyncDisposable, OldApp {
  readonly database: TestDatabase;
  readonly limbeck: (...words: readonly string[]) => Promise<Outcome>;
}

interface Layout {
  /** A folder of test/fixtures. */
  readonly fixture?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly dataSource: string;
  readonly environment?: Readonly<Record<string, string>>;
}

async function createStage(version: TypeOrmVersion, { dataSource, environment = {}, ...layout }: Layout): Promise<Stage> {
  const database = await createDatabase();
  const variables = { DATABASE_URL: database.url, ...environment };
  const project = await createProject({ ...layout, typeOrm: version, environment: variables });
  const app: OldApp = { project, dataSource, environment: variables };
  await build(app);
  return {
    ...app,
    database,
    limbeck: (...words) => project.limbeck(words),
    [Symbol.asyncDispose]: async () => {
      await project[Symbol.asyncDispose]();
      await database.drop();
    },
  };
}

/** The catalog without the books, which count on. */
const structureOf = async (database: TestDatabase): Promise<readonly string[]> => (await readCatalog(database)).filter((line) => !/\b(migrations|(pk_)?schema_history)/.test(line));

const inSync = { exitCode: 0, stdout: expect.stringContaining('The database is as the entities say.') as unknown };

/** The lines behind the first one: what is done, without hazards. */
const stepsIn = (stdout: string): readonly string[] => stdout.split('\n').slice(1).map((line) => line.trim()).filter((line) => /^(create|alter|drop|add|rename) /.test(line));

/** Writes a changed entity, and expects a revision of just these steps, which runs there and back with both runners. */
async function expectChange(stage: Stage, { file, replace, steps }: { readonly file: string; readonly replace: readonly [RegExp, string]; readonly steps: readonly string[] }): Promise<void> {
  const { project, database, limbeck } = stage;
  const before = await structureOf(database);
  const text = await project.read(file);
  await project.write({ [file]: text.replace(...replace) });
  expect(await limbeck('check')).toMatchObject({ exitCode: 1 });
  const written = await limbeck('revision', '--autogenerate', '-m', 'what changed');
  expect({ ...written, stdout: stepsIn(written.stdout) }).toEqual({ exitCode: 0, stdout: steps, stderr: '' });
  expect(await limbeck('upgrade')).toMatchObject({ exitCode: 0, stderr: '' });
  expect(await limbeck('check')).toMatchObject(inSync);
  const after = await structureOf(database);

  await build(stage);
  expect(await typeOrm(stage, 'migration:run')).toContain('No migrations are pending');
  await typeOrm(stage, 'migration:revert');
  expect(await structureOf(database)).toEqual(before);
  expect(await typeOrm(stage, 'migration:run')).toMatch(/WhatChanged\d{13} has been executed successfully/);
  expect(await structureOf(database)).toEqual(after);
  expect(await limbeck('check')).toMatchObject(inSync);
  expect(await limbeck('downgrade', '-1')).toMatchObject({ exitCode: 0, stderr: '' });
  expect(await structureOf(database)).toEqual(before);
  expect(await limbeck('upgrade')).toMatchObject({ exitCode: 0 });
}

describe.each(typeOrmVersions)('with TypeORM %s', (version) => {
  test('a NestJS app with a data source for the command line is taken over with its history', async () => {
    await using stage = await createStage(version, { fixture: 'apps/nest', dataSource: 'dist/database/data-source.js', environment: { DATABASE_TYPE: 'postgres' } });
    const { project, limbeck } = stage;
    await typeOrm(stage, 'migration:run');

    const { stdout } = await limbeck('init', '--yes');
    expect(stdout).toMatch(/found src\/database\/migrations\nchanged package\.json\nleft src\/database\/data-source\.ts as it is\n\nWhat comes next:\n {2}Set synchronize to false in src\/database\/data-source\.ts:7: from now on, migrations change the schema\.\n {2}limbeck -d src\/database\/data-source\.ts adopt\n$/);
    const { scripts } = JSON.parse(await project.read('package.json')) as { readonly scripts: Readonly<Record<string, string>> };
    expect(scripts['migrate:up']).toBe('limbeck -d src/database/data-source.ts upgrade');
    const ofApp: Stage = { ...stage, limbeck: (...words) => limbeck('-d', 'src/database/data-source.ts', ...words) };

    expect(await ofApp.limbeck('adopt')).toEqual({ exitCode: 0, stdout: '5 revisions, of which 5 written for TypeORM; 5 applied.\nThe database is as the entities say.\n', stderr: '' });
    expect(await ofApp.limbeck('doctor')).toMatchObject({ exitCode: 0 });
    await expectChange(ofApp, {
      file: 'src/sessions/infrastructure/persistence/relational/entities/session.entity.ts',
      replace: [/ {2}@Column\(\)\n {2}hash: string;/, "  @Column({ length: 64, default: '' })\n  hash: string;\n\n  @Column({ type: 'inet', nullable: true })\n  address: string | null;"],
      steps: ['add column session.address: inet', "alter column session.hash: type character varying → character varying(64); default none → ''::character varying"],
    });
  });

  test('an app for several databases, with names and types of its own, begins with a baseline', async () => {
    await using stage = await createStage(version, { fixture: 'apps/drivers', dataSource: 'dist/data-source.js', environment: { DB_TYPE: 'postgres' } });
    const { project, limbeck, database } = stage;
    await typeOrm(stage, 'schema:sync');
    const bySync = await structureOf(database);

    const { stdout } = await limbeck('init', 'src/migrations/postgres', '--yes');
    expect(stdout).toMatch(/made src\/migrations\/postgres[^]*limbeck revision --baseline -m "baseline"\n {2}limbeck adopt --stamp\n$/);
    expect(await limbeck('check')).toMatchObject(inSync);
    expect(await limbeck('revision', '--baseline', '-m', 'baseline')).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await limbeck('adopt', '--stamp')).toMatchObject(inSync);
    expect(await project.limbeck(['check'], { env: { DB_TYPE: 'mysql' } })).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('config/unsupported-driver') as unknown });

    await expectChange(stage, {
      file: 'src/entities/account.ts',
      replace: [/ {2}isAdmin: boolean;/, "  isAdmin: boolean;\n\n  @DbColumn({ type: 'json', default: () => `'{\"theme\": \"dark\"}'` })\n  uiSettings: object;\n\n  @DbColumn({ type: 'datetime', nullable: true })\n  lastSeenAt: Date | null;"],
      steps: [`add column rq_accounts.ui_settings: jsonb, not null, default '{"theme": "dark"}'::jsonb`, 'add column rq_accounts.last_seen_at: timestamp with time zone'],
    });
    expect(await limbeck('downgrade', 'base')).toMatchObject({ exitCode: 0 });
    expect(await limbeck('upgrade', '+1')).toMatchObject({ exitCode: 0 });
    expect(await structureOf(database)).toEqual(bySync);
  });

  test('an app with 100 migrations of many kinds is taken over, and goes back to the beginning', async () => {
    const history = oldHistory(100, 20_261_121);
    await using stage = await createStage(version, { fixture: 'apps/old', files: history.files, dataSource: 'dist/data-source.js' });
    const { limbeck, database } = stage;
    await typeOrm(stage, 'migration:run');

    expect((await limbeck('init', '--yes')).stdout).toContain('What comes next:\n  limbeck adopt\n');
    expect(await limbeck('adopt')).toEqual({ exitCode: 0, stdout: '100 revisions, of which 100 written for TypeORM; 100 applied.\nThe database is as the entities say.\n', stderr: '' });
    const names = JSON.parse((await limbeck('history', '--json')).stdout) as { readonly revisions: readonly { readonly name: string }[] };
    expect(names.revisions.map(({ name }) => name).toReversed()).toEqual(history.names);

    const [table] = history.tables;
    await expectChange(stage, {
      file: 'src/entities.ts',
      replace: [/"columns": \{\n/, '"columns": {\n      "extra": { "type": "uuid", "nullable": true },\n'],
      steps: [`add column ${table?.name}.extra: uuid`],
    });
    const built = await structureOf(database);
    expect(await limbeck('downgrade', 'base')).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await limbeck('upgrade')).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await structureOf(database)).toEqual(built);
  });
});
