import 'reflect-metadata';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createTestDatabase, endTestRun, expectMatchesEntities, expectNoDrift, expectReversible, type TestDatabaseOptions } from 'limbeck/testing';
import { LimbeckError } from 'limbeck';
import { DataSource } from 'typeorm';
import { dataSource } from '../../ormconfig';
import { testServer } from '../support/database.js';

/** Its migrations are those of the folder alone. */
const shop = new DataSource({ ...dataSource.options, migrations: [] });
const migrations = resolve(__dirname, '../../migrations');
let folder: string;
let options: TestDatabaseOptions;

/** The shop's history in a folder of its own, to be spoilt. */
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'limbeck-checks-'));
  for (const name of await readdir(migrations)) await writeFile(join(folder, name), await readFile(join(migrations, name)));
  const { host, port, user, password } = await testServer();
  options = { dataSource: shop, migrator: { directory: folder }, provider: { url: `postgresql://${user}:${password}@${host}:${port}/postgres` } };
});

afterEach(() => rm(folder, { recursive: true, force: true }));
afterAll(endTestRun);

async function edit(part: string, change: (text: string) => string): Promise<string> {
  const name = (await readdir(folder)).find((each) => each.includes(part)) ?? '';
  const file = join(folder, name);
  const before = await readFile(file, 'utf8');
  const after = change(before);
  expect(after).not.toBe(before);
  await writeFile(file, after);
  return file;
}

const failure = async (work: Promise<void>): Promise<string> => {
  const error = await work.then(() => new Error('It did not fail.'), (thrown: unknown) => thrown);
  if (!(error instanceof LimbeckError)) throw error;
  return `${error.code}: ${error.message}\n${error.hint}`;
};

describe('expectNoDrift', () => {
  it('accepts a history that leads to the entities', async () => {
    await using database = await createTestDatabase(options);
    await expectNoDrift(database.dataSource, { directory: folder });
  });

  it('says what a revision is missing for', async () => {
    await rm(join(folder, (await readdir(folder)).find((name) => name.includes('add_categories')) ?? ''));
    await using database = await createTestDatabase(options);
    const text = await failure(expectNoDrift(database.dataSource, { directory: folder }));
    expect(text).toMatch(/^testing\/drift: The revisions do not lead to the entities; still to do:\n {2}create enum type product_status_enum: draft, active, archived\n/);
    expect(text).toContain('\n  create table customer: id, email, full_name, created_at\n');
  });
});

describe('expectMatchesEntities', () => {
  it('looks at the database alone', async () => {
    await using database = await createTestDatabase({ ...options, upgradeTo: 'base' });
    await database.dataSource.synchronize();
    await expectMatchesEntities(database.dataSource);
    await database.dataSource.query('ALTER TABLE tag ALTER label TYPE text');
    expect(await failure(expectMatchesEntities(database.dataSource))).toBe(
      'testing/entities-differ: The database is not as the entities say; still to do:\n' +
        '  alter column tag.label: type text → character varying(40)\nCorrect what made the tables, or the entities.',
    );
  });
});

describe('expectReversible', () => {
  it('runs every revision up, down and up, and ends at head', async () => {
    await using database = await createTestDatabase({ ...options, upgradeTo: 'base' });
    await expectReversible(database.migrator);
    expect(await database.migrator.check()).toEqual([]);
  });

  it('says what a way down forgets', async () => {
    const file = await edit('add_sku', (text) => text.replace(/^\s*await op\.dropColumn\("product", "sku".*$/m, ''));
    await using database = await createTestDatabase({ ...options, upgradeTo: 'base' });
    const text = await failure(expectReversible(database.migrator));
    expect(text).toMatch(/^testing\/not-reversible: Revision 2d583d208cbe, .* does not lead there and back: after up and down the database is not as it was before\. To make it so:\n/);
    expect(text).toContain('  drop column product.sku\n');
    expect(text).toContain(`Correct down() in ${file}.`);
  });

  it('can leave out what only goes up', async () => {
    await edit('add_sku', (text) => text.replace(/^\s*await op\.dropColumn\("product", "sku".*$/m, ''));
    await using database = await createTestDatabase({ ...options, upgradeTo: 'base' });
    await expectReversible(database.migrator, { except: ['2d583d208cbe'] });
  });

  it('goes through branches and their merge', async () => {
    const revision = (id: string, parents: string, number: number): string => `import type { MigrationInterface, QueryRunner } from "typeorm";
import { operations } from "limbeck";
export class Step${number}180000000000${number} implements MigrationInterface {
  name = "Step${number}180000000000${number}";
  static revision = "${id}";
  static downRevision = ${parents};
  async up(queryRunner: QueryRunner): Promise<void> {
    await operations(queryRunner).addColumn("tag", { name: "column_${number}", type: "text", nullable: true });
  }
  async down(queryRunner: QueryRunner): Promise<void> {
    await operations(queryRunner).dropColumn("tag", "column_${number}");
  }
}
`;
    const steps: readonly (readonly [string, string])[] = [['aa0000000001', '"4dca3eebfc4b"'], ['aa0000000002', '"4dca3eebfc4b"'], ['aa0000000003', '["aa0000000001", "aa0000000002"]']];
    for (const [index, [id, parents]] of steps.entries()) await writeFile(join(folder, `2027_0${index + 1}_01_0000-${id}_step.ts`), revision(id, parents, index + 1));
    await using database = await createTestDatabase({ ...options, upgradeTo: 'base' });
    await expectReversible(database.migrator);
    expect((await database.migrator.current()).map(({ id }) => id)).toEqual(['aa0000000003']);
  });

  it('touches no database that has something to lose', async () => {
    await using database = await createTestDatabase(options);
    expect(await failure(expectReversible(database.migrator))).toContain('testing/not-at-base: Revisions are tried there and back on an empty database only; here are applied: 4dca3eebfc4b.');
  });
});

it('knows the migrations that only the data source names', async () => {
  const files = await readdir(folder);
  const named = new DataSource({ ...shop.options, migrations: files.map((name) => join(migrations, name)) });
  for (const name of files) await rm(join(folder, name));
  await using database = await createTestDatabase({ ...options, dataSource: named });
  await expectNoDrift(database.dataSource, { directory: folder });
});
