import { LimbeckError } from '../kernel/errors.js';
import { topologicalSort } from '../kernel/topological-sort.js';
import type { Revision, RevisionId } from './revision.js';
import { isOfTrunk } from './trunk.js';

/** The revisions and how they stand on each other. Immutable, and checked once, when it is made. */
export class RevisionGraph {
  /** By id, oldest first: each after its parents, in the order of the time stamps that TypeORM goes by. */
  readonly revisions: ReadonlyMap<RevisionId, Revision>;
  /** Those that no other stands on. */
  readonly heads: readonly Revision[];
  /** Those that stand on no other. */
  readonly bases: readonly Revision[];
  readonly #children: ReadonlyMap<RevisionId, readonly Revision[]>;

  private constructor(ordered: readonly Revision[]) {
    this.revisions = new Map(ordered.map((revision) => [revision.id, revision]));
    this.#children = childrenOf(ordered);
    this.heads = ordered.filter(({ id }) => !this.#children.has(id));
    this.bases = ordered.filter(({ parents }) => parents.length === 0);
  }

  /**
   * The graph of these revisions.
   *
   * @throws {LimbeckError} `revision/duplicate`, `revision/duplicate-name`, `revision/missing-parent`, `revision/cycle`,
   * `revision/out-of-order`.
   */
  static of(revisions: readonly Revision[]): RevisionGraph {
    const byId = uniqueBy(revisions, ({ id }) => id, (id, files) => new LimbeckError('revision/duplicate', { id, files }));
    uniqueBy(revisions, ({ name }) => name, (name, files) => new LimbeckError('revision/duplicate-name', { name, files }));
    revisions.forEach((revision) => checkParents(revision, byId));
    const ordered = inOrder(revisions.toSorted(byTime));
    revisions.forEach((revision) => checkOrder(revision, byId));
    return new RevisionGraph(ordered);
  }

  /** The revisions that stand on this one. */
  children(id: RevisionId): readonly Revision[] {
    return this.#children.get(id) ?? [];
  }

  /** The revisions that this one stands on. */
  parents({ parents }: Revision): readonly Revision[] {
    return parents.map((id) => this.revisions.get(id)).filter((parent) => parent !== undefined);
  }

  /** `from` and all that they stand on, near or far; oldest first. */
  ancestors(from: readonly Revision[]): readonly Revision[] {
    const reached = reach(from, (revision) => this.parents(revision));
    return this.#inOrder(reached);
  }

  /** All that stands on `from`, near or far, without `from` itself unless one stands on another; oldest first. */
  descendants(from: readonly Revision[]): readonly Revision[] {
    const children = from.flatMap(({ id }) => this.children(id));
    return this.#inOrder(reach(children, ({ id }) => this.children(id)));
  }

  /** What must be applied so that `targets` are: they and their ancestors but for those that are; oldest first. */
  upgradePath(targets: readonly Revision[], applied: ReadonlySet<RevisionId>): readonly Revision[] {
    return this.ancestors(targets).filter(({ id }) => !applied.has(id));
  }

  /** What must be undone so that `targets` are the last: their applied descendants, newest first. No targets: before all. */
  downgradePath(targets: readonly Revision[], applied: ReadonlySet<RevisionId>): readonly Revision[] {
    const above = targets.length === 0 ? [...this.revisions.values()] : this.descendants(targets);
    return above.filter(({ id }) => applied.has(id)).reverse();
  }

  /** The applied revisions that no applied one stands on, near or far. */
  appliedHeads(applied: ReadonlySet<RevisionId>): readonly Revision[] {
    const here = [...this.revisions.values()].filter(({ id }) => applied.has(id));
    const below = reach(here.flatMap((revision) => this.parents(revision)), (revision) => this.parents(revision));
    return here.filter(({ id }) => !below.has(id));
  }

  /**
   * The only head; `null` where there is no revision.
   *
   * @throws {LimbeckError} `revision/multiple-heads`.
   */
  head(): Revision | null {
    const [head = null, ...others] = this.heads;
    if (others.length > 0) throw new LimbeckError('revision/multiple-heads', { heads: this.heads.map(({ id }) => id) });
    return head;
  }

  #inOrder(ids: ReadonlySet<RevisionId>): readonly Revision[] {
    return [...this.revisions.values()].filter(({ id }) => ids.has(id));
  }
}

/** The ids of `from` and of all that `next` leads to from them. */
function reach(from: readonly Revision[], next: (revision: Revision) => readonly Revision[]): ReadonlySet<RevisionId> {
  const reached = new Set<RevisionId>();
  const waiting = [...from];
  for (let revision = waiting.pop(); revision !== undefined; revision = waiting.pop()) {
    if (reached.has(revision.id)) continue;
    reached.add(revision.id);
    waiting.push(...next(revision));
  }
  return reached;
}

const byTime = (left: Revision, right: Revision): number => left.timestampMs - right.timestampMs || (left.id < right.id ? -1 : 1);

/** Parents before children; where free, the earlier one first. */
function inOrder(revisions: readonly Revision[]): readonly Revision[] {
  const positions = new Map(revisions.map(({ id }, position) => [id, position]));
  const pairs = revisions.flatMap(({ parents }, child) => parents.map((id) => [positions.get(id) ?? child, child] as const));
  const own = revisions.find(({ id, parents }) => parents.includes(id));
  const order = own === undefined ? topologicalSort(revisions.length, pairs) : { cycle: [positions.get(own.id) ?? 0] };
  const at = (numbers: readonly number[]): readonly Revision[] => numbers.map((number) => revisions[number]).filter((found) => found !== undefined);
  if ('cycle' in order) throw new LimbeckError('revision/cycle', { members: at(order.cycle).map(({ id }) => id) });
  return at(order);
}

function childrenOf(ordered: readonly Revision[]): ReadonlyMap<RevisionId, readonly Revision[]> {
  const children = new Map<RevisionId, Revision[]>();
  for (const revision of ordered) {
    for (const parent of revision.parents) {
      const siblings = children.get(parent);
      if (siblings === undefined) children.set(parent, [revision]);
      else siblings.push(revision);
    }
  }
  return children;
}

function uniqueBy(
  revisions: readonly Revision[],
  keyOf: (revision: Revision) => string,
  errorOf: (key: string, files: readonly string[]) => LimbeckError,
): ReadonlyMap<string, Revision> {
  const unique = new Map<string, Revision>();
  for (const revision of revisions) {
    const key = keyOf(revision);
    const other = unique.get(key);
    if (other !== undefined) throw errorOf(key, [other.file, revision.file]);
    unique.set(key, revision);
  }
  return unique;
}

function checkParents({ id, file, parents }: Revision, byId: ReadonlyMap<RevisionId, Revision>): void {
  const parent = parents.find((candidate) => !byId.has(candidate));
  if (parent !== undefined) throw new LimbeckError('revision/missing-parent', { revision: id, file, parent });
}

function checkOrder(revision: Revision, byId: ReadonlyMap<RevisionId, Revision>): void {
  // Those of TypeORM have their order from where they were found when their times are the same.
  if (isOfTrunk(revision)) return;
  const late = revision.parents.map((id) => byId.get(id)).find((parent) => parent !== undefined && parent.timestampMs >= revision.timestampMs);
  if (late !== undefined) {
    throw new LimbeckError('revision/out-of-order', { revision: revision.id, file: revision.file, name: revision.name, parent: late.id, parentName: late.name });
  }
}
