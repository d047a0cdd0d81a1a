import fc from 'fast-check';
import { nearest } from '../../../src/kernel/nearest.js';

describe('nearest', () => {
  it.each([
    ['haed', ['head', 'heads', 'base'], 'head'],
    ['HEAD', ['head', 'heads'], 'head'],
    ['ae1027a6acf1', ['ae1027a6acf0', '4c5d91f0b2e7'], 'ae1027a6acf0'],
    ['nothing like it', ['head', 'base'], null],
    ['x', [], null],
    ['', ['head'], null],
  ])('%s among %j', (text, names, expected) => {
    expect(nearest(text, names)).toBe(expected);
  });

  it('knows a name that is there, and one with a letter missing, too many, wrong or swapped with the next', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{5,12}$/), fc.nat(), fc.constantFrom('drop', 'add', 'change', 'swap'), (name, seed, fault) => {
        const at = seed % name.length;
        const swapped = name.slice(0, at) + [...name.slice(at, at + 2)].reverse().join('') + name.slice(at + 2);
        const typed = { drop: name.slice(0, at) + name.slice(at + 1), add: `${name.slice(0, at)}-${name.slice(at)}`, change: `${name.slice(0, at)}-${name.slice(at + 1)}`, swap: swapped }[fault];
        expect(nearest(name, ['0123456789012345', name])).toBe(name);
        expect(nearest(typed, ['0123456789012345', name])).toBe(name);
      }),
    );
  });
});
