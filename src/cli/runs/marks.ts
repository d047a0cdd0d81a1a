import type { Revision, RevisionId } from '../../revision/revision.js';
import type { Session } from '../command.js';
import { isNoConnection } from '../print.js';

export const idsOf = (revisions: readonly Revision[]): ReadonlySet<RevisionId> => new Set(revisions.map(({ id }) => id));

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
