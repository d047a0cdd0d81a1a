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
    phase: null,
    name: `R${id}x${timestampMs}`,
    timestampMs,
    message: `the revision ${id}`,
    file: `/app/migrations/${id}.ts`,
    checksum: '',
    instantiate: () => Promise.reject(new Error('This revision is not there to be run.')),
  };
}

/** A revision as it is drawn: what it stands on; and after `<`, what it depends on; and after `@`, its labels. `'b c < d @ shop'`. */
function relationsOf(drawing: string): Pick<Revision, 'parents' | 'dependsOn' | 'labels'> {
  const [relations = '', labels = ''] = drawing.split('@');
  const [parents = '', dependsOn = ''] = relations.split('<');
  const words = (text: string): readonly string[] => text.split(' ').filter((word) => word !== '');
  return { parents: words(parents), dependsOn: words(dependsOn), labels: words(labels) };
}

/** A graph drawn in letters, in the order of time: `{ a: '', b: 'a @ shop', c: 'a', m: 'b c', d: '< m' }`. */
export const drawn = (graph: Readonly<Record<RevisionId, string>>): readonly Revision[] =>
  Object.entries(graph).map(([id, drawing], position) => ({ ...revisionOf(id, [], position), ...relationsOf(drawing) }));
