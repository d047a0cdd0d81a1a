import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource, EntitySchema } from 'typeorm';
import { LimbeckError, type LimbeckEvent, Migrator, type MigratorOptions, type Operation, type PostWriteHook, type RevisionRequest, type WrittenRevision } from '../../src/index.js';
import { readCatalog } from '../support/catalog.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { scratchesLeft } from '../support/scratch-left.js';

let database: TestDatabase;
let directory: string;
let dataSource: DataSource;
let events: LimbeckEvent[];

beforeEach(async () => {
  database = await createDatabase();
  directory = await mkdtemp(join(tmpdir(), 'limbeck-verify-'));
  const id = { type: 'int', primary: true } as const;
  const entities = [new EntitySchema<object>({ name: 'item', columns: { id, sku: { type: 'varchar' } }, uniques: [{ name: 'one_sku', columns: ['sku'] }] })];
  dataSource = new DataSource({ type: 'postgres', ...database.options, entities });
  events = [];
  await database.query('CREATE TABLE item (id integer CONSTRAINT "PK_d3c0c71f23e7adcf952a1d13423" PRIMARY KEY)');
});

afterEach(async () => {
  if (dataSource.isInitialized) await dataSource.destroy();
  await database.drop();
  await rm(directory, { recursive: true });
});

/** A required column and a unique are to be added to a table that is there. */
async function write(options: MigratorOptions = {}, request: Partial<RevisionRequest> = {}): Promise<WrittenRevision | null> {
  const migrator = new Migrator(dataSource, { directory, onEvent: (event) => events.push(event), ...options });
  return migrator.revision({ message: 'add sku', autogenerate: true, ...request });
}

const adding = (...operations: readonly Operation[]): MigratorOptions => ({
  processRevision: (proposed) => ({ ...proposed, operations: [...proposed.operations, ...operations] }),
});

const unverified = (): unknown[] => events.filter(({ type }) => type === 'revision.unverified');

async function refusal(work: Promise<unknown>): Promise<LimbeckError> {
  const error: unknown = await work.catch((thrown: unknown) => thrown);
  if (error instanceof LimbeckError) return error;
  throw new Error('It was not refused.');
}

/** Nothing was kept and nothing was changed. */
async function expectUntouched(work: () => Promise<unknown>): Promise<LimbeckError> {
  const before = await readCatalog(database);
  const error = await refusal(work());
  expect(await readdir(directory)).toEqual([]);
  expect(await readCatalog(database)).toEqual(before);
  return error;
}

