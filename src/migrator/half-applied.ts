import type { Direction } from '../runtime/events.js';
import type { RevisionId } from '../revision/revision.js';
import { type HalfDone, JournalTable } from '../typeorm/journal-table.js';
import type { Workspace } from './workspace.js';

/** A revision that was interrupted when a part of it could not be rolled back any more. */
export interface HalfApplied {
  readonly revision: RevisionId;
  readonly direction: Direction;
  /** How many of its statements are done. */
  readonly statements: number;
  /** The last one that was sent, and what is known of it: `started`, the database does not say whether it was done. */
  readonly last: { readonly sql: string; readonly state: 'done' | 'started' | 'failed' };
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
  return [{ revision, direction, statements: entries.filter(({ state }) => state === 'done').length, last: { sql: last.sql, state: last.state } }];
}
