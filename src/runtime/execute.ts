import type { MigrationInterface, QueryRunner } from 'typeorm';
import type { Dialect, LockOptions } from '../dialect/dialect.js';
import { LimbeckError } from '../kernel/errors.js';
import type { Revision, RevisionId } from '../revision/revision.js';
import { defaultNamespaceOf } from '../typeorm/compat.js';
import { dataSourceOf } from '../typeorm/data-source-of.js';
import { queryableOf } from '../typeorm/queryable.js';
import { isConnectionLost } from '../typeorm/server-error.js';
import type { Applied, AppliedRow, VersionTable } from '../typeorm/version-table.js';
import { type RevisionArguments, withContext } from './context.js';
import type { Direction, Emit } from './events.js';
import { describeFailure } from './failure.js';

/** `each` revision in a transaction of its own, `all` of a run in one, or `none`. */
export type TransactionMode = 'each' | 'all' | 'none';

/** The revisions that are applied, by id. */
export type AppliedRevisions = ReadonlyMap<RevisionId, Applied<Revision>>;

/** What is to be run, and over what. */
export interface Run {
  /** Holds the lock, keeps the books and runs the revisions: a pool of one connection is enough. */
  readonly queryRunner: QueryRunner;
  readonly dialect: Dialect;
  readonly table: VersionTable;
  readonly direction: Direction;
  readonly transaction: TransactionMode;
  readonly lock: LockOptions;
  readonly emit: Emit;
  /** What revisions are told from outside. */
  readonly arguments: RevisionArguments;
  /** Which revisions the rows of the table stand for. */
  matchRows(rows: readonly AppliedRow[]): AppliedRevisions;
  /** The revisions to run, in order, when these are applied. */
  choosePath(applied: AppliedRevisions): readonly Revision[];
}

/** One revision of a run. */
interface Step {
  readonly revision: Revision;
  readonly migration: MigrationInterface;
  /** Its rows, when it is to be undone: its own, and those of the revisions that it was squashed out of. */
  readonly rows: readonly AppliedRow[];
  /** Counted from 1. */
  readonly position: number;
  readonly total: number;
}

/**
 * Runs the path between where the database is and where it should be, and gives the revisions that ran.
 *
 * Whoever finds nothing to do neither waits for the lock nor writes. Inside the lock the path is chosen anew, since
 * another process may have run it meanwhile. All files of the path are loaded before the first of them runs.
 *
 * @throws {LimbeckError} `lock/held`, `run/…`, `revision/missing-file`, and what `choosePath` and the files throw.
 */
export async function execute(run: Run): Promise<readonly Revision[]> {
  const { dialect, queryRunner, table, lock } = run;
  const pathNow = async (): Promise<{ readonly applied: AppliedRevisions; readonly path: readonly Revision[] }> => {
    const applied = run.matchRows(await table.read());
    return { applied, path: run.choosePath(applied) };
  };
  if ((await pathNow()).path.length === 0) return [];
  return dialect.withLock(queryableOf(queryRunner), lock, async () => {
    const { applied, path } = await pathNow();
    if (path.length === 0) return [];
    const steps = await loadSteps(path, applied);
    requireOneMode(run, steps);
    await table.prepare();
    await table.complete(applied.values());
    await runSteps(run, steps);
    return path;
  });
}

/** Loads every file first, so that one that cannot be loaded stops the run before it changed anything. */
async function loadSteps(path: readonly Revision[], applied: AppliedRevisions): Promise<readonly Step[]> {
  const steps: Step[] = [];
  for (const [index, revision] of path.entries()) {
    const found = applied.get(revision.id);
    const rows = found === undefined ? [] : [found.row, ...found.replaced];
    steps.push({ revision, migration: await revision.instantiate(), rows, position: index + 1, total: path.length });
  }
  return steps;
}

/** In one transaction for all there is no place for a revision that must run outside. */
function requireOneMode({ transaction }: Run, steps: readonly Step[]): void {
  const outside = steps.filter(({ migration }) => migration.transaction === false).map(({ revision }) => revision.id);
  if (transaction === 'all' && outside.length > 0) throw new LimbeckError('run/transaction-conflict', { revisions: outside });
}