describe('a generated file is tried out before it is kept', () => {
  it('on the connected database, which it leaves as it was', async () => {
    const before = await readCatalog(database);
    expect(await write()).not.toBeNull();
    expect(await readdir(directory)).toHaveLength(1);
    expect(unverified()).toEqual([]);
    expect(await readCatalog(database)).toEqual(before);
  });

  it('and not kept when its up() fails', async () => {
    const error = await expectUntouched(() => write(adding({ verb: 'execute', up: 'SELECT nonsense', down: 'SELECT 1' })));
    expect(error).toMatchObject({ code: 'verify/failed', details: { step: 'up', reason: 'column "nonsense" does not exist' } });
  });

  it('and not kept when something is left to do after its up()', async () => {
    const forgetful: MigratorOptions = {
      processRevision: (proposed) => {
        (proposed.operations as Operation[]).pop();
        return proposed;
      },
    };
    const error = await expectUntouched(() => write(forgetful));
    expect(error).toMatchObject({ code: 'verify/differs', details: { step: 'up', differences: ['create unique constraint item.one_sku: (sku)'] } });
  });

  it('and not kept when its down() does not lead back, in what no entity can say, too', async () => {
    const trigger = "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'";
    const error = await expectUntouched(() => write(adding({ verb: 'execute', up: trigger, down: 'SELECT 1' })));
    expect(error).toMatchObject({ code: 'verify/differs', details: { step: 'down', differences: ['routine public.f(): only after'] } });
  });

  it.each(['up', 'down'])('on a scratch database when a part of its %s() runs outside of the transaction', async (method) => {
    const vacuum: PostWriteHook = async (file) => {
      const text = await readFile(file, 'utf8');
      const [head = '', body = ''] = text.split(`async ${method}(`);
      const begin = 'const op = operations(queryRunner);';
      await writeFile(file, `${head}async ${method}(${body.replace(begin, `${begin}\n    await op.autocommitBlock(() => op.execute("VACUUM item"));`)}`);
    };
    await write({ postWriteHooks: [vacuum] });
    const [name = ''] = await readdir(directory);
    expect(await readFile(join(directory, name), 'utf8')).toContain('VACUUM');
    expect(unverified()).toEqual([]);
  });

  it('but kept in the open when that is wanted', async () => {
    const written = await write(adding({ verb: 'execute', up: 'SELECT nonsense', down: 'SELECT 1' }), { keepUnverified: true });
    expect(await readdir(directory)).toHaveLength(1);
    expect(unverified()).toEqual([{ type: 'revision.unverified', revision: written?.revision, reason: expect.stringContaining('"nonsense"') as unknown }]);
  });

  it('but kept when only rows stand against it: what these get is for its author to say', async () => {
    await database.query('INSERT INTO item VALUES (1)');
    await write();
    expect(await readdir(directory)).toHaveLength(1);
    expect(unverified()).toEqual([expect.objectContaining({ reason: expect.stringContaining('contains null values') as unknown })]);
    expect(await database.query('SELECT * FROM item')).toEqual([{ id: 1 }]);
  });

  it('but not kept when something else is wrong besides, which rows would hide', async () => {
    await database.query('INSERT INTO item VALUES (1)');
    const error = await expectUntouched(() => write(adding({ verb: 'execute', up: 'CREATE SCHEMA left_over', down: 'SELECT 1' })));
    expect(error).toMatchObject({ code: 'verify/differs', details: { step: 'down', differences: ['schema left_over: only after'] } });
  });

  it('and a note says so where it cannot be tried without the rows', async () => {
    await database.query("INSERT INTO item VALUES (1); CREATE FUNCTION one() RETURNS integer LANGUAGE sql AS 'SELECT 1'; CREATE VIEW ones AS SELECT one()");
    await write();
    expect(await readdir(directory)).toHaveLength(1);
    expect(unverified()).toEqual([expect.objectContaining({ reason: expect.stringMatching(/contains null values; without rows it could not be tried out: .*one\(\) does not exist/s) as unknown })]);
  });

  it('without waiting long for a table that somebody uses', async () => {
    await database.query('BEGIN');
    await database.query('LOCK TABLE item IN ACCESS SHARE MODE');
    const error = await refusal(write());
    await database.query('ROLLBACK');
    expect(error).toMatchObject({ code: 'verify/failed', details: { reason: 'canceling statement due to lock timeout' } });
  });
});

describe('the option verify', () => {
  it('scratch: tries it on a database that the revisions make, without the rows here', async () => {
    await write({ verify: 'off' });
    await database.query('DROP TABLE item');
    await rm(directory, { recursive: true });
    events = [];
    await write({ verify: 'scratch' });
    expect(await readdir(directory)).toHaveLength(1);
    expect(unverified()).toEqual([]);
    expect(await scratchesLeft(database)).toEqual([]);
  });

  it('scratch: tries it on one like the connected database, where no revision is there yet, or one does not run on an empty database', async () => {
    await database.query('CREATE VIEW sold AS SELECT id FROM item');
    await write({ verify: 'scratch' });
    expect(await readdir(directory)).toHaveLength(1);
    await new Migrator(dataSource, { directory }).upgrade();
    await database.query('ALTER TABLE item DROP CONSTRAINT one_sku');
    events = [];
    await write({ verify: 'scratch' }, { message: 'again' });
    expect(await readdir(directory)).toHaveLength(2);
    expect(events.filter(({ type }) => type === 'scratch.alike')).toMatchObject([{ reason: expect.stringContaining('relation "public.item" does not exist') as unknown }]);
    expect(unverified()).toEqual([]);
  });

  it('scratch: finds what does not lead back', async () => {
    await database.query('DROP TABLE item');
    const error = await expectUntouched(() => write({ verify: 'scratch', ...adding({ verb: 'execute', up: 'CREATE SCHEMA left_over', down: 'SELECT 1' }) }));
    expect(error).toMatchObject({ code: 'verify/differs', details: { step: 'down', differences: ['schema left_over: only after'] } });
  });

  it('scratch: leaves no file where no scratch database can be made', async () => {
    await database.query("CREATE FUNCTION one() RETURNS integer LANGUAGE sql AS 'SELECT 1'; CREATE VIEW ones AS SELECT one()");
    expect(await expectUntouched(() => write({ verify: 'scratch' }))).toMatchObject({ code: 'run/refused' });
  });

  it('off: keeps whatever was written', async () => {
    await write({ verify: 'off', ...adding({ verb: 'execute', up: 'SELECT nonsense', down: 'SELECT 1' }) });
    expect(await readdir(directory)).toHaveLength(1);
  });
});
