import type { Revision, RevisionId } from '../../src/revision/revision.js';

/** A revision that only has its place in a graph; `position` orders it in time. */
export function revisionOf(id: RevisionId, parents: readonly RevisionId[], position: number): Revision {
  const timestampMs = 1_720_000_000_000 + position;
  return {
    id,
    parents,
    labels: [],
    dependsOn: [],
    replaces: [],
    name: `R${id}x${timestampMs}`,
    timestampMs,
    message: `the revision ${id}`,
    file: `/app/migrations/${id}.ts`,
    checksum: '',
    instantiate: () => Promise.reject(new Error('This revision is not there to be run.')),
  };
}

/** A graph drawn in letters, in the order of time: `{ a: '', b: 'a', c: 'a', m: 'b c' }`. */
export const drawn = (graph: Readonly<Record<RevisionId, string>>): readonly Revision[] =>
  Object.entries(graph).map(([id, parents], position) => revisionOf(id, parents.split(' ').filter((parent) => parent !== ''), position));