async function runSteps(run: Run, steps: readonly Step[]): Promise<void> {
  if (run.transaction === 'all') return runTogether(run, steps);
  const done: RevisionId[] = [];
  for (const step of steps) {
    const transactional = step.migration.transaction ?? run.transaction === 'each';
    const startMs = performance.now();
    const work = async (): Promise<void> => {
      if (transactional) await run.queryRunner.startTransaction();
      await runStep(run, step);
    };
    await settle(run.queryRunner, work, (failures) =>
      describeFailure(failures, { ...run, revision: step.revision, rolledBack: transactional ? 'revision' : 'nothing', done }),
    );
    done.push(step.revision.id);
    tellFinished(run, step, performance.now() - startMs);
  }
}

/** The whole path in one transaction; a revision is told as finished when all of them are committed. */
async function runTogether(run: Run, steps: readonly Step[]): Promise<void> {
  let [current] = steps;
  const durationsMs: number[] = [];
  const work = async (): Promise<void> => {
    for (const step of steps) {
      if (!run.queryRunner.isTransactionActive) await run.queryRunner.startTransaction();
      current = step;
      const startMs = performance.now();
      await runStep(run, step);
      durationsMs.push(performance.now() - startMs);
    }
  };
  await settle(run.queryRunner, work, (failures) =>
    current === undefined ? failures[0] : describeFailure(failures, { ...run, revision: current.revision, rolledBack: 'run', done: [] }),
  );
  steps.forEach((step, index) => tellFinished(run, step, durationsMs[index] ?? 0));
}

/** Runs `up()` or `down()` and writes what that means into the table. */
async function runStep(run: Run, { revision, migration, rows, position, total }: Step): Promise<void> {
  const { queryRunner, dialect, direction, table } = run;
  run.emit({ type: 'revision.started', revision: revision.id, message: revision.message, direction, position, total });
  const startMs = performance.now();
  const context = {
    dialect,
    namespace: defaultNamespaceOf(dataSourceOf(queryRunner)),
    revision: revision.id,
    direction,
    arguments: run.arguments,
    sink: { mode: 'online' as const, send: sendOver(queryRunner) },
  };
  await withContext(queryRunner, context, () => migration[direction](queryRunner));
  if (direction === 'up') await table.insert(revision, performance.now() - startMs);
  else await table.delete(rows);
}

const sendOver =
  (queryRunner: QueryRunner) =>
  async (statement: { readonly sql: string }, parameters: readonly unknown[] = []): Promise<void> => {
    await queryRunner.query(statement.sql, [...parameters]);
  };

function tellFinished({ emit, direction }: Run, { revision }: Step, durationMs: number): void {
  emit({ type: 'revision.finished', revision: revision.id, message: revision.message, direction, durationMs });
}

/**
 * Commits what `work` did, or rolls it back and throws what `describe` makes of the failure, and of that of the rollback.
 * Transactions that `work` began and left open belong to it, inner ones too.
 *
 * Source: typeorm 1.1.1, PostgresQueryRunner.commitTransaction: with one transaction inside another it ends the inner one only.
 */
async function settle(queryRunner: QueryRunner, work: () => Promise<void>, describe: (failures: readonly unknown[]) => unknown): Promise<void> {
  try {
    await work();
    while (queryRunner.isTransactionActive) await queryRunner.commitTransaction();
  } catch (error) {
    throw describe([error, ...(await rollBack(queryRunner))]);
  }
}

/** Rolls back all that is open; gives the failure of that, if there is one. The server does it itself when the connection is gone. */
async function rollBack(queryRunner: QueryRunner): Promise<readonly unknown[]> {
  try {
    while (queryRunner.isTransactionActive && !queryRunner.isReleased) await queryRunner.rollbackTransaction();
    return [];
  } catch (error) {
    if (isConnectionLost(error)) return [];
    await queryRunner.query('ROLLBACK');
    return [error];
  }
}
