import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isForAuthor } from '../../src/dialect/hazard.js';
import { Migrator } from '../../src/migrator/migrator.js';
import type { LimbeckEvent } from '../../src/runtime/events.js';
import type { MigratorOptions } from '../../src/migrator/options.js';
import { describe as describeIn } from '../../src/operation/describe.js';
import type { Operation } from '../../src/operation/operation.js';
import { cases, sameCases } from '../cases/all.js';
import type { Case, SameCase } from '../cases/case.js';
import { modelAfter, modelBefore, modelOf } from '../cases/model.js';
import { catalogOf, madeByTypeOrm, recordsOf, statementsLeft, synchronise, withoutCounters } from '../support/case-databases.js';
import { expectMoved, expectRowsKept, moveRows, rowsOf } from '../support/case-rows.js';
import { createDatabase } from '../support/database.js';
import { withDataSource } from '../support/entities.js';
import { assess } from '../support/hazards.js';
import { itSince, itWith } from '../support/server-version.js';

const describeOperation = (operation: Operation): string => describeIn(operation, 'public');

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'limbeck-cases-'));
});

afterAll(() => rm(folder, { recursive: true }));

describe('nothing changed, so nothing is to be done', () => {
  for (const same of sameCases) define(same, () => expectNothingToDo(same));
});

describe('something changed: it is seen, done, undone, and the rows are kept', () => {
  for (const change of cases) define(change, () => expectThereAndBack(change));
});

function define({ name, since = 13, needs }: Pick<Case, 'name' | 'since' | 'needs'>, test: () => Promise<void>): void {
  if (needs === undefined) itSince(since, name, test);
  else itWith(needs, name, test);
}

async function expectNothingToDo(same: SameCase): Promise<void> {
  await using database = await createDatabase();
  if (same.bare !== true) await synchronise(database, modelOf(same));
  await database.query(same.sql);
  await withDataSource(database, modelOf(same), async (dataSource) => {
    expect((await new Migrator(dataSource).diff()).map(describeOperation)).toEqual([]);
  });
}

async function expectThereAndBack(change: Case): Promise<void> {
  await using database = await createDatabase();
  await synchronise(database, modelBefore(change));
  await database.query(change.data ?? '');
  const before = { catalog: await catalogOf(database), rows: await rowsOf(database), records: await recordsOf(database) };

  const model = modelAfter(change);
  await withDataSource(database, change.withoutExtensions === true ? { ...model, installExtensions: false } : model, async (dataSource) => {
    const unverified: unknown[] = [];
    const onEvent = (event: LimbeckEvent): void => void (event.type === 'revision.unverified' && unverified.push(event.reason));
    const migrator = new Migrator(dataSource, { directory: await mkdtemp(join(folder, 'case-')), onEvent, ...optionsOf(change) });
    await writeRevision(migrator, change);
    expect(unverified).toEqual([]);
    await migrator.upgrade();
    expect((await migrator.diff()).map(describeOperation)).toEqual([]);
    const between = await rowsOf(database);
    expectRowsKept(moveRows(before.rows, change.moved), between);
    expectMoved(between, change.moved);
    await database.query(`BEGIN; ${change.works ?? ''}; ROLLBACK`);
    if (change.beyondTypeOrm === undefined) {
      const made = await madeByTypeOrm(model);
      expect((await statementsLeft(dataSource)).filter((statement) => !made.statements.includes(statement))).toEqual([]);
      expect(withoutCounters(await catalogOf(database))).toEqual(made.catalog);
    }

    await migrator.downgrade('base');
    expect(withoutCounters(await catalogOf(database))).toEqual(withoutCounters(before.catalog));
    expectRowsKept(between, moveRows(await rowsOf(database), change.moved));
    expect(await recordsOf(database)).toEqual(before.records);
    await database.query(`BEGIN; ${change.worksBack ?? ''}; ROLLBACK`);
  });
}

const optionsOf = ({ style, processRevision, includeObject, complete }: Case): MigratorOptions => ({
  ...(complete === undefined ? {} : { postWriteHooks: [(file) => completeFile(file, complete)] }),
  ...(includeObject === undefined ? {} : { includeObject }),
  ...(style === undefined ? {} : { style }),
  ...(processRevision === undefined ? {} : { processRevision }),
});

async function writeRevision(migrator: Migrator, change: Case): Promise<void> {
  const written = await migrator.revision({ message: change.name, autogenerate: true, renames: change.renames ?? [] });
  if (written === null) throw new Error('no difference was seen');
  if (change.operations !== undefined) expect(written.operations.map(describeOperation)).toEqual(change.operations);
  if (change.hazards !== undefined) {
    const said = (await assess(written.operations)).flat().filter(isForAuthor);
    expect(said.map(({ code }) => code).filter((code) => !code.startsWith('lock/'))).toEqual(change.hazards);
  }
}

/** As its author would, before it is tried out. */
async function completeFile(file: string, [from, to]: NonNullable<Case['complete']>): Promise<void> {
  const text = await readFile(file, 'utf8');
  expect(text).toContain(from);
  await writeFile(file, text.replace(from, to));
}
