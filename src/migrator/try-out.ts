import type { QueryRunner } from 'typeorm';
import { type Catalog, compareAfterWayBack, describeDifference } from '../dialect/catalog.js';
import type { Dialect } from '../dialect/dialect.js';
import { newlyUnfinished, type Unfinished } from '../dialect/unfinished.js';
import { messageOf } from '../kernel/error-text.js';
import { LimbeckError } from '../kernel/errors.js';
import { shownPath } from '../loader/shown-path.js';
import { describe } from '../operation/describe.js';
import type { Revision } from '../revision/revision.js';
import type { Direction } from '../runtime/events.js';
import { runStraight } from '../runtime/run-straight.js';
import { defaultNamespaceOf } from '../typeorm/compat.js';
import { queryableOf } from '../typeorm/queryable.js';
import { VersionTable } from '../typeorm/version-table.js';
import { compare } from './compare.js';
import type { Workspace } from './workspace.js';

/** Revisions that were just written, in the order in which they stand on each other. */
export interface Trial {
  readonly revisions: readonly Revision[];
  /** Whether nothing may be left to do after them; a hook that changed what they do decides about that itself. */
  readonly isComplete: boolean;
}

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
    await requireNoDifference(workspace, queryRunner, revisions);
    requireFinished(revisions, newlyUnfinished(unfinished, await workspace.dialect.readUnfinished(queryableOf(queryRunner))));
  }
  for (const revision of revisions.toReversed()) {
    const isUndone = await run(workspace, queryRunner, { revision, direction: 'down' });
    if (!isUndone) return;
  }
  requireSame(before, await catalogWithin(workspace.dialect, queryRunner), revisions);
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
    throw new LimbeckError('verify/failed', { file: shownPath(revision.file), step: direction, reason: messageOf(error) }, { cause: error });
  }
}

async function requireNoDifference({ dataSource, dialect, options }: Workspace, queryRunner: QueryRunner, revisions: readonly Revision[]): Promise<void> {
  const within: Dialect = { ...dialect, inSnapshot: (db, work) => dialect.inSavepoint(db, work) };
  const { operations } = await compare({ queryRunner, dialect: within, options: { ...options, onEvent: () => undefined }, renames: [] });
  if (operations.length === 0) return;
  const differences = operations.map((operation) => describe(operation, defaultNamespaceOf(dataSource)));
  throw new LimbeckError('verify/differs', { file: filesOf(revisions), step: 'up', differences });
}

/** No entity can ask for what is left half done, so a comparison takes it for somebody's own. @throws {LimbeckError} `verify/differs`. */
export function requireFinished(revisions: readonly Revision[], left: readonly Unfinished[]): void {
  if (left.length > 0) throw new LimbeckError('verify/differs', { file: filesOf(revisions), step: 'up', differences: left.map(({ text }) => text) });
}

function requireSame(before: Catalog, after: Catalog, revisions: readonly Revision[]): void {
  const differences = compareAfterWayBack(before, after);
  if (differences.length === 0) return;
  const described = differences.map((each) => describeDifference(each, ['before', 'after']));
  throw new LimbeckError('verify/differs', { file: filesOf(revisions), step: 'down', differences: described });
}

const filesOf = (revisions: readonly Revision[]): string => revisions.map(({ file }) => shownPath(file)).join(', ');
