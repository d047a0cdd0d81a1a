import type { QueryRunner } from 'typeorm';
import type { RunSession } from '../dialect/run-session.js';
import type { Revision } from '../revision/revision.js';
import { sendOver } from '../typeorm/answer.js';
import { dataSourceOf } from '../typeorm/data-source-of.js';
import { withSteps } from './execute.js';
import { describeFailure } from './failure.js';
import { LockWatch } from './lock-watch.js';
import { lineOf, recordRevision, runRevision } from './run-revision.js';
import type { AppliedRevisions, Run, Step } from './run.js';
import { begin, rollBack } from './transaction.js';
import { Tried } from './tried.js';

/**
 * Runs what {@link execute} would, in one transaction that is rolled back, and gives the revisions that ran. What cannot run in a transaction is left
 * out and told as `statement.skipped`.
 *
 * @throws {LimbeckError} Those of {@link execute}, and `run/not-to-be-tried`.
 */
export const dryRun = (run: Run): Promise<readonly Revision[]> => withSteps(run, (steps, { applied }, session) => tryAll(run, steps, { applied, session }));

async function tryAll(run: Run, steps: readonly Step[], known: { readonly applied: AppliedRevisions; readonly session: RunSession }): Promise<void> {
  const { queryRunner, direction } = run;
  let [current] = steps;
  const watch = new LockWatch({
    dataSource: dataSourceOf(queryRunner),
    dialect: run.dialect,
    session: known.session,
    onBlocked: (sql, blockers) => run.emit({ type: 'run.blocked', revision: current?.revision.id ?? '', sql, blockers }),
  });
  try {
    await begin(queryRunner);
    await run.table.prepare();
    await run.table.complete(known.applied.values());
    for (const step of steps) {
      current = step;
      await tryStep(run, step, watch);
    }
  } catch (error) {
    const failures = [error, ...(await rollBack(queryRunner, true))];
    if (current === undefined) throw error;
    throw describeFailure(failures, { queryRunner, direction, revision: current.revision, rolledBack: 'run', done: [], attempts: 1, blockers: watch.seen });
  }
  await requireRolledBack(queryRunner);
}

/** What could not be rolled back ends with its session. */
async function requireRolledBack(queryRunner: QueryRunner): Promise<void> {
  const failures = await rollBack(queryRunner, true);
  if (failures.length > 0) throw new AggregateError(failures, 'The dry run could not be rolled back.');
}

async function tryStep(run: Run, step: Step, watch: LockWatch): Promise<void> {
  const { id, message } = step.revision;
  const startMs = performance.now();
  const outside = new Tried({ send: sendOver(run.queryRunner), revision: id, dialect: run.dialect, emit: run.emit });
  const surroundings = { run, step, outside, watch, isOpen: step.migration.transaction ?? run.transaction !== 'none' };
  await runRevision(surroundings, lineOf(surroundings));
  await recordRevision(run, step, performance.now() - startMs);
  run.emit({ type: 'revision.tried', revision: id, message, direction: run.direction, durationMs: performance.now() - startMs });
}
