import { LimbeckError } from '../../../src/kernel/errors.js';
import { RevisionGraph } from '../../../src/revision/graph.js';
import { drawn, revisionOf } from '../../support/graph.js';

function errorOf(work: () => unknown): LimbeckError {
  try {
    work();
  } catch (error) {
    if (error instanceof LimbeckError) return error as LimbeckError;
    throw error;
  }
  throw new Error('Nothing was thrown.');
}

const ids = (revisions: readonly { readonly id: string }[]): string => revisions.map(({ id }) => id).join(' ');

describe('a graph', () => {
  it('may be empty', () => {
    const graph = RevisionGraph.of([]);
    expect([graph.heads, graph.bases, graph.head()]).toEqual([[], [], null]);
  });

  it('has one head', () => expect(RevisionGraph.of(drawn({ a: '', b: 'a' })).head()?.id).toBe('b'));

  it('says which heads there are when there are several', () => {
    const error = errorOf(() => RevisionGraph.of(drawn({ a: '', b: 'a', c: 'a' })).head());
    expect(error.code).toBe('revision/multiple-heads');
    expect(error.message).toBe('There are 2 head revisions: b, c.');
  });

  it('undoes a merge and one branch, and leaves the other', () => {
    const graph = RevisionGraph.of(drawn({ a: '', b: 'a', c: 'a', m: 'b c' }));
    const [a, b] = [...graph.revisions.values()];
    if (a === undefined || b === undefined) throw new Error('The graph has four revisions.');
    expect(ids(graph.downgradePath([b], new Set('abcm')))).toBe('m b');
    expect(ids(graph.downgradePath([a], new Set('abcm')))).toBe('m c b a');
    expect(ids(graph.downgradePath([], new Set('abcm')))).toBe('');
    expect(ids(graph.appliedHeads(new Set('abc')))).toBe('b c');
  });

  it('leaves alone what it does not know', () => {
    const graph = RevisionGraph.of(drawn({ a: '', b: 'a' }));
    expect(ids(graph.downgradePath(graph.bases, new Set(['a', 'gone'])))).toBe('a');
    expect(ids(graph.upgradePath(graph.heads, new Set(['a', 'gone'])))).toBe('b');
  });
});

describe('dependencies', () => {
  const graph = RevisionGraph.of(drawn({ a1: '@ lib', b1: '', a2: 'a1', b2: 'b1 < lib', a3: 'a2' }));

  it('leave what they lead to a head of its branch, but no effective one', () => {
    const ended = RevisionGraph.of(drawn({ a: '', b: '< a' }));
    expect([ids(ended.heads), ids(ended.effectiveHeads), ids(ended.bases)]).toEqual(['a b', 'b', 'a b']);
  });

  it('are found by label and by id, and ordered', () => {
    expect(ids(graph.required([...graph.withIds(new Set(['b2']))]))).toBe('a1 b1 b2');
    expect(ids(graph.requiring([...graph.withIds(new Set(['a1']))]))).toBe('a1 a2 b2 a3');
  });

  it('count in what is current only where that is asked', () => {
    const applied = new Set(['a1', 'b1', 'b2']);
    expect(ids(graph.appliedHeads(applied))).toBe('a1 b2');
    expect(ids(graph.effectiveHeadsOf(graph.withIds(applied)))).toBe('b2');
  });
});

describe('a label', () => {
  const labels = (drawing: Parameters<typeof drawn>[0]): string => {
    const graph = RevisionGraph.of(drawn(drawing));
    return [...graph.revisions.values()].map((one) => `${one.id}(${graph.labels(one).join(' ')})`).join(' ');
  };

  it('names all that stands on its revision', () => expect(labels({ a: '@ x', b: 'a', c: 'a', m: 'b c' })).toBe('a(x) b(x) c(x) m(x)'));
  it('names the branch back to where it begins', () => expect(labels({ a: '', b: 'a', c: 'b', d: 'c @ x', e: 'd', f: 'a' })).toBe('a() b(x) c(x) d(x) e(x) f()'));
  it('names a line back to its base', () => expect(labels({ a: '', b: 'a @ x', c: 'b' })).toBe('a(x) b(x) c(x)'));
  it('stops at a merge', () => expect(labels({ a: '', b: '', m: 'a b', c: 'm @ x' })).toBe('a() b() m() c(x)'));
  it('stops at what another branch depends on', () => expect(labels({ a: '', b: 'a @ x', c: '< a' })).toBe('a() b(x) c()'));
  it('may be one of several', () => expect(labels({ a: '@ x y', b: 'a @ z' })).toBe('a(x y z) b(x y z)'));
});

