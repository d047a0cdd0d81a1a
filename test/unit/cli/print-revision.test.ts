import { printAtLength, printRevision, printStep } from '../../../src/cli/print-revision.js';
import type { Paint } from '../../../src/cli/paint.js';
import type { AppliedRevision } from '../../../src/migrator/applied.js';
import { RevisionGraph } from '../../../src/revision/graph.js';
import type { Revision } from '../../../src/revision/revision.js';
import { drawn } from '../../support/graph.js';

const plain: Paint = (_, text) => text;

const graph = RevisionGraph.of(drawn({ a: '', b: 'a @ shop', c: 'a < shop', m: 'b c', x: '@ lib', y: 'm < x' }));
const marks = { graph, current: new Set(['m']) };

function revision(id: string): Revision {
  const found = graph.revisions.get(id);
  if (found === undefined) throw new Error(`There is no ${id}.`);
  return found;
}

test.each([
  ['a', '<base> -> a (branchpoint), the revision a'],
  ['b', 'a -> b (shop), the revision b'],
  ['c', 'a (shop) -> c, the revision c'],
  ['m', 'b, c -> m (shop) (current) (mergepoint), the revision m'],
  ['x', '<base> -> x (lib) (effective head), the revision x'],
  ['y', 'm (x) -> y (shop) (head), the revision y'],
])('the revision %s after what it stands on', (id, line) => {
  expect(printStep(revision(id), marks, plain)).toBe(line);
  expect(line.endsWith(`> ${printRevision(revision(id), marks, plain)}`)).toBe(true);
});

test('a revision at length', () => {
  expect(printAtLength(revision('y'), marks, plain)).toBe(
    ['Revision: y (shop) (head)', 'Parent: m', 'Depends on: x', 'Branch labels: shop', 'Written: 2024-07-03T09:46:40.005Z', 'File: /app/migrations/y.ts', '', '  the revision y', ''].join('\n'),
  );
  expect(printAtLength(revision('m'), marks, plain)).toContain('Merges: b, c\n');
  expect(printAtLength(revision('a'), marks, plain)).toContain('Parent: <base>\nBranches into: b, c\n');
  expect(printAtLength({ ...revision('a'), replaces: ['Old1', 'Old2'] }, marks, plain)).toContain('Replaces: Old1, Old2\n');
});

test('how a revision came to be applied is told at length, as far as it is known', () => {
  const applied = revision('a');
  const at = (facts: Partial<AppliedRevision>): string | undefined => {
    const known = { revision: applied, appliedAt: null, durationMs: null, role: null, host: null, version: null, ...facts };
    return printAtLength(applied, { graph, current: new Set(), applied: new Map([['a', known]]) }, plain).split('\n').find((line) => line.startsWith('Applied'));
  };
  expect(at({})).toBe("Applied: by TypeORM's own runner");
  expect(at({ appliedAt: new Date(0), durationMs: 12, role: 'shop', host: 'build-7', version: '0.1.0' })).toBe('Applied: 1970-01-01T00:00:00.000Z, in 12 ms, by shop at build-7, with Limbeck 0.1.0');
  expect(at({ appliedAt: new Date(0), role: 'shop' })).toBe('Applied: 1970-01-01T00:00:00.000Z, by shop');
});
