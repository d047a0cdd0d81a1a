import fc from 'fast-check';
import { LimbeckError } from '../../src/kernel/errors.js';
import { findRevision } from '../../src/revision/find-revision.js';
import { RevisionGraph } from '../../src/revision/graph.js';
import { parseRange, revisionsIn } from '../../src/revision/range.js';
import type { Revision, RevisionId } from '../../src/revision/revision.js';
import { downgradePath, upgradePath, upgradeTargets } from '../../src/revision/target.js';
import { revisionOf } from '../support/graph.js';

/** Of two letters only, so that many begin alike. */
const ids = fc.uniqueArray(fc.stringMatching(/^[01]{8}$/), { minLength: 1, maxLength: 12 });

/** Where a revision stands, by the positions of those before it. */
interface Drawing {
  readonly parents: readonly RevisionId[];
  readonly dependsOn: readonly string[];
  readonly labels: readonly string[];
}

const drawingOf = (before: readonly RevisionId[], position: number): fc.Arbitrary<Drawing> =>
  fc.record({
    parents: fc.subarray([...before], { maxLength: Math.min(position, 3) }),
    dependsOn: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.subarray([...before], { maxLength: Math.min(position, 2) }) }),
    labels: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.constant([`label${position}`]) }),
  });

/** Revisions in the order of their time stamps, each standing on up to three before it, some with labels or dependencies: any graph. */
const dags: fc.Arbitrary<readonly Revision[]> = ids.chain((names) =>
  fc.tuple(...names.map((_, position) => drawingOf(names.slice(0, position), position))).map((drawings) =>
    names.map((id, position) => ({ ...revisionOf(id, [], position), ...drawings[position] })),
  ),
);

const lines: fc.Arbitrary<readonly Revision[]> = ids.map((names) =>
  names.map((id, position) => revisionOf(id, names.slice(Math.max(0, position - 1), position), position)),
);

interface Situation {
  readonly revisions: readonly Revision[];
  readonly graph: RevisionGraph;
  readonly targets: readonly Revision[];
  /** With all that they need, as a database has them. */
  readonly applied: ReadonlySet<RevisionId>;
}

const situations: fc.Arbitrary<Situation> = dags.chain((revisions) =>
  fc.tuple(fc.shuffledSubarray([...revisions], { minLength: 1 }), fc.subarray([...revisions])).map(([targets, some]) => {
    const graph = RevisionGraph.of(revisions);
    return { revisions, graph, targets, applied: idsOf(graph.required(some)) };
  }),
);

const idsOf = (revisions: readonly Revision[]): ReadonlySet<RevisionId> => new Set(revisions.map(({ id }) => id));

/** Who is above whom by a relation, near or far, found the slow way. */
function isAbove(revisions: readonly Revision[], below: (revision: Revision) => readonly RevisionId[]): (upper: Revision, lower: Revision) => boolean {
  const byId = new Map(revisions.map((revision) => [revision.id, revision]));
  const above = (upper: Revision, lower: Revision): boolean => below(upper).some((id) => id === lower.id || above(byId.get(id) ?? upper, lower));
  return above;
}

const standsOn = (revisions: readonly Revision[]) => isAbove(revisions, ({ parents }) => parents);
const needs = (revisions: readonly Revision[]) => isAbove(revisions, ({ parents, dependsOn }) => [...parents, ...dependsOn]);

