import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource, EntitySchema, ViewColumn, ViewEntity } from 'typeorm';
import { LimbeckError, Migrator } from '../../src/index.js';
import * as planted from '../cases/planted-faults/change.js';
import { catalogOf, withoutCounters } from '../support/case-databases.js';
import { createDatabase, type TestDatabase } from '../support/database.js';

interface Change {
  readonly before: string;
  readonly entities: readonly (EntitySchema | (new () => object))[];
}

class Stored {
  two!: number;
}
ViewColumn()(Stored.prototype, 'two');
ViewEntity({ name: 'stored', materialized: true, expression: 'SELECT 2 AS two' })(Stored);

/** What the change of the planted faults has none of: keys, exclusions, schemas, enum types and views that come and go. */
const comesAndGoes: Change = {
  before: `
    CREATE TYPE mood AS ENUM ('sad', 'ok');
    CREATE TABLE thing (id integer CONSTRAINT thing_pk PRIMARY KEY, a integer NOT NULL, b integer CONSTRAINT one_b UNIQUE, mood mood, during tstzrange,
                        CONSTRAINT alone EXCLUDE USING gist (during WITH &&), CONSTRAINT some_a CHECK (a > 0));
    CREATE INDEX by_a ON thing (a);
    CREATE TABLE old (id integer CONSTRAINT old_pk PRIMARY KEY);
    CREATE VIEW seen AS SELECT 1 AS one;
    CREATE MATERIALIZED VIEW kept AS SELECT 1 AS one`,
  entities: [
    new EntitySchema<object>({
      name: 'thing',
      columns: {
        id: { type: 'integer', primary: true, primaryKeyConstraintName: 'thing_key' },
        a: { type: 'integer', primary: true, primaryKeyConstraintName: 'thing_key' },
        b: { type: 'integer', nullable: true },
        during: { type: 'tstzrange', nullable: true },
        colour: { type: 'enum', enum: ['red', 'blue'], enumName: 'colour', nullable: true },
      },
      uniques: [{ name: 'one_during', columns: ['during'] }],
      exclusions: [{ name: 'apart', expression: 'USING gist (during WITH -|-)' }],
    }),
    new EntitySchema<object>({ name: 'shelf', schema: 'shop', columns: { id: { type: 'integer', primary: true, primaryKeyConstraintName: 'shelf_pk' } } }),
    new EntitySchema<object>({ name: 'shown', type: 'view', expression: 'SELECT 2 AS two', columns: { two: { type: 'integer' } } }),
    Stored,
  ],
};

/** A statement of a file that calls `op`. */
const calls = /await op\.(\w+)\(.*?\);\n/gs;

interface LeftOut {
  readonly method: string;
  /** The code of the refusal, or how the file that was kept differs from the whole one: `the same`, where something else does what was left out. */
  readonly outcome: string;
}

/** What the database holds after the file has run, and after it was undone. */
async function thereAndBack(migrator: Migrator, database: TestDatabase): Promise<readonly string[]> {
  await migrator.upgrade();
  const there = withoutCounters(await catalogOf(database));
  await migrator.downgrade('base');
  return [...there, 'and back', ...withoutCounters(await catalogOf(database))];
}

/** Generates the file of a change again and again, each time without another of its calls. */
async function leaveOutEach({ before, entities }: Change): Promise<readonly LeftOut[]> {
  await using database = await createDatabase();
  await database.query(before);
  const directory = await mkdtemp(join(tmpdir(), 'limbeck-left-out-'));
  const dataSource = new DataSource({ type: 'postgres', ...database.options, entities: [...entities] });
  const found: LeftOut[] = [];
  let whole: readonly string[] = [];
  let isDone = false;
  for (let position = -1; !isDone; position += 1) {
    let method = '';
    const hook = async (file: string): Promise<void> => {
      const text = await readFile(file, 'utf8');
      const call = [...text.matchAll(calls)][position];
      isDone = position >= 0 && call === undefined;
      method = call?.[1] ?? '';
      if (call !== undefined) await writeFile(file, text.slice(0, call.index) + text.slice(call.index + call[0].length));
    };
    const migrator = new Migrator(dataSource, { directory, postWriteHooks: [hook], onEvent: () => undefined });
    const refusal: unknown = await migrator.revision({ message: 'change', autogenerate: true }).then(() => null, (reason: unknown) => reason);
    if (refusal === null && !isDone) {
      const made = await thereAndBack(migrator, database);
      if (position < 0) whole = made;
      else found.push({ method, outcome: made.join('\n') === whole.join('\n') ? 'the same' : 'another' });
    } else if (!isDone) found.push({ method, outcome: refusal instanceof LimbeckError ? refusal.code : String(refusal) });
    for (const name of await readdir(directory)) await rm(join(directory, name));
  }
  await dataSource.destroy();
  await rm(directory, { recursive: true });
  return found;
}

it('finds that a call is missing, whatever it does, unless another does the same', async () => {
  const found = [...(await leaveOutEach(planted)), ...(await leaveOutEach(comesAndGoes))];
  const refused = found.filter(({ outcome }) => outcome === 'verify/differs' || outcome === 'verify/failed');
  expect(found.filter((each) => each.outcome !== 'the same' && !refused.includes(each))).toEqual([]);
  expect([...new Set(refused.map(({ method }) => method))].toSorted()).toEqual([
    'addColumn',
    'alterColumn',
    'alterEnum',
    'alterView',
    'createCheck',
    'createEnum',
    'createExclusion',
    'createForeignKey',
    'createIndex',
    'createMaterializedView',
    'createPrimaryKey',
    'createSchema',
    'createTable',
    'createUnique',
    'createView',
    'dropCheck',
    'dropColumn',
    'dropEnum',
    'dropExclusion',
    'dropForeignKey',
    'dropIndex',
    'dropMaterializedView',
    'dropPrimaryKey',
    'dropSchema',
    'dropTable',
    'dropUnique',
    'dropView',
    'execute',
  ]);
}, 300_000);
