import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import fc from 'fast-check';
import { EntitySchema, type DataSource } from 'typeorm';
import { Migrator } from '../../src/index.js';
import type { RevisionStyle } from '../../src/migrator/options.js';
import { classNameOf, slugOf } from '../../src/revision/names.js';
import { fileNameOf } from '../../src/revision/file-name.js';
import { catalogOf, withoutCounters } from '../support/case-databases.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { orm } from '../support/entities.js';
import { entitiesOf, type HostileModel, hostileModels } from './hostile/model.js';
import { hostileText } from './hostile/texts.js';

/** `LIMBECK_HOSTILE=500 npx jest test/property/hostile` runs more. */
const runs = Number(process.env['LIMBECK_HOSTILE'] ?? 25);

let database: TestDatabase;
let scripted: TestDatabase;
let dataSource: DataSource;
let folder: string;

beforeAll(async () => {
  [database, scripted] = [await createDatabase(), await createDatabase()];
  dataSource = await new orm.DataSource({ type: 'postgres', ...database.options, entities: [] }).initialize();
  folder = await mkdtemp(join(tmpdir(), 'limbeck-hostile-'));
});

afterAll(async () => {
  await dataSource.destroy();
  await Promise.all([database.drop(), scripted.drop()]);
  await rm(folder, { recursive: true });
});

async function use(model: HostileModel, isAfter: boolean): Promise<void> {
  dataSource.setOptions({ entities: entitiesOf(model, isAfter).map((options) => new EntitySchema(options)) });
  await (dataSource as unknown as { buildMetadatas(): Promise<void> }).buildMetadatas();
}

/** Nothing but what a server has at first. */
async function empty(target: TestDatabase): Promise<void> {
  const schemas = await target.query<{ readonly name: string }>("SELECT quote_ident(nspname) AS name FROM pg_namespace WHERE oid >= 16384 OR nspname = 'public'");
  await target.query(`${schemas.map(({ name }) => `DROP SCHEMA ${name} CASCADE`).join(';')}; CREATE SCHEMA public`);
}

const structureOf = async (target: TestDatabase): Promise<readonly string[]> => withoutCounters(await catalogOf(target));

interface Wish {
  readonly model: HostileModel;
  readonly messages: readonly string[];
  readonly style: RevisionStyle;
}

async function expectTaken({ model, messages: [first = '', second = ''], style }: Wish): Promise<void> {
  await Promise.all([empty(database), empty(scripted)]);
  const migrator = new Migrator(dataSource, { directory: await mkdtemp(join(folder, 'migrations-')), style });
  const pathTo = async (message: string): Promise<string> => (await migrator.revision({ message: `${message} x`, autogenerate: true }))?.path ?? '';

  await use(model, false);
  const paths = [await pathTo(first)];
  await migrator.upgrade();
  expect(await migrator.check()).toEqual([]);
  const before = await structureOf(database);

  await use(model, true);
  paths.push(await pathTo(second));
  await migrator.upgrade();
  expect(await migrator.check()).toEqual([]);
  const after = await structureOf(database);
  expect(paths.map((path) => dirname(path))).toEqual([dirname(paths[0] ?? ''), dirname(paths[0] ?? '')]);
  expect(await readdir(dirname(paths[0] ?? ''))).toEqual(paths.map((path) => basename(path)).toSorted());

  await scripted.query((await migrator.upgradeSql('head')).sql);
  expect(await structureOf(scripted)).toEqual(after);
  await migrator.downgrade('-1');
  expect(await structureOf(database)).toEqual(before);
  await migrator.downgrade('base');
  expect(await migrator.upgrade()).toHaveLength(2);
  expect(await structureOf(database)).toEqual(after);
  await scripted.query((await migrator.downgradeSql('head:base')).sql);
  expect((await structureOf(scripted)).filter((line) => !line.startsWith('schema '))).toEqual([]);
}

it(
  'takes any names, values, defaults, comments and messages from entities through files and scripts into the database, and back',
  async () => {
    const wish = fc.record({ model: hostileModels, messages: fc.array(hostileText, { minLength: 2, maxLength: 2 }), style: fc.constantFrom('operations' as const, 'sql' as const) });
    await fc.assert(fc.asyncProperty(wish, expectTaken), { numRuns: runs, ...(process.env['LIMBECK_HOSTILE_SHRINK'] === 'no' ? { endOnFailure: true } : {}), interruptAfterTimeLimit: 3_000_000 });
  },
  3_600_000,
);

describe('a message', () => {
  const naming = { fileTemplate: '%(year)d_%(month).2d_%(day).2d_%(hour).2d%(minute).2d-%(rev)s_%(slug)s', timeZone: 'UTC', slugLength: 40 };

  it('gives the name of a file that every file system takes, in the folder that is meant', () => {
    fc.assert(
      fc.property(hostileText, fc.constantFrom(naming.fileTemplate, '%(slug)s', '%(rev)s/%(slug)s'), (message, fileTemplate) => {
        const name = fileNameOf({ revision: 'ae1027a6acf0', message: `${message} x`, timestampMs: 0 }, { ...naming, fileTemplate });
        const parts = name.split('/');
        expect(parts).toHaveLength(fileTemplate.split('/').length);
        for (const part of parts) {
          expect(Buffer.byteLength(part)).toBeLessThan(255);
          expect(part).not.toMatch(/[\0-\x1f<>:"\\|?*\x7f]|^\.{1,2}$|[. ]$|^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('gives the name of a class that every compiler takes', () => {
    fc.assert(
      fc.property(hostileText, (message) => {
        expect(classNameOf(message, 1_700_000_000_000)).toMatch(/^[A-Z][A-Za-z0-9]{0,106}1700000000000$/);
        expect(slugOf(`${message} x`, 40).length).toBeGreaterThan(0);
      }),
      { numRuns: 2000 },
    );
  });
});
