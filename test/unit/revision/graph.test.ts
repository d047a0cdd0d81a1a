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
    expect(ids(graph.downgradePath([b], new Set('abcm')))).toBe('m');
    expect(ids(graph.downgradePath([a], new Set('abcm')))).toBe('m c b');
    expect(ids(graph.downgradePath([], new Set('abcm')))).toBe('m c b a');
    expect(ids(graph.appliedHeads(new Set('abc')))).toBe('b c');
  });

  it('leaves alone what it does not know', () => {
    const graph = RevisionGraph.of(drawn({ a: '', b: 'a' }));
    expect(ids(graph.downgradePath([], new Set(['a', 'gone'])))).toBe('a');
    expect(ids(graph.upgradePath(graph.heads, new Set(['a', 'gone'])))).toBe('b');
  });
});

describe('a graph that cannot be', () => {
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
