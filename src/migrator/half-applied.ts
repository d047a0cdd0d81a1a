import type { Direction } from '../runtime/events.js';
import type { RevisionId } from '../revision/revision.js';
import { type HalfDone, JournalTable } from '../typeorm/journal-table.js';
import type { Workspace } from './workspace.js';

/** A statement of a revision that was interrupted. */
export interface HalfAppliedStatement {
  readonly sql: string;
  /** `started`: the database does not say whether it was done. `underway`: a backfill, of which this many rows are `set`. */
  readonly state: 'done' | 'started' | 'failed' | 'underway';
  /** `null` for what is no backfill. */
  readonly set: number | null;
}

/** A revision that was interrupted when a part of it could not be rolled back any more. */
export interface HalfApplied {
  readonly revision: RevisionId;
  readonly direction: Direction;
  /** How many of its statements are done. */
  readonly statements: number;
  /** The last one that was sent, and what is known of it. */
  readonly last: HalfAppliedStatement;
}

/** The revisions that are half done; none, where each is done or not. */
export async function readHalfApplied(workspace: Workspace): Promise<readonly HalfApplied[]> {
  return workspace.withRunner(async (queryRunner) => {
    const applied = await workspace.readApplied(queryRunner, workspace.loadGraph());
    const halves = await new JournalTable(queryRunner).read();
    return halves.filter(({ revision, direction }) => applied.has(revision) === (direction === 'down')).flatMap(describeHalf);
  });
}

function describeHalf({ revision, direction, entries }: HalfDone): readonly HalfApplied[] {
  const last = entries.at(-1);
  if (last === undefined) return [];
  return [{ revision, direction, statements: entries.filter(({ state }) => state === 'done').length, last: { sql: last.sql, state: last.state, set: last.progress?.set ?? null } }];
}