describe('a graph that cannot be', () => {
  it.each([
    ['names two revisions', { a: '@ x', b: '@ x' }, 'The branch label "x" names two revisions: /app/migrations/a.ts and /app/migrations/b.ts.'],
    ['is the id of a revision', { a: '@ b', b: 'a' }, 'The branch label "b" names two revisions: /app/migrations/b.ts and /app/migrations/a.ts.'],
  ])('has a label that %s', (_, graph, message) => {
    const error = errorOf(() => RevisionGraph.of(drawn(graph)));
    expect([error.code, error.message]).toEqual(['revision/duplicate-label', message]);
  });

  it('misses what one depends on', () => {
    const error = errorOf(() => RevisionGraph.of(drawn({ a: '< shop' })));
    expect([error.code, error.message]).toEqual(['revision/missing-dependency', 'Can\'t locate "shop", on which a depends (/app/migrations/a.ts).']);
  });

  it.each([
    ['of one', { a: '< a' }, 'a → a'],
    ['of two', { a: '', b: 'a < c', c: 'b' }, 'c → b → c'],
    ['by a label', { a: '< x', b: 'a @ x' }, 'b → a → b'],
  ])('has a circle of dependencies %s', (_, graph, members) => {
    const error = errorOf(() => RevisionGraph.of(drawn(graph)));
    expect([error.code, error.message]).toEqual(['revision/dependency-cycle', `Revisions stand or depend on each other in a circle: ${members}.`]);
  });

  it('depends on what is later', () => {
    const error = errorOf(() => RevisionGraph.of(drawn({ a: '< b', b: '' })));
    expect(error.code).toBe('revision/out-of-order');
    expect(error.message).toContain('Revision a depends on b');
    expect(error.hint).toContain('`dependsOn`');
  });

  it('has two files with one id', () => {
    const [a] = drawn({ a: '' });
    if (a === undefined) throw new Error('The graph has a revision.');
    const error = errorOf(() => RevisionGraph.of([a, { ...a, file: '/app/migrations/copy.ts' }]));
    expect(error.code).toBe('revision/duplicate');
    expect(error.message).toBe('Two files have the revision "a": /app/migrations/a.ts and /app/migrations/copy.ts.');
  });

  it('has two files with one migration name', () => {
    const [a, b] = drawn({ a: '', b: 'a' });
    if (a === undefined || b === undefined) throw new Error('The graph has two revisions.');
    const error = errorOf(() => RevisionGraph.of([a, { ...b, name: a.name, timestampMs: a.timestampMs }]));
    expect(error.code).toBe('revision/duplicate-name');
    expect(error.message).toContain('/app/migrations/a.ts and /app/migrations/b.ts');
  });

  it('misses a parent', () => {
    const error = errorOf(() => RevisionGraph.of(drawn({ b: 'gone' })));
    expect(error.code).toBe('revision/missing-parent');
    expect(error.message).toBe('Can\'t locate revision "gone", on which b stands (/app/migrations/b.ts).');
  });

  it.each([
    ['of one', { a: 'a' }, 'a → a'],
    ['of two', { a: 'b', b: 'a' }, 'b → a → b'],
    ['in the midst', { a: '', b: 'a d', c: 'b', d: 'c', e: 'd' }, 'c → d → b → c'],
  ])('has a circle %s', (_, graph, members) => {
    const error = errorOf(() => RevisionGraph.of(drawn(graph)));
    expect(error.code).toBe('revision/cycle');
    expect(error.message).toBe(`Revisions stand on each other in a circle: ${members}.`);
  });

  it.each([
    ['earlier', 1],
    ['the same', 2],
  ])('has a child whose time stamp is %s', (_, position) => {
    const error = errorOf(() => RevisionGraph.of([revisionOf('a', [], 2), revisionOf('b', ['a'], position)]));
    expect(error.code).toBe('revision/out-of-order');
    expect(error.message).toContain(`Rbx172000000000${position}`);
    expect(error.message).toContain('/app/migrations/b.ts');
  });
});
