import type { QueryRunner } from 'typeorm';
import type { Catalog } from '../dialect/catalog.js';
import type { Dialect } from '../dialect/dialect.js';
import { newlyUnfinished } from '../dialect/unfinished.js';
import { messageOf } from '../kernel/error-text.js';
import { LimbeckError } from '../kernel/errors.js';
import type { Operation } from '../operation/operation.js';
import type { Revision } from '../revision/revision.js';
import type { Direction } from '../runtime/events.js';
import { runStraight } from '../runtime/run-straight.js';
import { defaultNamespaceOf } from '../typeorm/compat.js';
import { queryableOf } from '../typeorm/queryable.js';
import { VersionTable } from '../typeorm/version-table.js';
import { compare } from './compare.js';
import { failed, requireFinished, requireNoDifference, requireSame, type Trial } from './trial.js';
import type { Workspace } from './workspace.js';

/** For how long a trial waits for a table that somebody else uses, so that nobody waits behind it. */
const lockTimeoutMs = 5_000;

/**
 * Runs new revisions up and down on the connected database, rows included, in one transaction that is always rolled back: after `up`
 * nothing may differ from the entities, and after `down` the whole catalog must be as before.
 *
 * @throws {LimbeckError} `verify/differs`, `verify/failed`.
 */
export async function tryOut(workspace: Workspace, trial: Trial): Promise<void> {
  await workspace.withRunner(async (queryRunner) => {
    await queryRunner.startTransaction();
    try {
      await queryRunner.query(`SET LOCAL lock_timeout = ${lockTimeoutMs}`);
      // A run makes its books first, with the namespace that they are in.
      await new VersionTable(queryRunner).prepare();
      await thereAndBack(workspace, queryRunner, trial);
    } finally {
      while (queryRunner.isTransactionActive) await queryRunner.rollbackTransaction();
    }
  });
}

async function thereAndBack(workspace: Workspace, queryRunner: QueryRunner, { revisions, isComplete }: Trial): Promise<void> {
  const before = await catalogWithin(workspace.dialect, queryRunner);
  const unfinished = await workspace.dialect.readUnfinished(queryableOf(queryRunner));
  for (const revision of revisions) await run(workspace, queryRunner, { revision, direction: 'up' });
  if (isComplete) {
    requireNoDifference(revisions, await operationsLeft(workspace, queryRunner), defaultNamespaceOf(workspace.dataSource));
    requireFinished(revisions, newlyUnfinished(unfinished, await workspace.dialect.readUnfinished(queryableOf(queryRunner))));
  }
  for (const revision of revisions.toReversed()) {
    const isUndone = await run(workspace, queryRunner, { revision, direction: 'down' });
    if (!isUndone) return;
  }
  requireSame(revisions, { before, after: await catalogWithin(workspace.dialect, queryRunner) });
}

const catalogWithin = (dialect: Dialect, queryRunner: QueryRunner): Promise<Catalog> =>
  dialect.inSavepoint(queryableOf(queryRunner), (snapshot) => dialect.readCatalog(snapshot));

interface Step {
  readonly revision: Revision;
  readonly direction: Direction;
}

/** Runs one direction; `false` where the file says that there is none. */
async function run({ dialect, options }: Workspace, queryRunner: QueryRunner, { revision, direction }: Step): Promise<boolean> {
  const migration = await revision.instantiate();
  try {
    // What was deferred to the end of a transaction is done first, as each direction has a transaction of its own in life.
    await queryRunner.query('SET CONSTRAINTS ALL IMMEDIATE');
    await runStraight({ queryRunner, dialect, revision: revision.id, migration, direction, arguments: options.arguments });
    return true;
  } catch (error) {
    if (LimbeckError.is(error, 'operation/irreversible')) return false;
    throw failed(revision, { step: direction, reason: messageOf(error), cause: error });
  }
}

/** What is left to do, seen from within the transaction. */
async function operationsLeft({ dialect, options }: Workspace, queryRunner: QueryRunner): Promise<readonly Operation[]> {
  const within: Dialect = { ...dialect, inSnapshot: (db, work) => dialect.inSavepoint(db, work) };
  const { operations } = await compare({ queryRunner, dialect: within, options: { ...options, onEvent: () => undefined }, renames: [] });
  return operations;
}
