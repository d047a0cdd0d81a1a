import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { equal } from '../../src/kernel/equal.js';

/** No zeros below: `isDeepStrictEqual` tells 0 from -0, which plain data never means. */
const value = fc.jsonValue({ maxDepth: 3 }).map((each) => JSON.parse(JSON.stringify(each).replaceAll('-0', '0')) as unknown);

describe('equal', () => {
  it('agrees with Node on plain data', () => {
    fc.assert(fc.property(value, value, (left, right) => expect(equal(left, right)).toBe(isDeepStrictEqual(left, right))));
    fc.assert(fc.property(value, (each) => expect(equal(each, structuredClone(each))).toBe(true)));
  });

  it('sees one difference, wherever it is', () => {
    expect(equal({ a: [1, { b: null }] }, { a: [1, { b: undefined }] })).toBe(false);
    expect(equal({ a: 1 }, { a: 1, b: undefined })).toBe(false);
    expect(equal({ a: undefined }, { b: undefined })).toBe(false);
    expect(equal([], {})).toBe(false);
    expect(equal({ length: 0 }, [])).toBe(false);
    expect(equal({ a: 1, b: 2 }, { b: 2, a: 1 })).toBe(true);
  });
});
