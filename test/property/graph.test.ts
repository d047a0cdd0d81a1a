import fc from 'fast-check';
import { LimbeckError } from '../../src/kernel/errors.js';
import { RevisionGraph } from '../../src/revision/graph.js';
import type { Revision, RevisionId } from '../../src/revision/revision.js';
import { downgradeTargets, findRevision, upgradeTargets } from '../../src/revision/target.js';
import { revisionOf } from '../support/graph.js';

/** Of two letters only, so that many begin alike. */
const ids = fc.uniqueArray(fc.stringMatching(/^[01]{8}$/), { minLength: 1, maxLength: 12 });

/** Revisions in the order of their time stamps, each standing on up to three before it: any graph without a cycle. */
const dags: fc.Arbitrary<readonly Revision[]> = ids.chain((names) => {
  const before = names.map((_, position) => fc.subarray(names.slice(0, position), { maxLength: Math.min(position, 3) }));
  return fc.tuple(...before).map((parents) => names.map((id, position) => revisionOf(id, parents[position] ?? [], position)));
});

const lines: fc.Arbitrary<readonly Revision[]> = ids.map((names) =>
  names.map((id, position) => revisionOf(id, names.slice(Math.max(0, position - 1), position), position)),
);

interface Situation {
  readonly revisions: readonly Revision[];
  readonly graph: RevisionGraph;
  readonly targets: readonly Revision[];
  /** With all their ancestors, as a database has them. */
  readonly applied: ReadonlySet<RevisionId>;
}

const situations: fc.Arbitrary<Situation> = dags.chain((revisions) =>
  fc.tuple(fc.shuffledSubarray([...revisions], { minLength: 1 }), fc.subarray([...revisions])).map(([targets, some]) => {
    const graph = RevisionGraph.of(revisions);
    return { revisions, graph, targets, applied: idsOf(graph.ancestors(some)) };
  }),
);

const idsOf = (revisions: readonly Revision[]): ReadonlySet<RevisionId> => new Set(revisions.map(({ id }) => id));

/** Who stands on whom, near or far, found the slow way. */
function standsOn(revisions: readonly Revision[]): (child: Revision, ancestor: Revision) => boolean {
  const byId = new Map(revisions.map((revision) => [revision.id, revision]));
  const stands = (child: Revision, ancestor: Revision): boolean =>
    child.parents.some((id) => id === ancestor.id || stands(byId.get(id) ?? child, ancestor));
  return stands;
}

describe('a graph', () => {
  it('knows heads, bases, ancestors and descendants', () => {
    fc.assert(
      fc.property(situations, ({ revisions, graph, targets }) => {
        const stands = standsOn(revisions);
        expect(idsOf(graph.heads)).toEqual(idsOf(revisions.filter((revision) => !revisions.some((other) => stands(other, revision)))));
        expect(idsOf(graph.bases)).toEqual(idsOf(revisions.filter(({ parents }) => parents.length === 0)));
        expect(idsOf(graph.ancestors(targets))).toEqual(idsOf(revisions.filter((one) => targets.includes(one) || targets.some((target) => stands(target, one)))));
        expect(idsOf(graph.descendants(targets))).toEqual(idsOf(revisions.filter((one) => targets.some((target) => stands(one, target)))));
      }),
    );
  });

  it('is the same whatever the order in which the files were found', () => {
    const shuffled = dags.chain((revisions) => fc.tuple(fc.constant(revisions), fc.shuffledSubarray([...revisions], { minLength: revisions.length })));
    fc.assert(fc.property(shuffled, ([revisions, others]) => expect([...RevisionGraph.of(others).revisions.keys()]).toEqual([...RevisionGraph.of(revisions).revisions.keys()])));
  });

  it('finds a circle, and all its members', () => {
    const circular = lines.chain((revisions) => fc.tuple(fc.constant(revisions), fc.nat({ max: revisions.length - 1 }), fc.nat({ max: revisions.length - 1 })));
    fc.assert(
      fc.property(circular, ([revisions, one, other]) => {
        const [low, high] = [Math.min(one, other), Math.max(one, other)];
        const closed = revisions.map((revision, position) => (position === low ? { ...revision, parents: [...revision.parents, revisions[high]?.id ?? ''] } : revision));
        const error = caught(() => RevisionGraph.of(closed));
        if (!LimbeckError.is(error, 'revision/cycle')) throw error;
        expect(new Set(error.details.members)).toEqual(idsOf(revisions.slice(low, high + 1)));
        expect(error.details.members).toHaveLength(high - low + 1);
      }),
    );
  });
});

