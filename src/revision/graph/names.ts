import { LimbeckError } from '../../kernel/errors.js';
import type { Revision, RevisionId } from '../revision.js';

/** The revisions by id. @throws {LimbeckError} `revision/duplicate`, `revision/duplicate-name`. */
export function byId(revisions: readonly Revision[]): ReadonlyMap<RevisionId, Revision> {
  const known = uniqueBy(revisions, ({ id }) => [id], (id, files) => new LimbeckError('revision/duplicate', { id, files }));
  uniqueBy(revisions, ({ name }) => [name], (name, files) => new LimbeckError('revision/duplicate-name', { name, files }));
  return known;
}

/**
 * The revisions whose files have a branch label, by that label.
 *
 * @throws {LimbeckError} `revision/duplicate-label`, also for a label that is the id of a revision.
 */
export function byLabel(revisions: ReadonlyMap<RevisionId, Revision>): ReadonlyMap<string, Revision> {
  const all = [...revisions.values()];
  const duplicate = (label: string, files: readonly string[]): LimbeckError => new LimbeckError('revision/duplicate-label', { label, files });
  const labelled = uniqueBy(all, ({ labels }) => labels, duplicate);
  for (const [label, { file }] of labelled) {
    const namesake = revisions.get(label);
    if (namesake !== undefined) throw duplicate(label, [namesake.file, file]);
  }
  return labelled;
}

function uniqueBy(
  revisions: readonly Revision[],
  keysOf: (revision: Revision) => readonly string[],
  errorOf: (key: string, files: readonly string[]) => LimbeckError,
): ReadonlyMap<string, Revision> {
  const unique = new Map<string, Revision>();
  for (const revision of revisions) {
    for (const key of keysOf(revision)) {
      const other = unique.get(key);
      if (other !== undefined) throw errorOf(key, [other.file, revision.file]);
      unique.set(key, revision);
    }
  }
  return unique;
}
