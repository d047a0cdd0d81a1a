import type { Finding } from '../../src/doctor/finding.js';
import { createProject } from '../support/command.js';
import { revisionText } from '../support/revision-text.js';
import { createStage, type Stage } from '../support/stage.js';

interface Examined {
  readonly exitCode: number | null;
  readonly isHealthy: boolean;
  readonly findings: readonly Finding[];
}

async function examine({ project }: Pick<Stage, 'project'>, env: Readonly<Record<string, string>> = {}): Promise<Examined> {
  const { exitCode, stdout } = await project.limbeck(['doctor', '--json'], { env: { TZ: 'UTC', ...env } });
  return { exitCode, ...(JSON.parse(stdout) as Pick<Examined, 'isHealthy' | 'findings'>) };
}

/** What is not as it should be, by subject. */
const complaints = ({ findings }: Examined): Readonly<Record<string, string>> =>
  Object.fromEntries(findings.filter(({ level }) => level !== 'good').map(({ subject, level, text }) => [subject, `${level}: ${text}`]));

const config = (options: string): string => `import { dataSource as shop } from './shop';
import { DataSource } from 'typeorm';
export const dataSource = new DataSource({ ...shop.options, ${options} } as never);
`;

test('all is well: each thing by name, aligned, and what to do for none', async () => {
  await using stage = await createStage();
  await stage.database.query(`ALTER DATABASE "${stage.database.name}" SET timezone TO 'UTC'`);
  const { exitCode, stdout, stderr } = await stage.project.limbeck(['doctor'], { env: { TZ: 'UTC' } });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  const lines = stdout.split('\n');
  expect(lines.slice(-3)).toEqual(['', 'Nothing is in the way.', '']);
  expect(lines.slice(0, -3).filter((line) => !/^ok {2}.{17} {2}\S/.test(line))).toEqual([]);
  expect(complaints(await examine(stage))).toEqual({});
});

test('what is in the way of each thing that it looks at', async () => {
  await using stage = await createStage({
    'tsconfig.json': '{ "compilerOptions": { "experimentalDecorators": true } }',
    'migrations/a.ts': revisionText({ id: 'aaaaaaaaaaaa', down: null, message: 'First', timestampMs: 1700000000001 }),
    'migrations/b.ts': revisionText({ id: 'bbbbbbbbbbbb', down: null, message: 'Second', timestampMs: 1700000000002 }),
  });
  const { project, database } = stage;
  await project.write({ 'shop.ts': await project.read('ormconfig.ts') });
  await project.write({ 'ormconfig.ts': config("synchronize: true, extensions: ['no_such_extension'], schema: 'elsewhere'") });
  await database.query(`ALTER DATABASE "${database.name}" SET timezone TO 'Asia/Tokyo'`);
  await database.query('CREATE TABLE elsewhere_migrations (id int)');
  const found = await examine(stage);
  expect([found.exitCode, found.isHealthy]).toEqual([1, false]);
  expect(complaints(found)).toEqual({
    decorators: 'warning: tsconfig.json does not set emitDecoratorMetadata',
    synchronize: 'problem: synchronize is true: the app changes the schema whenever it connects, and may drop columns with their values',
    revisions: 'warning: 2 revisions with 2 heads: aaaaaaaaaaaa, bbbbbbbbbbbb',
    'search path': 'warning: the DataSource says schema elsewhere, and names without a schema mean public',
    extensions: 'problem: the server does not have no_such_extension',
  });
  expect(found.findings.filter(({ level, advice }) => (level === 'good') !== (advice === null))).toEqual([]);
});

test('a role that may do little', async () => {
  await using stage = await createStage();
  const { project, database } = stage;
  await project.limbeck(['revision', '--autogenerate', '-m', 'first']);
  await project.limbeck(['upgrade']);
  const role = `${database.name}_clerk`;
  await database.query(`CREATE ROLE ${role} LOGIN PASSWORD 'pw-clerk'`);
  try {
    await database.query('REVOKE CREATE ON SCHEMA public FROM PUBLIC');
    await database.query(`GRANT SELECT ON migrations TO ${role}`);
    const found = complaints(await examine(stage, { POSTGRES_USER: role, POSTGRES_PASSWORD: 'pw-clerk' }));
    expect(found).toMatchObject({
      'may create': `problem: the role ${role} may make nothing in the schema public`,
      'owns tables': `problem: 1 table of the entities belongs to another role: product to ${database.options.username}`,
      'scratch databases': `warning: the role ${role} may not make them`,
    });
  } finally {
    await database.query(`DROP OWNED BY ${role}`);
    await database.query(`DROP ROLE ${role}`);
  }
});

test('books without files, and a run that is under way', async () => {
  await using stage = await createStage({ 'migrations/a.ts': revisionText({ id: 'aaaaaaaaaaaa', down: null, message: 'First', timestampMs: 1700000000001 }) });
  const { project, database } = stage;
  expect((await project.limbeck(['upgrade'])).exitCode).toBe(0);
  const lock = await database.query<{ readonly key: string }>(`SELECT (('x' || substr(encode(sha256('limbeck:public.migrations'::bytea), 'hex'), 1, 16))::bit(64)::bigint)::text AS key`);
  await database.query('SELECT pg_advisory_lock($1::bigint)', [lock[0]?.key]);
  await project.remove('migrations/a.ts');
  const found = complaints(await examine(stage));
  expect(found).toMatchObject({ lock: expect.stringMatching(/^warning: held by process \d+/), books: expect.stringMatching(/^problem: 1 row without a file: \w+1700000000001$/) });
});

test('as far as it can: without a database, a data source, or packages', async () => {
  await using stage = await createStage();
  const unreachable = await examine(stage, { POSTGRES_PORT: '1' });
  expect(complaints(unreachable)).toEqual({ database: expect.stringMatching(/^problem: No PostgreSQL server answers at 127\.0\.0\.1:1 /), 'the rest': 'unknown: not looked at: the database was not reached' });
  expect(unreachable.findings.map(({ subject }) => subject)).toEqual(expect.arrayContaining(['Node.js', 'TypeORM', 'driver pg', 'reflect-metadata', 'decorators', 'revisions']));

  await stage.project.write({ 'ormconfig.ts': "throw new Error('cannot read postgres://shop:s3cret@db/shop');\n" });
  const broken = await examine(stage);
  expect(complaints(broken)).toMatchObject({ DataSource: expect.stringContaining('postgres://shop:***@db/shop') });
  expect(JSON.stringify(broken)).not.toContain('s3cret');

  await using bare = await createProject({});
  await bare.remove('node_modules/typeorm');
  expect(complaints(await examine({ project: bare }))).toMatchObject({ TypeORM: 'problem: not installed', DataSource: expect.stringMatching(/^problem: There is no file that exports a DataSource/) });
});

test('options that are wrong', async () => {
  await using stage = await createStage();
  await stage.project.write({ 'shop.ts': await stage.project.read('ormconfig.ts'), 'ormconfig.ts': "export { dataSource } from './shop';\nexport const limbeck = { directroy: 'x' };\n" });
  expect(complaints(await examine(stage))).toEqual({ options: 'problem: There is no option `directroy`', 'the rest': 'unknown: not looked at: the options are wrong' });
});
