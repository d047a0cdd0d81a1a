import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as typeorm from 'typeorm';
import { EntitySchema, type EntitySchemaColumnOptions, type MigrationInterface } from 'typeorm';
import * as typeorm03 from 'typeorm-0.3';
import { LimbeckError, Migrator, type MigratorOptions } from '../../src/index.js';
import { readCatalog } from '../support/catalog.js';
import { createDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
let folder: string;
let open: { readonly isInitialized: boolean; destroy(): Promise<void> }[];

beforeEach(async () => {
  database = await createDatabase();
  folder = await mkdtemp(join(tmpdir(), 'limbeck-adoption-'));
  open = [];
});

afterEach(async () => {
  for (const dataSource of open) if (dataSource.isInitialized) await dataSource.destroy();
  await database.drop();
  await rm(folder, { recursive: true });
});

/** Writes files by their paths below the folder. */
async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

/** The entity after `additions` columns were added to it one by one. */
const productWith = (additions: number, others: Readonly<Record<string, EntitySchemaColumnOptions>> = {}): EntitySchema => {
  const columns = Array.from({ length: additions }, (_, index) => [`c${index + 1}`, { type: 'int', nullable: true }] as const);
  return new EntitySchema({
    name: 'Product',
    columns: { id: { type: 'int', primary: true, generated: true, primaryKeyConstraintName: 'PK_product' }, ...Object.fromEntries(columns), ...others },
  });
};

const stampOf = (position: number): number => 1_500_000_000_000 + position * 1_000;
const createSql = 'CREATE TABLE "product" ("id" SERIAL NOT NULL, CONSTRAINT "PK_product" PRIMARY KEY ("id"))';

/** The name and the statements of the migration at a position: the first makes the table, each other one adds a column. */
function migrationAt(position: number): { readonly name: string; readonly up: string; readonly down: string } {
  const name = `${position === 0 ? 'CreateProduct' : `AddC${position}`}${stampOf(position)}`;
  const column = `ALTER TABLE "product" ADD "c${position}" integer`;
  return position === 0 ? { name, up: createSql, down: 'DROP TABLE "product"' } : { name, up: column, down: `ALTER TABLE "product" DROP COLUMN "c${position}"` };
}

/** The class of a migration as TypeORM's command writes it. */
function classText(position: number, before: string, additions = ''): string {
  const { name, up, down } = migrationAt(position);
  return `${before} ${name} {
    name = '${name}'
${additions}
    async up(queryRunner) {
        await queryRunner.query(\`${up}\`);
    }

    async down(queryRunner) {
        await queryRunner.query(\`${down}\`);
    }
}
`;
}

/** The files of an app in JavaScript with this many migrations, and nothing of Limbeck's. */
const appOf = (migrations: number): Readonly<Record<string, string>> =>
  Object.fromEntries(Array.from({ length: migrations }, (_, position) => [`migrations/${stampOf(position)}-change.js`, classText(position, 'module.exports = class')]));

type Overrides = Partial<Extract<typeorm.DataSourceOptions, { type: 'postgres' }>>;

function limbeck(overrides: Overrides, options: MigratorOptions = {}): Migrator {
  const dataSource = new typeorm.DataSource({ type: 'postgres', ...database.options, ...overrides });
  open.push(dataSource);
  return new Migrator(dataSource, { directory: join(folder, 'migrations'), ...options });
}

const ids = (revisions: readonly { readonly id: string }[]): string => revisions.map(({ id }) => id).join(' ');
const namesUpTo = (migrations: number): readonly string[] => Array.from({ length: migrations }, (_, position) => migrationAt(position).name);
const recorded = async (): Promise<readonly string[]> => (await database.query<{ name: string }>('SELECT name FROM migrations ORDER BY id')).map(({ name }) => name);

interface Runner {
  readonly isInitialized: boolean;
  initialize(): Promise<unknown>;
  runMigrations(): Promise<readonly { readonly name: string }[]>;
  undoLastMigration(): Promise<unknown>;
  showMigrations(): Promise<boolean>;
  destroy(): Promise<void>;
}

const runners = [
  ['1.x', (options: typeorm.DataSourceOptions): Runner => new typeorm.DataSource(options)],
  ['0.3', (options: typeorm.DataSourceOptions): Runner => new typeorm03.DataSource(options as typeorm03.DataSourceOptions)],
] as const;

describe.each(runners)('an app with 100 migrations of TypeORM %s', (_, make) => {
  /** A data source of its own, which runs what TypeORM's command runs. */
  async function typeOrm<T>(migrations: readonly (string | (new () => MigrationInterface))[], work: (runner: Runner) => Promise<T>): Promise<T> {
    const runner = make({ type: 'postgres', ...database.options, migrations: [...migrations] });
    open.push(runner);
    await runner.initialize();
    return work(runner).finally(() => runner.destroy());
  }

  it('is taken over in the midst, goes on, and goes back', async () => {
    const files = appOf(100);
    await write(Object.fromEntries(Object.entries(files).slice(0, 60)));
    const glob = join(folder, 'migrations/*.js');
    expect(await typeOrm([glob], (runner) => runner.runMigrations())).toHaveLength(60);
    await write(files);

    await using migrator = limbeck({ entities: [productWith(99)] });
    const found = await migrator.adopt();
    expect([found.revisions.length, found.old.length, found.applied.length, found.pending.length, found.missing, found.stamped]).toEqual([100, 100, 60, 40, [], []]);
    expect(found.differences).toHaveLength(40);
    expect(await recorded()).toHaveLength(60);
    expect(ids(await migrator.current())).toBe(migrationAt(59).name);

    expect(ids(await migrator.upgrade('AddC69'))).toBe(namesUpTo(70).slice(60).join(' '));
    expect(ids(await migrator.downgrade('-2'))).toBe(namesUpTo(70).slice(68).reverse().join(' '));
    expect(await migrator.upgrade()).toHaveLength(32);
    expect(await migrator.check()).toEqual([]);
    expect(await migrator.adopt()).toMatchObject({ pending: [], missing: [], differences: [] });
    expect(await recorded()).toEqual(namesUpTo(100));

    // TypeORM's runner goes on where Limbeck stands, there and back, and Limbeck where that stands.
    await typeOrm([glob], async (runner) => {
      expect(await runner.showMigrations()).toBe(false);
      expect(await runner.runMigrations()).toEqual([]);
      for (let undone = 0; undone < 3; undone += 1) await runner.undoLastMigration();
    });
    expect(ids(await migrator.current())).toBe(migrationAt(96).name);
    expect(ids(await migrator.upgrade('+1'))).toBe(migrationAt(97).name);
    expect(await typeOrm([glob], (runner) => runner.runMigrations())).toHaveLength(2);
    expect(await migrator.check()).toEqual([]);
    expect(await migrator.downgrade('base')).toHaveLength(100);
    expect(await recorded()).toEqual([]);
  });

  it('gets revisions of Limbeck on top, which TypeORM undoes and runs', async () => {
    await write(appOf(3));
    await using migrator = limbeck({ entities: [productWith(2, { sku: { type: 'text', nullable: true } })] });
    await migrator.upgrade();
    const written = await migrator.revision({ message: 'add sku', autogenerate: true, style: 'sql' });
    expect((await migrator.history())[0]?.parents).toEqual([migrationAt(2).name]);
    await migrator.upgrade();
    const [newest] = await migrator.history();
    const migration = (await newest!.instantiate()) as MigrationInterface & { readonly constructor: new () => MigrationInterface };
    const all = [join(folder, 'migrations/*.js'), migration.constructor];
    await typeOrm(all, async (runner) => {
      expect(await runner.showMigrations()).toBe(false);
      await runner.undoLastMigration();
      await runner.undoLastMigration();
      expect((await runner.runMigrations()).map(({ name }) => name)).toEqual([migrationAt(2).name, newest!.name]);
    });
    expect(ids(await migrator.current())).toBe(written!.revision);
    expect(await migrator.check()).toEqual([]);
  });
});

describe('where migrations are found', () => {
  const typed = (position: number): string => classText(position, 'export class').replaceAll('(queryRunner)', '(queryRunner: { query(sql: string): Promise<unknown> }): Promise<void>');
  const classAt = (position: number): new () => MigrationInterface => {
    const { name, up, down } = migrationAt(position);
    const migration = class implements MigrationInterface {
      readonly name = name;
      async up(queryRunner: typeorm.QueryRunner): Promise<void> {
        await queryRunner.query(up);
      }
      async down(queryRunner: typeorm.QueryRunner): Promise<void> {
        await queryRunner.query(down);
      }
    };
    return migration;
  };

  it('does not matter: TypeScript, JavaScript, several in a file, globs, classes, helpers beside them', async () => {
    await write({
      'migrations/1-start.ts': `${typed(0)}\n${typed(1)}`,
      'migrations/zzz.js': `${classText(2, 'class')}exports.${migrationAt(2).name} = ${migrationAt(2).name};\n`,
      'migrations/index.ts': 'export * from "./1-start";\n',
      'migrations/helpers.ts': 'export const up = 1;\nexport abstract class Base { abstract up(): void }\n',
      'modules/stock/migrations/add.ts': typed(3),
      'modules/order/migrations/add.cjs': classText(4, 'module.exports = class'),
      'modules/order/migrations/add.d.ts': 'export {}\n',
    });
    await using migrator = limbeck({
      entities: [productWith(5)],
      migrations: [join(folder, 'modules/*/migrations/*'), join(folder, 'migrations/*{.ts,.js}'), classAt(5), classAt(0)],
    });
    expect((await migrator.history()).map(({ id, parents }) => [id, ...parents])).toEqual(
      namesUpTo(6).map((name, position, all) => (position === 0 ? [name] : [name, all[position - 1]])).reverse(),
    );
    expect(ids(await migrator.upgrade())).toBe(namesUpTo(6).join(' '));
    expect(await migrator.check()).toEqual([]);
    expect(await migrator.downgrade('base')).toHaveLength(6);
    await expect(migrator.squash({ range: `${migrationAt(4).name}:${migrationAt(5).name}`, message: 'both' })).rejects.toMatchObject({ code: 'revision/no-file' });
  });

  it('counts a compiled file as its source, and two others of one name not at all', async () => {
    await write({ 'migrations/1-start.ts': typed(0), 'dist/migrations/1-start.js': classText(0, 'module.exports = class') });
    const overrides = { entities: [productWith(0)], migrations: [join(folder, 'dist/**/*.js')] };
    expect((await limbeck(overrides).history()).map(({ file }) => file)).toEqual([join(folder, 'migrations/1-start.ts')]);
    await write({ 'dist/migrations/other.js': classText(0, 'module.exports = class') });
    await expect(limbeck(overrides).history()).rejects.toMatchObject({ code: expect.stringMatching(/^revision\/duplicate/) });
  });

  it('keeps the order of TypeORM where time stamps are the same', async () => {
    const twin = classText(0, 'module.exports = class').replaceAll('CreateProduct', 'AnotherProduct').replaceAll('"product"', '"another"').replace('PK_product', 'PK_another');
    await write({ 'migrations/1-first.js': classText(0, 'module.exports = class'), 'migrations/2-second.js': twin });
    expect(ids(await limbeck({ entities: [productWith(0)] }).upgrade())).toBe('CreateProduct1500000000000 AnotherProduct1500000000000');
  });
});

describe('a migration of TypeORM', () => {
  it('runs outside a transaction where it says so', async () => {
    const outside = classText(1, 'module.exports = class', '    transaction = false').replace('ALTER TABLE "product" ADD "c1" integer', 'CREATE INDEX CONCURRENTLY "by_id" ON "product" ("id")');
    await write({ ...appOf(1), 'migrations/2.js': outside.replace('ALTER TABLE "product" DROP COLUMN "c1"', 'DROP INDEX CONCURRENTLY "by_id"') });
    await using migrator = limbeck({ entities: [productWith(0)] });
    expect(await migrator.upgrade()).toHaveLength(2);
    expect(await database.query(`SELECT to_regclass('by_id')::text AS name`)).toEqual([{ name: 'by_id' }]);
    expect(await migrator.downgrade('-1')).toHaveLength(1);
  });

  it('finds tables as SQL has left them, in a run of several', async () => {
    const body = (up: string, down: string): string => `    async up(queryRunner) { ${up} }\n    async down(queryRunner) { ${down} }\n`;
    const of = (position: number, lines: string): string => `module.exports = class Step${stampOf(position)} {\n${lines}}\n`;
    await write({
      ...appOf(1),
      'migrations/2.js': of(1, body("await queryRunner.addColumn('product', { name: 'c1', type: 'integer', isNullable: true, clone() { return this; } });", "await queryRunner.dropColumn('product', 'c1');")),
      'migrations/3.js': of(2, body('await queryRunner.query(`ALTER TABLE "product" RENAME "c1" TO "c2"`);', 'await queryRunner.query(`ALTER TABLE "product" RENAME "c2" TO "c1"`);')),
      'migrations/4.js': of(3, body("await queryRunner.dropColumn('product', 'c2');", 'await queryRunner.query(`ALTER TABLE "product" ADD "c2" integer`);')),
    });
    await using migrator = limbeck({ entities: [productWith(0)] });
    expect(await migrator.upgrade()).toHaveLength(4);
    expect(await migrator.check()).toEqual([]);
    expect(await migrator.downgrade('base')).toHaveLength(4);
  });

  it('is shown without a database', async () => {
    await write(appOf(2));
    const { up, down } = await limbeck({ entities: [productWith(1)] }).show('AddC1');
    expect([up, down].map(({ statements }) => statements.map(({ sql }) => sql))).toEqual([[migrationAt(1).up], [migrationAt(1).down]]);
  });

  it('is written into a script, which keeps the books for both', async () => {
    await write(appOf(4));
    await using migrator = limbeck({ entities: [productWith(3)] });
    await database.query((await migrator.upgradeSql('head')).sql);
    expect(await recorded()).toEqual(namesUpTo(4));
    expect(await migrator.adopt()).toMatchObject({ pending: [], missing: [], differences: [] });
    await database.query((await migrator.downgradeSql(`head:${migrationAt(1).name}`)).sql);
    expect(await recorded()).toEqual(namesUpTo(2));
  });

  it('stands on revisions of Limbeck that are earlier', async () => {
    await write(appOf(2));
    const own = (id: string, position: number, parent: string): string => {
      const name = `Own${stampOf(position) + 1}`;
      return `class ${name} { async up() {} async down() {} }\n${name}.revision = '${id}';\n${name}.downRevision = '${parent}';\nmodule.exports = ${name};\n`;
    };
    await write({ 'migrations/own.js': own('aaaaaaaaaaaa', 1, migrationAt(1).name) });
    await using migrator = limbeck({ entities: [productWith(2)] });
    await migrator.upgrade();
    await write({ 'migrations/later.js': classText(2, 'module.exports = class') });
    expect((await migrator.history()).map(({ id, parents }) => [id, ...parents]).slice(0, 2)).toEqual([
      [migrationAt(2).name, 'aaaaaaaaaaaa'],
      ['aaaaaaaaaaaa', migrationAt(1).name],
    ]);
    expect(ids(await migrator.upgrade())).toBe(migrationAt(2).name);
    // A revision on the older one makes a branch, of which Limbeck tells.
    await write({ 'migrations/branch.js': own('bbbbbbbbbbbb', 3, 'aaaaaaaaaaaa') });
    await expect(migrator.upgrade()).rejects.toMatchObject({ code: 'revision/multiple-heads' });
  });

  it('is missing where only its row is left', async () => {
    await write(appOf(3));
    await using migrator = limbeck({ entities: [productWith(2)] });
    await migrator.upgrade();
    await rm(join(folder, `migrations/${stampOf(2)}-change.js`));
    const report = await migrator.adopt();
    expect(report.missing.map(({ name }) => name)).toEqual([migrationAt(2).name]);
    expect(report).toMatchObject({ pending: [], differences: [] });
    await expect(migrator.upgrade()).rejects.toMatchObject({ code: 'revision/missing-file' });
  });
});

describe('a database without a history', () => {
  const shop = (): EntitySchema[] => [
    productWith(1, { kind: { type: 'enum', enum: ['a', 'b'], enumName: 'kind', default: 'a' }, price: { type: 'numeric', default: 0 } }),
    new EntitySchema<{ id: string; product: object }>({
      name: 'Part',
      columns: { id: { type: 'uuid', primary: true, generated: 'uuid' } },
      relations: { product: { type: 'many-to-one', target: 'Product' } },
    }),
    new EntitySchema({
      name: 'Cheap',
      type: 'view',
      expression: 'SELECT "id", "price" FROM "product" WHERE "price" < 10',
      columns: { id: { type: 'int' }, price: { type: 'numeric' } },
    } as never),
  ];

  it('is entered as at head when it is as the entities say', async () => {
    await write(appOf(4));
    await database.query(createSql);
    await using early = limbeck({ entities: [productWith(3)] });
    const refused: unknown = await early.adopt({ stamp: true }).catch((error: unknown) => error);
    expect(LimbeckError.is(refused, 'revision/cannot-stamp') && refused.details).toMatchObject({ differences: 3, pending: namesUpTo(4) });
    expect(await database.query(`SELECT to_regclass('migrations') AS name`)).toEqual([{ name: null }]);
    for (const position of [1, 2, 3]) await database.query(migrationAt(position).up);
    expect(await early.adopt()).toMatchObject({ applied: [], differences: [], stamped: [] });
    expect(await database.query(`SELECT to_regclass('migrations') AS name`)).toEqual([{ name: null }]);
    expect(ids((await early.adopt({ stamp: true })).stamped)).toBe(namesUpTo(4).join(' '));
    expect(await recorded()).toEqual(namesUpTo(4));
    expect(await early.check()).toEqual([]);
    expect(await early.upgrade()).toEqual([]);
  });

  it('gets a baseline, which makes the same elsewhere', async () => {
    const entities = shop();
    const made = new typeorm.DataSource({ type: 'postgres', ...database.options, entities, synchronize: true });
    open.push(made);
    await made.initialize();
    await database.query('CREATE VIEW of_others AS SELECT 1 AS one');
    await using migrator = limbeck({ entities });
    const written = await migrator.revision({ message: 'baseline', baseline: true });
    expect(written?.operations.some((operation) => operation.verb === 'drop')).toBe(false);
    expect((await migrator.adopt({ stamp: true })).stamped).toHaveLength(1);
    expect(await migrator.check()).toEqual([]);
    await expect(migrator.revision({ message: 'again', baseline: true })).rejects.toMatchObject({ code: 'revision/baseline-not-first' });

    await using fresh = await createDatabase();
    await using elsewhere = limbeck({ entities, ...fresh.options });
    expect(await elsewhere.upgrade()).toHaveLength(1);
    expect(await elsewhere.check()).toEqual([]);
    await database.query('DROP VIEW of_others');
    expect(await readCatalog(fresh)).toEqual(await readCatalog(database));
    await elsewhere.downgrade('base');
    expect(await fresh.query(`SELECT to_regclass('product') AS product`)).toEqual([{ product: null }]);
  });

  it('need not be at its entities for a baseline to be written', async () => {
    await database.query(createSql);
    await database.query('CREATE TABLE "other" ("id" integer)');
    await using migrator = limbeck({ entities: shop() });
    await migrator.revision({ message: 'baseline', baseline: true });
    await using fresh = await createDatabase();
    await using elsewhere = limbeck({ entities: shop(), ...fresh.options });
    await elsewhere.upgrade();
    expect(await elsewhere.check()).toEqual([]);
  });
});