describe('a graph', () => {
  it('knows heads, bases, and who stands on whom or needs whom', () => {
    fc.assert(
      fc.property(situations, ({ revisions, graph, targets }) => {
        const [stands, need] = [standsOn(revisions), needs(revisions)];
        const where = (holds: (one: Revision) => boolean): ReadonlySet<RevisionId> => idsOf(revisions.filter(holds));
        expect(idsOf(graph.heads)).toEqual(where((one) => !revisions.some((other) => stands(other, one))));
        expect(idsOf(graph.effectiveHeads)).toEqual(where((one) => !revisions.some((other) => need(other, one))));
        expect(idsOf(graph.bases)).toEqual(where(({ parents }) => parents.length === 0));
        expect(idsOf(graph.ancestors(targets))).toEqual(where((one) => targets.includes(one) || targets.some((target) => stands(target, one))));
        expect(idsOf(graph.descendants(targets))).toEqual(where((one) => targets.includes(one) || targets.some((target) => stands(one, target))));
        expect(idsOf(graph.required(targets))).toEqual(where((one) => targets.includes(one) || targets.some((target) => need(target, one))));
        expect(idsOf(graph.requiring(targets))).toEqual(where((one) => targets.includes(one) || targets.some((target) => need(one, target))));
      }),
    );
  });

  it('gives a label to all that stands on its revision, and below it to a line that nothing branches off from', () => {
    fc.assert(
      fc.property(dags, (revisions) => {
        const graph = RevisionGraph.of(revisions);
        const stands = standsOn(revisions);
        for (const [label, revision] of graph.labelled) {
          const named = revisions.filter((one) => graph.labels(one).includes(label));
          const above = named.filter((one) => one === revision || stands(one, revision));
          const below = named.filter((one) => !above.includes(one));
          expect(idsOf(above)).toEqual(idsOf(graph.descendants([revision])));
          for (const one of below) expect([stands(revision, one), one.parents.length <= 1, graph.children(one.id).length]).toEqual([true, true, 1]);
        }
      }),
    );
  });

  it('is the same whatever the order in which the files were found', () => {
    const shuffled = dags.chain((revisions) => fc.tuple(fc.constant(revisions), fc.shuffledSubarray([...revisions], { minLength: revisions.length })));
    fc.assert(fc.property(shuffled, ([revisions, others]) => expect([...RevisionGraph.of(others).revisions.keys()]).toEqual([...RevisionGraph.of(revisions).revisions.keys()])));
  });

  it.each([
    ['parents', 'revision/cycle'],
    ['dependsOn', 'revision/dependency-cycle'],
  ] as const)('finds a circle that %s close, and all its members', (relation, code) => {
    const circular = lines.chain((revisions) => fc.tuple(fc.constant(revisions), fc.nat({ max: revisions.length - 1 }), fc.nat({ max: revisions.length - 1 })));
    fc.assert(
      fc.property(circular, ([revisions, one, other]) => {
        const [low, high] = [Math.min(one, other), Math.max(one, other)];
        const closed = revisions.map((revision, position) => (position === low ? { ...revision, [relation]: [...revision[relation], revisions[high]?.id ?? ''] } : revision));
        const error = caught(() => RevisionGraph.of(closed));
        if (!LimbeckError.is(error, code)) throw error;
        expect(new Set(error.details.members)).toEqual(idsOf(revisions.slice(low, high + 1)));
        expect(error.details.members).toHaveLength(high - low + 1);
      }),
    );
  });
});

/** Runs a path over what is applied, and holds that nothing is done twice and each finds what it needs. */
function runUp(graph: RevisionGraph, path: readonly Revision[], applied: ReadonlySet<RevisionId>): ReadonlySet<RevisionId> {
  const done = new Set(applied);
  for (const revision of path) {
    expect(done.has(revision.id)).toBe(false);
    expect(graph.needs(revision).filter(({ id }) => !done.has(id))).toEqual([]);
    done.add(revision.id);
  }
  return done;
}

/** Undoes a path, and holds that nothing is undone twice, or while another needs it. */
function runDown(graph: RevisionGraph, path: readonly Revision[], applied: ReadonlySet<RevisionId>): ReadonlySet<RevisionId> {
  const left = new Set(applied);
  for (const revision of path) {
    expect(left.delete(revision.id)).toBe(true);
    expect([...graph.revisions.values()].filter((one) => left.has(one.id) && graph.needs(one).includes(revision))).toEqual([]);
  }
  return left;
}

