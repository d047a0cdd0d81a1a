import type { Revision, RevisionId } from '../revision.js';

/** One relation between revisions, in both directions: from each to those below it, and to those above it. */
export class Links {
  readonly #below = new Map<RevisionId, readonly Revision[]>();
  readonly #above = new Map<RevisionId, Revision[]>();

  /** @param belowOf The ids right below a revision; each must be one of `revisions`. */
  constructor(revisions: ReadonlyMap<RevisionId, Revision>, belowOf: (revision: Revision) => readonly RevisionId[]) {
    for (const revision of revisions.values()) {
      const below = belowOf(revision).map((id) => revisions.get(id)).filter((found) => found !== undefined);
      this.#below.set(revision.id, below);
      for (const { id } of below) {
        const above = this.#above.get(id);
        if (above === undefined) this.#above.set(id, [revision]);
        else above.push(revision);
      }
    }
  }

  /** Those right below. */
  below(id: RevisionId): readonly Revision[] {
    return this.#below.get(id) ?? [];
  }

  /** Those right above, in the order of the revisions. */
  above(id: RevisionId): readonly Revision[] {
    return this.#above.get(id) ?? [];
  }

  /** The ids of `from` and of all below them, near or far. */
  downFrom(from: Iterable<Revision>): ReadonlySet<RevisionId> {
    return reach(from, ({ id }) => this.below(id));
  }

  /** The ids of `from` and of all above them, near or far. */
  upFrom(from: Iterable<Revision>): ReadonlySet<RevisionId> {
    return reach(from, ({ id }) => this.above(id));
  }

  /** Those among `revisions` that no other of them is above, near or far. */
  topsOf(revisions: readonly Revision[]): readonly Revision[] {
    const covered = this.downFrom(revisions.flatMap(({ id }) => this.below(id)));
    return revisions.filter(({ id }) => !covered.has(id));
  }
}

/** The ids of `from` and of all that `next` leads to from them. */
function reach(from: Iterable<Revision>, next: (revision: Revision) => readonly Revision[]): ReadonlySet<RevisionId> {
  const reached = new Set<RevisionId>();
  const waiting = [...from];
  for (let revision = waiting.pop(); revision !== undefined; revision = waiting.pop()) {
    if (reached.has(revision.id)) continue;
    reached.add(revision.id);
    waiting.push(...next(revision));
  }
  return reached;
}
