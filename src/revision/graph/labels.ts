import type { Revision, RevisionId } from '../revision.js';
import type { Links } from './links.js';

/** How labels spread: along `parents`, down to where something else branches off in `needs`. */
interface Spreading {
  readonly parents: Links;
  readonly needs: Links;
}

/**
 * The branch labels of each revision that has any: a label is that of its revision, of all that stands on it, and of what is below
 * down to where the branch begins, at a branch point or a merge.
 *
 * Source: alembic 1.19, script/revision.py, `RevisionMap._add_branches`.
 */
export function spreadLabels(labelled: ReadonlyMap<string, Revision>, links: Spreading): ReadonlyMap<RevisionId, readonly string[]> {
  const labels = new Map<RevisionId, string[]>();
  for (const [label, revision] of labelled) {
    for (const id of new Set([...links.parents.upFrom([revision]), ...lineBelow(revision, links)])) {
      labels.set(id, [...(labels.get(id) ?? []), label]);
    }
  }
  return labels;
}

function lineBelow(revision: Revision, { parents, needs }: Spreading): readonly RevisionId[] {
  const isLine = ({ id }: Revision): boolean => needs.above(id).length <= 1 && parents.below(id).length <= 1;
  const line: RevisionId[] = [];
  for (let here: Revision | undefined = revision; here !== undefined && isLine(here); [here] = parents.below(here.id)) line.push(here.id);
  return line;
}
