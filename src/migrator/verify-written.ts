import { unlink } from 'node:fs/promises';
import { enumValueInUse } from '../dialect/sql-states.js';
import { LimbeckError } from '../kernel/errors.js';
import type { RevisionGraph } from '../revision/graph.js';
import type { Revision } from '../revision/revision.js';
import { type Rehearsal, rehearseAsFarAsPossible } from '../runtime/rehearse.js';
import { isOutOfLocks, readServerError } from '../typeorm/server-error.js';
import { Scratch } from '../verify/scratch.js';
import { scratchAlike, scratchAtHead } from './scratch-at-head.js';
import { tryOnScratch } from './try-on-scratch.js';
import type { Trial } from './trial.js';
import { tryOut } from './try-out.js';
import type { Workspace } from './workspace.js';
import type { WrittenRevision } from './write-revision.js';

/** Files that were just written, and the graph as it was before. */
export interface Unverified extends Pick<Trial, 'isComplete'> {
  readonly graph: RevisionGraph;
  readonly written: WrittenRevision;
  /** Whether the database is where the new files go on; else they are tried out on an empty one. */
  readonly isOnTop: boolean;
  readonly keepUnverified: boolean;
}

/**
 * Tries out new files as the option `verify` says. What does not prove itself, or cannot be tried out, is deleted, or kept if that is wanted; what only
 * the rows of this database stand against is kept, as it is for its author to say what they are to get. Both is told.
 *
 * @throws {LimbeckError} `verify/differs`, `verify/failed`, `scratch/not-allowed`.
 */
export async function verifyWritten(workspace: Workspace, { graph, written, isComplete, isOnTop, keepUnverified }: Unverified): Promise<void> {
  if (workspace.options.verify === 'off') return;
  const paths = [written, ...written.further].map(({ path }) => path);
  const whole = workspace.loadGraph();
  const all = [...whole.revisions.values()];
  const trial: Trial = { graph: whole, revisions: paths.flatMap((path) => all.filter(({ file }) => file === path)), isComplete };
  try {
    await (isOnTop ? tryWith(workspace, { graph, written }, trial) : tryOn(workspace, trial, Scratch.create(workspace)));
  } catch (error) {
    if (!isUnproven(error) || !(keepUnverified || isAboutRows(error))) {
      await Promise.all(paths.map((path) => unlink(path)));
      throw error;
    }
    workspace.options.onEvent({ type: 'revision.unverified', revision: written.revision, reason: error.message });
  }
}

async function tryWith(workspace: Workspace, { graph, written }: Pick<Unverified, 'graph' | 'written'>, trial: Trial): Promise<void> {
  const { verify } = workspace.options;
  if (verify === 'scratch' || setsRows(written) || (await mustRunOutside(workspace, trial.revisions))) return tryOn(workspace, trial, scratchAtHead(workspace, graph));
  return tryHere(workspace, graph, trial);
}

/**
 * On the connected database; where its rows stand against that, without them first, as they may hide that something else is wrong. What locks too
 * much there and back in one transaction is tried on a scratch database, where each direction has its own, as in life.
 */
async function tryHere(workspace: Workspace, graph: RevisionGraph, trial: Trial): Promise<void> {
  try {
    await tryOut(workspace, trial);
  } catch (error) {
    if (isOutOfLocks(error)) return tryOn(workspace, trial, scratchAtHead(workspace, graph));
    if (isUnproven(error) && isAboutRows(error)) await tryWithoutRows(workspace, trial, error);
    throw error;
  }
}

/** Where no database like this one can be made, the rows stay all that is known. */
async function tryWithoutRows(workspace: Workspace, trial: Trial, { details, cause }: LimbeckError<'verify/failed'>): Promise<void> {
  try {
    await tryOn(workspace, trial, scratchAlike(workspace));
  } catch (error) {
    if (!isNotToBeMade(error)) throw error;
    throw new LimbeckError('verify/failed', { ...details, reason: `${details.reason}; without rows it could not be tried out: ${error.message}` }, { cause });
  }
}

const isNotToBeMade = (error: unknown): error is LimbeckError =>
  LimbeckError.is(error, 'scratch/not-allowed') || LimbeckError.is(error, 'scratch/lacks-something') || LimbeckError.is(error, 'run/refused');

/** All rows of a large table in one transaction would be locked to its end. */
const setsRows = ({ operations, further }: WrittenRevision): boolean => operations.some(({ verb }) => verb === 'backfill') || further.some(setsRows);

/** Whether a revision runs outside a transaction, or a part of it does: a hook may have put an `autocommitBlock` in. */
async function mustRunOutside(workspace: Workspace, revisions: readonly Revision[]): Promise<boolean> {
  for (const revision of revisions) {
    const migration = await revision.instantiate();
    if (migration.transaction === false) return true;
    for (const direction of ['up', 'down'] as const) if (await leavesTransaction(workspace, { revision, migration, direction })) return true;
  }
  return false;
}

/** What fails here fails in the trial as well, which tells why. */
async function leavesTransaction({ dataSource, dialect, options }: Workspace, step: Pick<Rehearsal, 'revision' | 'migration' | 'direction'>): Promise<boolean> {
  const steps = await rehearseAsFarAsPossible({ dataSource, dialect, arguments: options.arguments, ...step }).then(
    (rehearsed) => rehearsed.steps,
    () => [],
  );
  return steps.some(({ isOutside }) => isOutside);
}

/** Without the rows of the connected database. */
async function tryOn(workspace: Workspace, trial: Trial, making: Promise<Scratch>): Promise<void> {
  await using scratch = await making;
  await tryOnScratch(workspace, scratch, trial);
}

type Unproven = LimbeckError<'verify/differs'> | LimbeckError<'verify/failed'>;

const isUnproven = (error: unknown): error is Unproven => LimbeckError.is(error, 'verify/differs') || LimbeckError.is(error, 'verify/failed');

/** Classes 22 "Data Exception" and 23 "Integrity Constraint Violation", and what our own steps say. Source: PostgreSQL 18, Appendix A. */
function isAboutRows(error: Unproven): error is LimbeckError<'verify/failed'> {
  const state = readServerError(error.cause)?.sqlState ?? '';
  return state === enumValueInUse || /^2[23]/.test(state);
}
