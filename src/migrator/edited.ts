import { basename, extname } from 'node:path';
import { LimbeckError } from '../kernel/errors.js';
import type { Revision } from '../revision/revision.js';
import type { AppliedRevisions } from '../runtime/run.js';
import type { Applied } from '../typeorm/version-table.js';
import type { CompleteOptions } from './options.js';

/**
 * The applied revisions whose files were changed since.
 *
 * A source and what a compiler makes of it differ, so only files of one kind are compared: what ran as `.js` says nothing of the `.ts` beside it.
 */
export const editedOf = (applied: AppliedRevisions): readonly Applied<Revision>[] =>
  [...applied.values()].filter(({ revision, row }) => row.checksum !== null && row.checksum !== revision.checksum && isSameKind(revision, row.file) && !isSquashed(revision, row.file));

/** A squashed revision has taken the place of the one that ran; it was proven to be the same. */
const isSquashed = ({ replaces, file }: Revision, ran: string | null): boolean => replaces.length > 0 && ran !== basename(file);

const isSameKind = ({ file }: Revision, ran: string | null): boolean => ran !== null && extname(ran) === extname(file);

/**
 * Tells of the applied revisions whose files were changed.
 *
 * @throws {LimbeckError} `revision/edited`, with `editedRevisions: "error"`.
 */
export function reportEdited(applied: AppliedRevisions, { editedRevisions, onEvent }: Pick<CompleteOptions, 'editedRevisions' | 'onEvent'>): void {
  const edited = editedOf(applied);
  if (edited.length > 0 && editedRevisions === 'error') throw new LimbeckError('revision/edited', { revisions: edited.map(describeEdited) });
  for (const { revision, row } of edited) onEvent({ type: 'revision.edited', revision: revision.id, file: revision.file, appliedAt: row.appliedAt });
}

const describeEdited = ({ revision, row }: Applied<Revision>): { readonly revision: string; readonly file: string; readonly appliedAt: string | null } => ({
  revision: revision.id,
  file: revision.file,
  appliedAt: row.appliedAt?.toISOString() ?? null,
});