describe('a path', () => {
  it('up holds what is missing, each after what it needs', () => {
    fc.assert(
      fc.property(situations, ({ graph, targets, applied }) => {
        const done = runUp(graph, graph.upgradePath(targets, applied), applied);
        expect(done).toEqual(new Set([...applied, ...idsOf(graph.required(targets))]));
      }),
    );
  });

  it('down undoes the targets and all that needs them, and nothing else', () => {
    fc.assert(
      fc.property(situations, ({ revisions, graph, targets, applied }) => {
        const need = needs(revisions);
        const left = runDown(graph, graph.downgradePath(targets, applied), applied);
        const expected = revisions.filter((one) => applied.has(one.id) && !targets.some((target) => target === one || need(one, target)));
        expect(left).toEqual(idsOf(expected));
      }),
    );
  });

  it('up and down again leads back to where it began: to the base, and in a line to anywhere', () => {
    fc.assert(
      fc.property(situations, ({ graph }) => {
        const up = graph.upgradePath(graph.heads, new Set());
        expect(graph.downgradePath(graph.bases, idsOf(up))).toEqual([...up].reverse());
      }),
    );
    fc.assert(
      fc.property(lines.chain((line) => fc.tuple(fc.constant(line), fc.nat({ max: line.length }), fc.nat({ max: line.length }))), ([line, one, other]) => {
        const graph = RevisionGraph.of(line);
        const [low, high] = [Math.min(one, other), Math.max(one, other)];
        const applied = idsOf(line.slice(0, low));
        const up = graph.upgradePath(line.slice(Math.max(0, high - 1), high), applied);
        expect(up).toEqual(line.slice(low, high));
        expect(graph.downgradePath(line.slice(low, low + 1), new Set([...applied, ...idsOf(up)]))).toEqual([...up].reverse());
      }),
    );
  });

  it('up to any target and down to where it began leaves what was applied', () => {
    fc.assert(
      fc.property(situations, ({ graph, targets, applied }) => {
        const up = graph.upgradePath(targets, applied);
        const done = runUp(graph, up, applied);
        expect(runDown(graph, graph.downgradePath(up, done), done)).toEqual(applied);
      }),
    );
  });
});

/** Any identifier, of the names that there are, and some that there are not. */
const identifiers = (revisions: readonly Revision[]): fc.Arbitrary<string> => {
  const names = fc.constantFrom(...revisions.flatMap(({ id, labels }) => [id, id.slice(0, 5), ...labels]), 'nothing');
  const steps = fc.constantFrom('', '', '+1', '+2', '-1', '-2');
  const symbol = fc.oneof(names, fc.constantFrom('head', 'heads', 'base', 'current', ''));
  return fc.tuple(fc.option(names, { nil: '' }), symbol, steps).map(([branch, word, count]) => `${branch === '' ? '' : `${branch}@`}${word}${count}`);
};

describe('a target in words', () => {
  const asked = situations.chain((situation) => identifiers(situation.revisions).map((target) => ({ ...situation, target })));

  it('leads up or down a closed path, or is refused with a hint', () => {
    fc.assert(
      fc.property(asked, ({ graph, applied, target }) => {
        const up = caught(() => upgradePath(graph, { target, applied }));
        if (up instanceof LimbeckError) expect(up.hint).not.toBe('');
        else runUp(graph, up as readonly Revision[], applied);
        const down = caught(() => downgradePath(graph, { target, applied }));
        if (down instanceof LimbeckError) expect(down.hint).not.toBe('');
        else runDown(graph, down as readonly Revision[], applied);
      }),
      { numRuns: 1_000 },
    );
  });

  it('leaves what it names when a downgrade leads there, and an upgrade to it has then nothing to do', () => {
    fc.assert(
      fc.property(asked, ({ graph, applied, target }) => {
        const path = caught(() => downgradePath(graph, { target, applied }));
        if (path instanceof LimbeckError || /^(?:.*@)?(?:current)?[+-]?\d*$/.test(target)) return;
        const left = runDown(graph, path as readonly Revision[], applied);
        expect(upgradePath(graph, { target, applied: left })).toEqual([]);
      }),
    );
  });

  it('of two sides is what stands on the one and is needed by the other', () => {
    const ranges = dags.chain((revisions) => fc.tuple(fc.constant(revisions), fc.constantFrom(...revisions), fc.constantFrom(...revisions)));
    fc.assert(
      fc.property(ranges, ([revisions, start, end]) => {
        const [stands, need] = [standsOn(revisions), needs(revisions)];
        const found = caught(() => revisionsIn(RevisionGraph.of(revisions), { range: parseRange(`${start.id}:${end.id}`), applied: new Set() }));
        if (start !== end && !need(end, start)) return expect(LimbeckError.is(found, 'revision/not-an-ancestor')).toBe(true);
        const between = revisions.filter((one) => (one === start || stands(one, start)) && (one === end || need(end, one)));
        expect(idsOf(found as readonly Revision[])).toEqual(idsOf(between));
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
        const down = caught(() => downgradePath(graph, query(`-${steps}`)));
        if (steps > start) expect(LimbeckError.is(down, 'revision/over-walk')).toBe(true);
        else expect(down).toEqual(line.slice(start - steps, start).reverse());
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
