import { LimbeckError } from '../kernel/errors.js';
import { spreadLabels } from './graph/labels.js';
import { Links } from './graph/links.js';
import { byId, byLabel } from './graph/names.js';
import { inOrder, type Relations } from './graph/order.js';
import type { Revision, RevisionId } from './revision.js';

/**
 * The revisions, how they stand on each other (`downRevision`) and how they depend on each other (`dependsOn`).
 * Immutable, and checked once, when it is made.
 *
 * Source: alembic 1.19, script/revision.py, for what heads, branches, labels and dependencies mean.
 */
export class RevisionGraph {
  /** By id, oldest first: each after all that it needs, in the order of the time stamps that TypeORM goes by. */
  readonly revisions: ReadonlyMap<RevisionId, Revision>;
  /** Those that no other stands on; another may depend on them. */
  readonly heads: readonly Revision[];
  /** Those that no other stands or depends on. */
  readonly effectiveHeads: readonly Revision[];
  /** Those that stand on no other. */
  readonly bases: readonly Revision[];
  /** By the labels in the files. */
  readonly labelled: ReadonlyMap<string, Revision>;
  /** Who stands on whom. */
  readonly #parents: Links;
  /** Who stands or depends on whom. */
  readonly #needs: Links;
  readonly #labels: ReadonlyMap<RevisionId, readonly string[]>;

  private constructor(ordered: readonly Revision[], labelled: ReadonlyMap<string, Revision>, { parents, dependencies }: Relations) {
    this.revisions = new Map(ordered.map((revision) => [revision.id, revision]));
    this.labelled = labelled;
    this.#parents = new Links(this.revisions, parents);
    this.#needs = ordered.some(({ dependsOn }) => dependsOn.length > 0)
      ? new Links(this.revisions, (revision) => [...new Set([...parents(revision), ...dependencies(revision)])])
      : this.#parents;
    this.#labels = spreadLabels(labelled, { parents: this.#parents, needs: this.#needs });
    this.heads = ordered.filter(({ id }) => this.#parents.above(id).length === 0);
    this.effectiveHeads = ordered.filter(({ id }) => this.#needs.above(id).length === 0);
    this.bases = ordered.filter((revision) => revision.parents.length === 0);
  }

  /**
   * The graph of these revisions.
   *
   * @throws {LimbeckError} `revision/duplicate`, `revision/duplicate-name`, `revision/duplicate-label`, `revision/missing-parent`,
   * `revision/missing-dependency`, `revision/cycle`, `revision/dependency-cycle`, `revision/out-of-order`.
   */
  static of(revisions: readonly Revision[]): RevisionGraph {
    const known = byId(revisions);
    const labelled = byLabel(known);
    const relations: Relations = {
      parents: ({ parents }) => parents,
      dependencies: ({ dependsOn }) => dependsOn.map((name) => labelled.get(name)?.id ?? name),
    };
    revisions.forEach((revision) => checkPresent(revision, known, relations));
    return new RevisionGraph(inOrder(known, relations), labelled, relations);
  }

  /** The revisions that stand on this one. */
  children(id: RevisionId): readonly Revision[] {
    return this.#parents.above(id);
  }

  /** The revisions that this one stands on. */
  parents({ id }: Revision): readonly Revision[] {
    return this.#parents.below(id);
  }

  /** The revisions that this one stands or depends on. */
  needs({ id }: Revision): readonly Revision[] {
    return this.#needs.below(id);
  }

  /** The revisions that stand or depend on this one. */
  neededBy({ id }: Revision): readonly Revision[] {
    return this.#needs.above(id);
  }

  /** The branch labels that name this one: its own, those of what it stands on, and those of the rest of its branch. */
  labels({ id }: Revision): readonly string[] {
    return this.#labels.get(id) ?? [];
  }

  /** `from` and all that they stand on, near or far; oldest first. */
  ancestors(from: readonly Revision[]): readonly Revision[] {
    return this.#inOrder(this.#parents.downFrom(from));
  }

  /** `from` and all that stands on them, near or far; oldest first. */
  descendants(from: readonly Revision[]): readonly Revision[] {
    return this.#inOrder(this.#parents.upFrom(from));
  }

  /** `from` and all that must be applied before them, near or far; oldest first. */
  required(from: readonly Revision[]): readonly Revision[] {
    return this.#inOrder(this.#needs.downFrom(from));
  }

  /** `from` and all that must be undone before them, near or far; oldest first. */
  requiring(from: readonly Revision[]): readonly Revision[] {
    return this.#inOrder(this.#needs.upFrom(from));
  }

  /** Those among `revisions` on one branch with `branch`: it, what it stands on and what stands on it. */
  onBranch(revisions: readonly Revision[], branch: Revision): readonly Revision[] {
    const ids = new Set([...this.#parents.downFrom([branch]), ...this.#parents.upFrom([branch])]);
    return revisions.filter(({ id }) => ids.has(id));
  }

  /** Those among `revisions` that no other of them stands on, near or far. */
  headsOf(revisions: readonly Revision[]): readonly Revision[] {
    return this.#parents.topsOf(revisions);
  }

  /** Those among `revisions` that no other of them stands or depends on, near or far. */
  effectiveHeadsOf(revisions: readonly Revision[]): readonly Revision[] {
    return this.#needs.topsOf(revisions);
  }

  /** The revisions with these ids, oldest first; what is not known is left out. */
  withIds(ids: ReadonlySet<RevisionId>): readonly Revision[] {
    return this.#inOrder(ids);
  }

  /** What must be applied so that `targets` are: they and all that they need, but for what is; oldest first. */
  upgradePath(targets: readonly Revision[], applied: ReadonlySet<RevisionId>): readonly Revision[] {
    return this.required(targets).filter(({ id }) => !applied.has(id));
  }

  /** What must be undone so that none of `undone` is applied: they and all that needs them, as far as they are; newest first. */
  downgradePath(undone: readonly Revision[], applied: ReadonlySet<RevisionId>): readonly Revision[] {
    return this.requiring(undone)
      .filter(({ id }) => applied.has(id))
      .reverse();
  }

  /** The applied revisions that no applied one stands on, near or far. */
  appliedHeads(applied: ReadonlySet<RevisionId>): readonly Revision[] {
    return this.headsOf(this.withIds(applied));
  }

  /**
   * The only head; `null` where there is no revision.
   *
   * @throws {LimbeckError} `revision/multiple-heads`.
   */
  head(): Revision | null {
    const [head = null, ...others] = this.heads;
    if (others.length > 0) throw new LimbeckError('revision/multiple-heads', { target: 'head', heads: this.heads.map(({ id }) => id) });
    return head;
  }

  #inOrder(ids: ReadonlySet<RevisionId>): readonly Revision[] {
    return [...this.revisions.values()].filter(({ id }) => ids.has(id));
  }
}

function checkPresent(revision: Revision, known: ReadonlyMap<RevisionId, Revision>, { parents, dependencies }: Relations): void {
  const { id, file } = revision;
  const parent = parents(revision).find((other) => !known.has(other));
  if (parent !== undefined) throw new LimbeckError('revision/missing-parent', { revision: id, file, parent });
  const dependency = dependencies(revision).find((other) => !known.has(other));
  if (dependency !== undefined) throw new LimbeckError('revision/missing-dependency', { revision: id, file, dependency });
}
