import type { Revision, RevisionId } from '../../revision/revision.js';
import type { AppliedRevision } from '../../migrator/applied.js';
import type { Migrator } from '../../migrator/migrator.js';
import type { Session } from '../command.js';
import { isNoConnection } from '../print.js';

export const idsOf = (revisions: readonly Revision[]): ReadonlySet<RevisionId> => new Set(revisions.map(({ id }) => id));

/** How the applied revisions came to be applied, by id. */
export const appliedBy = async (migrator: Migrator): Promise<ReadonlyMap<RevisionId, AppliedRevision>> =>
  new Map((await migrator.applied()).map((each) => [each.revision.id, each]));

/** What the database is at. A list of files can be read without a database; then nothing in it is current. */
export async function currentIfKnown({ migrator, reporter }: Session): Promise<readonly Revision[]> {
  try {
    return await migrator.current();
  } catch (error) {
    if (!isNoConnection(error)) throw error;
    reporter.note(`what is current is not known. ${error.message}`);
    return [];
  }
}