describe('a path', () => {
  it('up holds what is missing, each after what it stands on', () => {
    fc.assert(
      fc.property(situations, ({ graph, targets, applied }) => {
        const done = new Set(applied);
        for (const revision of graph.upgradePath(targets, applied)) {
          expect(done.has(revision.id)).toBe(false);
          expect(revision.parents.filter((parent) => !done.has(parent))).toEqual([]);
          done.add(revision.id);
        }
        expect(graph.ancestors(targets).filter(({ id }) => !done.has(id))).toEqual([]);
        expect(done.size).toBe(new Set([...applied, ...idsOf(graph.ancestors(targets))]).size);
      }),
    );
  });

  it('down undoes nothing that another still stands on, and all that stands on the targets', () => {
    fc.assert(
      fc.property(situations, ({ revisions, graph, targets, applied }) => {
        const stands = standsOn(revisions);
        const left = new Set(applied);
        for (const revision of graph.downgradePath(targets, applied)) {
          expect(graph.children(revision.id).filter(({ id }) => left.has(id))).toEqual([]);
          expect(left.delete(revision.id)).toBe(true);
        }
        const expected = revisions.filter((one) => applied.has(one.id) && !targets.some((target) => stands(one, target)));
        expect(left).toEqual(idsOf(expected));
      }),
    );
  });

  it('up and down again leads back to where it began: to the base, and in a line to anywhere', () => {
    fc.assert(
      fc.property(situations, ({ graph }) => {
        const up = graph.upgradePath(graph.heads, new Set());
        expect(graph.downgradePath([], idsOf(up))).toEqual([...up].reverse());
      }),
    );
    fc.assert(
      fc.property(lines.chain((line) => fc.tuple(fc.constant(line), fc.nat({ max: line.length }), fc.nat({ max: line.length }))), ([line, one, other]) => {
        const graph = RevisionGraph.of(line);
        const [low, high] = [Math.min(one, other), Math.max(one, other)];
        const applied = idsOf(line.slice(0, low));
        const up = graph.upgradePath(line.slice(Math.max(0, high - 1), high), applied);
        const down = graph.downgradePath(line.slice(Math.max(0, low - 1), low), new Set([...applied, ...idsOf(up)]));
        expect(up).toEqual(high === 0 ? [] : line.slice(low, high));
        expect(down).toEqual([...up].reverse());
      }),
    );
  });
});

describe('a target', () => {
  it('by the beginning of its id is the only revision that begins so', () => {
    fc.assert(
      fc.property(dags, fc.integer({ min: 4, max: 8 }), (revisions, length) => {
        const graph = RevisionGraph.of(revisions);
        for (const { id } of revisions) {
          const start = id.slice(0, length);
          const alike = revisions.filter((other) => other.id.startsWith(start)).length;
          const found = caught(() => findRevision(graph, start).id);
          if (alike === 1) expect(found).toBe(id);
          else expect(LimbeckError.is(found, 'revision/ambiguous')).toBe(true);
        }
      }),
    );
  });

  it('+N and -N count along a line, and say so where it ends', () => {
    fc.assert(
      fc.property(lines, fc.nat(14), fc.nat(14), (line, position, steps) => {
        const graph = RevisionGraph.of(line);
        const start = Math.min(position, line.length);
        const applied = idsOf(line.slice(0, start));
        const query = (target: string) => ({ target, applied });
        const at = (place: number): readonly RevisionId[] => line.slice(Math.max(0, place - 1), place).map(({ id }) => id);
        const up = caught(() => upgradeTargets(graph, query(`+${steps}`)).map(({ id }) => id));
        if (start + steps > line.length) expect(LimbeckError.is(up, 'revision/over-walk')).toBe(true);
        else expect(up).toEqual(at(start + steps));
        const down = caught(() => downgradeTargets(graph, query(`-${steps}`)).map(({ id }) => id));
        if (steps > start) expect(LimbeckError.is(down, 'revision/over-walk')).toBe(true);
        else expect(down).toEqual(at(start - steps));
      }),
    );
  });
});

function caught(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}
