import fc from 'fast-check';
import { drawGraph, type GraphNode } from '../../src/cli/draw-graph.js';

/** Any graph, newest first: each node stands on up to four of those after it. */
const graphs: fc.Arbitrary<readonly GraphNode[]> = fc.integer({ min: 1, max: 14 }).chain((size) => {
  const names = Array.from({ length: size }, (_, position) => `n${position}`);
  const someOf = (others: readonly string[], most: number): fc.Arbitrary<string[]> => fc.shuffledSubarray([...others], { maxLength: Math.min(most, others.length) });
  const parents = names.map((_, position) => fc.oneof(someOf(names.slice(position + 1, position + 4), 2), someOf(names.slice(position + 1), 4)));
  const extra = fc.array(fc.nat(3), { minLength: size, maxLength: size });
  return fc.tuple(fc.tuple(...parents), extra).map(([chosen, counts]) =>
    names.map((id, position) => ({ id, parents: chosen[position] ?? [], lines: [id, ...Array.from({ length: counts[position] ?? 0 }, () => '')] })),
  );
});

/** Where a line is when it enters a row: in a column, or on its way to the left. */
interface Entry {
  readonly position: number;
  readonly isCrossing: boolean;
}

/** Follows the lines of a drawing from one node down, as an eye does, to the names of the nodes that they end at. */
function nodesBelow(rows: readonly string[], start: number): readonly string[] {
  const found = new Set<string>();
  const follow = (at: number, entries: readonly Entry[]): void => {
    const text = rows[at];
    if (text === undefined || entries.length === 0) return;
    const sign = (position: number): string => text[position] ?? ' ';
    const next = entries.flatMap(({ position, isCrossing }): readonly Entry[] => {
      if (isCrossing && sign(position - 1) === '/') return [{ position: position - 2, isCrossing: true }];
      if (sign(position) === '*') {
        found.add(nameIn(text));
        return [];
      }
      const isStraight = sign(position) === '|';
      const right = sign(position + 1) === '\\' ? [{ position: position + 2, isCrossing: false }] : [];
      const left = !isStraight && sign(position - 1) === '/' ? [{ position: position - 2, isCrossing: true }] : [];
      return [...(isStraight ? [{ position, isCrossing: false }] : []), ...right, ...left];
    });
    follow(at + 1, next);
  };
  follow(start + 1, [{ position: rows[start]?.indexOf('*') ?? -1, isCrossing: false }]);
  return [...found].sort();
}

const nameIn = (row: string): string => /\bn\d+/.exec(row)?.[0] ?? '';

test('the lines of a drawn graph lead from each node to its parents, and nowhere else', () => {
  fc.assert(
    fc.property(graphs, (nodes) => {
      const rows = drawGraph(nodes);
      const starts = rows.flatMap((text, at) => (text.includes('*') ? [at] : []));
      expect(starts.map((at) => nameIn(rows[at] ?? ''))).toEqual(nodes.map(({ id }) => id));
      expect(starts.map((at) => nodesBelow(rows, at))).toEqual(nodes.map(({ parents }) => [...parents].sort()));
    }),
    { numRuns: 500 },
  );
});
