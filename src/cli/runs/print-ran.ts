import type { RunRequest } from '../../migrator/run-path.js';
import type { Revision } from '../../revision/revision.js';
import type { FinishedBackfill } from '../backfill-progress.js';
import { jsonRevision } from '../json-revision.js';
import { done, type Outcome } from '../outcome.js';

/** What a run is told with. */
interface RanDetails {
  /** What to say where nothing ran. */
  readonly nothing: string;
  readonly backfills: readonly FinishedBackfill[];
}

/** What is left to say of a run whose revisions were told of. */
export function ranOf(ran: readonly Revision[], { dryRun = false }: RunRequest, { nothing, backfills }: RanDetails): Outcome {
  const lines = ran.length === 0 ? [nothing] : dryRun ? ['This was a dry run: everything is rolled back.'] : [];
  return done(lines, { ran: ran.map(jsonRevision), backfills, ...(dryRun ? { dryRun } : {}) });
}
