import type { RunSession } from '../dialect/run-session.js';
import type { RevisionId } from '../revision/revision.js';
import type { HalfDone } from '../typeorm/journal-table.js';
import { PartRun } from './part-run.js';
import { type Part, partsOf, type Run, type Step } from './run.js';
import { TransactionAhead } from './transaction-ahead.js';

/** Runs the steps in the parts that the transaction mode makes of them, each to its end before the next begins. */
export async function runParts(run: Run, steps: readonly Step[], { halves, session }: { readonly halves: readonly HalfDone[]; readonly session: RunSession }): Promise<void> {
  const parts = partsOf(steps, run.transaction);
  if (run.transaction === 'all' && parts.length > 1) run.emit({ type: 'run.split', parts: parts.map(describePart) });
  const done: RevisionId[] = [];
  const ahead = new TransactionAhead(run.queryRunner);
  try {
    for (const [index, part] of parts.entries()) {
      await new PartRun(part, { run, session, done, ahead, isFollowed: parts[index + 1]?.isTransaction ?? false }).perform(halves);
    }
  } finally {
    await ahead.end();
  }
}

const describePart = ({ steps, isTransaction }: Part): { readonly revisions: readonly RevisionId[]; readonly isTransaction: boolean } => ({
  revisions: steps.map(({ revision }) => revision.id),
  isTransaction,
});
