import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReadLocks } from '../../src/dialect/dialect.js';
import { postgres } from '../../src/dialect/postgres/dialect.js';
import { Migrator } from '../../src/migrator/migrator.js';
import type { ProposedRevision } from '../../src/migrator/options.js';
import { describe as describeOperation } from '../../src/operation/describe.js';
import { cases } from '../cases/all.js';
import type { Case } from '../cases/case.js';
import { modelAfter, modelBefore } from '../cases/model.js';
import { catalogOf, madeByTypeOrm, recordsOf, synchronise, withoutCounters } from '../support/case-databases.js';
import { expectMoved, expectRowsKept, moveRows, rowsOf } from '../support/case-rows.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { withDataSource } from '../support/entities.js';
import { claimsOf, expectClaimed } from '../support/chain-claims.js';
import { watchLocks } from '../support/locks-taken.js';
import { itSince, itWith } from '../support/server-version.js';

let folder: string;
let readLocks: ReadLocks;
let takenApart = 0;
const watched = { there: 0, back: 0 };

beforeAll(async () => {
  readLocks = await postgres.loadLockReader('public');
  folder = await mkdtemp(join(tmpdir(), 'limbeck-online-'));
});

afterAll(() => rm(folder, { recursive: true }));

/** Those whose file its author completes have no chain that runs as it is written; another hook decides what is written; and another style says the same. */
const chained = cases.filter(({ complete, processRevision, style }) => complete === undefined && processRevision === undefined && style === undefined);

describe('a change that is taken apart for others to work beside leads where the plan leads, and back', () => {
  for (const change of chained) {
    const test = () => expectThereAndBack(change);
    if (change.needs === undefined) itSince(change.since ?? 13, change.name, test);
    else itWith(change.needs, change.name, test);
  }

  it('was taken apart, and its locks looked at, often enough to tell', () => {
    expect(takenApart).toBeGreaterThan(50);
    expect(Math.min(watched.there, watched.back)).toBeGreaterThan(100);
  });
});

async function expectThereAndBack(change: Case): Promise<void> {
  await using database = await createDatabase();
  await synchronise(database, modelBefore(change));
  await database.query(change.data ?? '');
  const model = modelAfter(change);
  await withDataSource(database, change.withoutExtensions === true ? { ...model, installExtensions: false } : model, async (dataSource) => {
    const { includeObject } = change;
    const directory = await mkdtemp(join(folder, 'case-'));
    const proposed: ProposedRevision[] = [];
    // Trying each out on a scratch database would do the same once more.
    const migrator = new Migrator(dataSource, { directory, verify: 'off', processRevision: (revision) => (proposed.push(revision), revision), onStatement: () => undefined, ...(includeObject === undefined ? {} : { includeObject }) });
    const written = await migrator.revision({ message: change.name, autogenerate: true, online: true, renames: change.renames ?? [] });
    if (written === null) throw new Error('no difference was seen');
    // What is not taken apart is the plan, of which the other test of the cases asks the same.
    if (written.further.length === 0) return;
    takenApart += 1;
    const before = await contentsOf(database);
    const claims = claimsOf(proposed, readLocks);
    watched.there += expectClaimed(await watchLocks(database, () => migrator.upgrade()), claims);
    expect((await migrator.diff()).map((operation) => describeOperation(operation, 'public'))).toEqual([]);
    const between = await rowsOf(database);
    expectRowsKept(moveRows(before.rows, change.moved), between);
    expectMoved(between, change.moved);
    await database.query(`BEGIN; ${change.works ?? ''}; ROLLBACK`);
    if (change.beyondTypeOrm === undefined) expect(withoutCounters(await catalogOf(database))).toEqual((await madeByTypeOrm(model)).catalog);
    watched.back += expectClaimed(await watchLocks(database, () => migrator.downgrade('base')), claims);
    const after = await contentsOf(database);
    expect(after.catalog).toEqual(before.catalog);
    expectRowsKept(between, moveRows(after.rows, change.moved));
    expect(after.records).toEqual(before.records);
    await database.query(`BEGIN; ${change.worksBack ?? ''}; ROLLBACK`);
  });
}

const contentsOf = async (database: TestDatabase) => ({
  catalog: withoutCounters(await catalogOf(database)),
  rows: await rowsOf(database),
  records: await recordsOf(database),
});
