import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReadLocks } from '../../src/dialect/dialect.js';
import { postgres } from '../../src/dialect/postgres/dialect.js';
import { describe as describeOperation } from '../../src/operation/describe.js';
import type { Case } from '../cases/case.js';
import { modelAfter } from '../cases/model.js';
import { catalogOf, madeByTypeOrm, recordsOf, withoutCounters } from '../support/case-databases.js';
import { expectMoved, expectRowsKept, moveRows, rowsOf } from '../support/case-rows.js';
import { claimsOf, expectClaimed } from '../support/chain-claims.js';
import type { TestDatabase } from '../support/database.js';
import { watchLocks } from '../support/locks-taken.js';
import { plainCases, testEach, withWritten, type WrittenCase } from '../support/written-cases.js';

let folder: string;
let readLocks: ReadLocks;
let takenApart = 0;
const watched = { there: 0, back: 0 };

beforeAll(async () => {
  readLocks = await postgres.loadLockReader('public');
  folder = await mkdtemp(join(tmpdir(), 'limbeck-online-'));
});

afterAll(() => rm(folder, { recursive: true }));

describe('a change that is taken apart for others to work beside leads where the plan leads, and back', () => {
  testEach(plainCases, (change) => withWritten(change, { folder, online: true }, (found) => expectThereAndBack(change, found)));

  it('was taken apart, and its locks looked at, often enough to tell', () => {
    expect(takenApart).toBeGreaterThan(50);
    expect(Math.min(watched.there, watched.back)).toBeGreaterThan(100);
  });
});

async function expectThereAndBack(change: Case, { database, migrator, proposed, written }: WrittenCase): Promise<void> {
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
  if (change.beyondTypeOrm === undefined) expect(withoutCounters(await catalogOf(database))).toEqual((await madeByTypeOrm(modelAfter(change))).catalog);
  watched.back += expectClaimed(await watchLocks(database, () => migrator.downgrade('base')), claims);
  const after = await contentsOf(database);
  expect(after.catalog).toEqual(before.catalog);
  expectRowsKept(between, moveRows(after.rows, change.moved));
  expect(after.records).toEqual(before.records);
  await database.query(`BEGIN; ${change.worksBack ?? ''}; ROLLBACK`);
}

const contentsOf = async (database: TestDatabase) => ({
  catalog: withoutCounters(await catalogOf(database)),
  rows: await rowsOf(database),
  records: await recordsOf(database),
});
