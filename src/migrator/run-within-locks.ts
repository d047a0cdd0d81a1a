import type { QueryRunner } from 'typeorm';
import { LimbeckError } from '../kernel/errors.js';
import type { RevisionGraph } from '../revision/graph.js';
import type { Revision } from '../revision/revision.js';
import type { Direction, Emit } from '../runtime/events.js';
import { queryableOf } from '../typeorm/queryable.js';
import { isOutOfLocks } from '../typeorm/server-error.js';
import { type PathRequest, runPath } from './run-path.js';
import type { Workspace } from './workspace.js';

/** Revisions that are run on a scratch database, in this order. */
export interface ProvingRun {
  readonly graph: RevisionGraph;
  readonly direction: Direction;
  readonly path: readonly Revision[];
}

/**
 * Runs revisions as the options say. One that locks more in a transaction than the server has room for runs statement by statement, which is told:
 * a proof asks what it does, and not whether this server is large enough for it.
 *
 * @throws {LimbeckError} `run/…`.
 */
export async function runWithinLocks(workspace: Workspace, run: ProvingRun, emit: Emit): Promise<void> {
  try {
    await perform(workspace, run);
  } catch (error) {
    if (!isOutOfLocks(error)) throw error;
    if (run.path.length === 1) return runByStatement(workspace, run, { error, emit });
    // What is too much together may fit one by one.
    for (const revision of run.path) await runWithinLocks(workspace, { ...run, path: [revision] }, emit);
  }
}

interface TooMuch {
  readonly error: unknown;
  readonly emit: Emit;
}

async function runByStatement(workspace: Workspace, run: ProvingRun, { error, emit }: TooMuch): Promise<void> {
  if (!LimbeckError.is(error, 'run/statement-failed')) throw error;
  let statements = 0;
  await perform(workspace, run, { transaction: 'none', onStatement: () => void (statements += 1) });
  const { revision, direction } = error.details;
  emit({ type: 'scratch.by-statement', revision, direction, maxLocksPerTransaction: await workspace.withRunner(readMaxLocks), statements });
}

async function perform(workspace: Workspace, { graph, direction, path }: ProvingRun, manner: Pick<PathRequest, 'transaction' | 'onStatement'> = {}): Promise<void> {
  await runPath(workspace, { graph, direction, ...manner, choosePath: (applied) => path.filter(({ id }) => applied.has(id) === (direction === 'down')) });
}

async function readMaxLocks(queryRunner: QueryRunner): Promise<number> {
  const [row] = await queryableOf(queryRunner).query("SELECT current_setting('max_locks_per_transaction')::integer AS setting");
  return Number(row?.['setting']);
}
