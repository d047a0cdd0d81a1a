import type { Revision, RevisionId } from './revision.js';

/**
 * The id of a migration that was written for TypeORM: its name, which TypeORM keeps in its table, so that it never changes;
 * what no id may hold becomes `_`.
 */
export const trunkIdOf = (name: string): RevisionId => name.replace(/\W/g, '_');

/** Whether a revision was written for TypeORM, whose migrations are ordered by time alone. */
export const isOfTrunk = ({ id, name }: Pick<Revision, 'id' | 'name'>): boolean => id === trunkIdOf(name);

/** What is known of a revision before all are; `null`: it stands on what comes before it in time. */
export type Unlinked = Omit<Revision, 'parents'> & { readonly parents: Revision['parents'] | null };

const isLinked = (revision: Unlinked): revision is Revision => revision.parents !== null;

/**
 * The revisions with the parents of those that were written for TypeORM: whatever is head among all that is earlier. So the graph has
 * the order that TypeORM runs them in, and one that a colleague adds later with TypeORM's command stands on the revisions before it.
 *
 * Of two with the same time stamp, the one that was found first is the earlier one, as for TypeORM.
 */
export function linkTrunk(found: readonly Unlinked[]): readonly Revision[] {
  const heads = new Set<RevisionId>();
  const linked: Revision[] = [];
  for (const revision of found.toSorted((left, right) => left.timestampMs - right.timestampMs)) {
    const parents = revision.parents ?? [...heads];
    parents.forEach((parent) => heads.delete(parent));
    heads.add(revision.id);
    linked.push(isLinked(revision) ? revision : { ...revision, parents });
  }
  return linked;
}
