import fc from 'fast-check';
import { topologicalSort } from '../../src/kernel/topological-sort.js';

const size = 12;
const position = fc.nat(size - 1);
/** Pairs that point from a smaller position to a larger one have no cycle. */
const acyclic = fc.array(fc.tuple(position, position).filter(([first, second]) => first < second).map(([first, second]) => [first, second] as const));

describe('topologicalSort', () => {
  it('takes each position once, and the first of each pair before the second', () => {
    fc.assert(
      fc.property(acyclic, fc.shuffledSubarray([...Array(size).keys()], { minLength: size }), (pairs, names) => {
        const renamed = pairs.map(([first, second]) => [names[first] ?? 0, names[second] ?? 0] as const);
        const order = topologicalSort(size, renamed);
        if ('cycle' in order) throw new Error('a cycle where there is none');
        expect([...order].sort((left, right) => left - right)).toEqual([...Array(size).keys()]);
        for (const [first, second] of renamed) expect(order.indexOf(first)).toBeLessThan(order.indexOf(second));
      }),
    );
  });

  it('keeps the order it was given where nothing speaks against it', () => {
    fc.assert(
      fc.property(acyclic, (pairs) => {
        expect(topologicalSort(size, pairs)).toEqual([...Array(size).keys()]);
      }),
    );
  });

  it('names the members of a cycle, each before the next', () => {
    fc.assert(
      fc.property(acyclic, fc.uniqueArray(position, { minLength: 2 }), (pairs, circle) => {
        const ring = circle.map((member, place) => [member, circle[(place + 1) % circle.length] ?? 0] as const);
        const all = [...pairs, ...ring];
        const result = topologicalSort(size, all);
        if (!('cycle' in result)) throw new Error('the cycle was not found');
        const { cycle } = result;
        expect(cycle.length).toBeGreaterThan(1);
        cycle.forEach((member, place) => {
          const next = cycle[(place + 1) % cycle.length];
          expect(all.some(([first, second]) => first === member && second === next)).toBe(true);
        });
      }),
    );
  });
});
