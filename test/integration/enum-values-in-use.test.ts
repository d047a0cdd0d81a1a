import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EntitySchema } from 'typeorm';
import { LimbeckError } from '../../src/kernel/errors.js';
import { Migrator } from '../../src/migrator/migrator.js';
import { loadRevisions } from '../../src/revision/load.js';
import { entity } from '../cases/entity.js';
import { catalogOf } from '../support/case-databases.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { typeOrmVersions, withDataSource } from '../support/entities.js';

const entities = (...values: string[]): EntitySchema[] => [
  entity({ mood: { type: 'enum', enum: values, enumName: 'mood', nullable: true }, note: { type: 'text', nullable: true } }),
  entity({ moods: { type: 'enum', enum: values, enumName: 'mood', array: true, default: ['sad'] } }, { name: "the %s", schema: 'audit' }),
];

const before = entities('sad', "it's ok", 'happy', 'great');
const after = entities('sad', 'happy');

let database: TestDatabase;
let directory: string;

beforeEach(async () => {
  database = await createDatabase();
  directory = await mkdtemp(join(tmpdir(), 'limbeck-values-'));
  await database.query('CREATE SCHEMA audit');
  await withDataSource(database, { entities: before, synchronize: true }, () => Promise.resolve());
  await database.query(`
    INSERT INTO item (mood) VALUES ('it''s ok'), ('sad'), ('it''s ok'), (NULL), ('great');
    INSERT INTO audit."the %s" (moods) VALUES ('{happy,it''s ok}'), ('{}'), ('{great,great}'), (DEFAULT)`);
});

afterEach(async () => {
  await database.drop();
  await rm(directory, { recursive: true });
});

/** Both tables have a type of this name, in their own schema. */
const messages = {
  item: [
    'enum type public.mood loses values that rows still hold',
    `1 row holds 'great' in public.item.mood. This finds them: SELECT * FROM "public"."item" WHERE "mood" = 'great'`,
    `2 rows hold 'it''s ok' in public.item.mood. This finds them: SELECT * FROM "public"."item" WHERE "mood" = 'it''s ok'`,
  ].join('\n'),
  array: [
    'enum type audit.mood loses values that rows still hold',
    `1 row holds 'great' in audit.the %s.moods. This finds them: SELECT * FROM "audit"."the %s" WHERE 'great' = ANY ("moods")`,
    `1 row holds 'it''s ok' in audit.the %s.moods. This finds them: SELECT * FROM "audit"."the %s" WHERE 'it''s ok' = ANY ("moods")`,
  ].join('\n'),
};

const queriesIn = (message: string): string[] => message.split('This finds them: ').slice(1).map((text) => text.split('\n')[0] ?? '');

async function write(): Promise<string> {
  return withDataSource(database, { entities: after }, async (dataSource) => {
    const written = await new Migrator(dataSource, { directory }).revision({ message: 'fewer moods', autogenerate: true });
    return written?.path ?? '';
  });
}

it('says which rows hold a value that goes, before anything is changed, and goes on when they are corrected', async () => {
  const path = await write();
  const catalog = await catalogOf(database);
  await withDataSource(database, { entities: after }, async (dataSource) => {
    const migrator = new Migrator(dataSource, { directory });
    const failure = async (): Promise<LimbeckError<'run/enum-value-in-use'>> => {
      const outcome: unknown = await migrator.upgrade().catch((error: unknown) => error);
      if (!LimbeckError.is(outcome, 'run/enum-value-in-use')) throw new Error(`expected another error than ${String(outcome)}`, { cause: outcome });
      return outcome;
    };
    const first = await failure();
    expect(first.details).toMatchObject({ direction: 'up', uses: messages.array, standing: 'It was rolled back; nothing was changed.' });
    expect(first.details.source).toContain(`${path}:`);
    expect(await catalogOf(database)).toEqual(catalog);
    for (const query of queriesIn(first.details.uses)) expect(await database.query(query)).toHaveLength(1);

    await database.query(`UPDATE audit."the %s" SET moods = '{sad}' WHERE moods && '{great,it''s ok}'`);
    const second = await failure();
    expect(second.details.uses).toBe(messages.item);
    const counts = await Promise.all(queriesIn(second.details.uses).map((query) => database.query(query)));
    expect(counts.map((rows) => rows.length)).toEqual([1, 2]);

    await database.query("UPDATE item SET mood = 'happy' WHERE mood IN ('great', 'it''s ok')");
    await migrator.upgrade();
    expect(await migrator.diff()).toEqual([]);
    expect(await database.query('SELECT mood::text FROM item ORDER BY id')).toEqual(['happy', 'sad', 'happy', null, 'happy'].map((mood) => ({ mood })));
  });
});

it.each(typeOrmVersions)("says so under TypeORM %s's own runner, too", async (version) => {
  await write();
  const [revision] = loadRevisions([directory]);
  const migration = (await revision?.instantiate()) as object;
  await withDataSource(database, { version, entities: after, migrations: [migration.constructor as never] }, async (dataSource) => {
    await expect(dataSource.runMigrations()).rejects.toThrow(messages.array);
  });
  expect(await database.query("SELECT enum_range(NULL::mood)::text AS values")).toEqual([{ values: `{sad,"it's ok",happy,great}` }]);
});

it('says so on the way back, where rows hold a value that the way there added', async () => {
  await database.query(`UPDATE item SET mood = 'sad'; UPDATE audit."the %s" SET moods = '{}'`);
  await withDataSource(database, { entities: entities('sad', "it's ok", 'happy', 'great', 'new') }, async (dataSource) => {
    const migrator = new Migrator(dataSource, { directory });
    await migrator.revision({ message: 'more moods', autogenerate: true });
    await migrator.upgrade();
    await database.query("UPDATE item SET mood = 'new' WHERE id < 4");
    const outcome: unknown = await migrator.downgrade('base').catch((error: unknown) => error);
    expect(outcome).toMatchObject({ code: 'run/enum-value-in-use', details: { direction: 'down', uses: expect.stringContaining("3 rows hold 'new' in public.item.mood") } });
    await database.query("UPDATE item SET mood = 'sad'");
    await migrator.downgrade('base');
  });
});
