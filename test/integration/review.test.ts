import { DataSource, type MigrationInterface, type QueryRunner } from 'typeorm';
import { type LimbeckEvent, Migrator, type MigratorOptions, operations } from '../../src/index.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { readContents } from '../support/database-contents.js';

class Tables1700000000001 implements MigrationInterface {
  static readonly revision: string = 'aaaaaaaaaaa1';
  static readonly downRevision: string | null = null;
  readonly name = 'Tables1700000000001';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('CREATE TABLE product (id integer, weight integer)');
    await queryRunner.query('INSERT INTO product VALUES (1, 2)');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE product');
  }
}

class Drop1700000000002 implements MigrationInterface {
  static readonly revision: string = 'bbbbbbbbbbb2';
  static readonly downRevision: string = 'aaaaaaaaaaa1';
  readonly name = 'Drop1700000000002';

  async up(queryRunner: QueryRunner): Promise<void> {
    await operations(queryRunner).dropColumn('product', 'weight');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await operations(queryRunner).addColumn('product', { name: 'weight', type: 'integer', nullable: true });
  }
}

let database: TestDatabase;
let dataSource: DataSource;
let events: LimbeckEvent[] = [];

const migratorWith = (options: MigratorOptions = {}): Migrator =>
  new Migrator(dataSource, { directory: '/nowhere/migrations', onEvent: (event) => events.push(event), ...options });

beforeEach(async () => {
  database = await createDatabase();
  dataSource = await new DataSource({ type: 'postgres', ...database.options, migrations: [Tables1700000000001, Drop1700000000002] }).initialize();
  await migratorWith().upgrade('aaaaaaaaaaa1');
  events = [];
});

afterEach(async () => {
  await dataSource.destroy();
  await database.drop();
});

const accept = [{ revision: 'bbbbbbbbbbb2', code: 'data/lost', reason: 'nobody weighs' }];
const lost = { type: 'run.hazard', level: 'error', revision: 'bbbbbbbbbbb2', code: 'data/lost', message: 'Every value of column public.product.weight is lost.', place: 'DataSource.options.migrations' };
const typesOf = (): readonly string[] => events.map(({ type }) => type);

describe('what is about to run', () => {
  it('is told of where that is asked for, before it runs', async () => {
    await migratorWith().upgrade('head', { tellHazards: true });
    expect(events.filter(({ type }) => type === 'run.hazard')).toContainEqual(lost);
    expect(typesOf().lastIndexOf('run.hazard')).toBeLessThan(typesOf().indexOf('revision.started'));
    events = [];
    await migratorWith().upgrade('head', { tellHazards: true });
    expect(events).toEqual([]);
  });

  it('is not looked at where nobody asks', async () => {
    await migratorWith().upgrade();
    expect(typesOf()).not.toContain('run.hazard');
  });

  it('stops what is not accepted, also for a dry run, and leaves everything as it is', async () => {
    const before = await readContents(database);
    const refusal = { code: 'run/not-accepted' };
    await expect(migratorWith({ requireSafe: true }).upgrade()).rejects.toMatchObject(refusal);
    await expect(migratorWith().upgrade('head', { requireSafe: true, dryRun: true })).rejects.toMatchObject(refusal);
    expect(await readContents(database)).toEqual(before);
    expect(typesOf()).toEqual([]);
  });

  it('runs when it is accepted, when its rule is off, and when a call says otherwise', async () => {
    const safe = { requireSafe: true };
    await migratorWith({ ...safe, lint: { accept, rules: { 'app/*': 'off' } } }).upgrade();
    await migratorWith().downgrade('-1');
    await migratorWith({ ...safe, lint: { rules: { 'data/lost': 'off', 'app/*': 'off' } } }).upgrade();
    await migratorWith(safe).downgrade('-1');
    await migratorWith(safe).upgrade('head', { requireSafe: false });
    expect(await database.query('SELECT * FROM product')).toEqual([{ id: 1 }]);
  });
});

it('gives what was found as data', async () => {
  const { findings, revisions, isSafe } = await migratorWith({ lint: { accept, rules: { 'app/*': 'off' } } }).lint();
  expect([revisions.map(({ id }) => id), isSafe, findings.filter(({ code }) => code === 'data/lost').map(({ code, acceptance, place }) => [code, acceptance, place])]).toEqual([
    ['bbbbbbbbbbb2'],
    true,
    [['data/lost', 'nobody weighs', null]],
  ]);
});

it('says that there is no such revision as an entry accepts', async () => {
  const accepting = migratorWith({ lint: { accept: [{ revision: 'bbbbbbbbbbb3', code: 'data/lost', reason: 'so' }] } });
  await expect(accepting.lint()).rejects.toMatchObject({ code: 'revision/unknown', details: { target: 'bbbbbbbbbbb3', nearest: 'bbbbbbbbbbb2' } });
});
