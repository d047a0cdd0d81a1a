/* eslint-disable @typescript-eslint/no-require-imports, @typescript-eslint/consistent-type-imports -- Jest runs no import() in CommonJS, and apps run this in their tests */
import type { RunSession } from '../dialect/run-session.js';
import { LimbeckError } from '../kernel/errors.js';
import type { Revision } from '../revision/revision.js';
import type { HalfDone } from '../typeorm/journal-table.js';
import { queryableOf } from '../typeorm/queryable.js';
import type { AppliedRevisions, Run, Step } from './run.js';

/** Where a database is, and the way from there. */
interface Itinerary {
  readonly applied: AppliedRevisions;
  readonly path: readonly Revision[];
  /** The revisions that were interrupted. */
  readonly halves: readonly HalfDone[];
}

/** What is done with the steps of a run, once they are known and the lock is held. */
export type Perform = (steps: readonly Step[], itinerary: Pick<Itinerary, 'applied' | 'halves'>, session: RunSession) => Promise<void>;

/**
 * Runs the path between where the database is and where it should be, and gives the revisions that ran. What runs them is loaded where there are any.
 *
 * @throws {LimbeckError} `lock/held`, `run/…`, `revision/missing-file`, and what `choosePath` and the files throw.
 */
export const execute = (run: Run): Promise<readonly Revision[]> =>
  withSteps(run, async (steps, { applied, halves }, session) => {
    await run.table.prepare();
    await run.table.complete(applied.values());
    await clearStale(run, applied, halves);
    const { runParts } = require('./run-parts.js') as typeof import('./run-parts.js');
    await runParts(run, steps, { halves, session });
  });

/**
 * Finds the path, takes the lock, and does what is to be done with the steps.
 *
 * Whoever finds nothing to do neither waits for the lock nor writes. Inside the lock the path is chosen anew, since
 * another process may have run it meanwhile. All files of the path are loaded before the first of them runs.
 */
export async function withSteps(run: Run, perform: Perform): Promise<readonly Revision[]> {
  const db = queryableOf(run.queryRunner);
  const first = await findPath(run);
  if (first.path.length === 0 && first.halves.length === 0) return [];
  return run.dialect.withLock(db, run.lock, async () => {
    const itinerary = await findPath(run);
    const { applied, path, halves } = itinerary;
    requireResumed(run, path, halves.filter((half) => !isStale(half, applied)));
    if (path.length === 0) return [];
    const steps = await loadSteps(path, applied);
    await run.review(path);
    await run.dialect.withSession(db, run.limits, (session) => perform(steps, itinerary, session));
    return path;
  });
}

async function findPath(run: Run): Promise<Itinerary> {
  const halves = await run.journal.read();
  const applied = run.matchRows(await run.table.read());
  return { applied, path: run.choosePath(applied), halves };
}

/** Whether what was half done is whole: another runner has finished it, or it was stamped. */
const isStale = ({ revision, direction }: HalfDone, applied: AppliedRevisions): boolean => applied.has(revision) === (direction === 'up');

/** A revision that is half done goes on before anything else does. */
function requireResumed({ direction }: Run, path: readonly Revision[], halves: readonly HalfDone[]): void {
  const left = halves.find((half) => half.direction !== direction || !path.some(({ id }) => id === half.revision));
  if (left === undefined) return;
  throw new LimbeckError('run/half-applied', {
    revision: left.revision,
    direction: left.direction,
    statements: left.entries.length,
    sql: left.entries.at(-1)?.sql ?? '',
  });
}

async function clearStale({ journal }: Run, applied: AppliedRevisions, halves: readonly HalfDone[]): Promise<void> {
  for (const half of halves) if (isStale(half, applied)) await journal.clear(half);
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
