import type { BackfillKey, BackfillProgress } from '../dialect/backfill.js';
import type { QualifiedName } from '../model/schema.js';
import type { RevisionId } from '../revision/revision.js';
import type { Emit } from './events.js';

/** A backfill that is under way, and who is told of it. */
export interface BackfillTold {
  readonly emit: Emit;
  readonly revision: RevisionId;
  readonly table: QualifiedName;
  /** Where it began in this run. */
  readonly from: BackfillProgress;
}

/** What tells of a backfill batch by batch: how far it is, how fast, and what came of it. */
export function tellBackfill({ emit, revision, table, from }: BackfillTold): (progress: BackfillProgress, key: BackfillKey) => void {
  const startMs = performance.now();
  let seen = 0;
  let before = from;
  return (progress, { estimatedRows }) => {
    const durationMs = performance.now() - startMs;
    seen += progress.pass === before.pass ? progress.seen - before.seen : progress.seen;
    before = progress;
    const name = `${table.schema}.${table.name}`;
    if (progress.isDone) emit({ type: 'backfill.finished', revision, table: name, set: progress.set, left: progress.left, durationMs });
    else emit({ type: 'backfill.advanced', revision, table: name, pass: progress.pass, seen: progress.seen, set: progress.set, estimatedRows, rowsPerSecond: (seen * 1000) / durationMs });
  };
}
