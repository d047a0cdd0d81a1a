import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expandedLiteral, flatLiteral, literal } from '../../src/revision/source/literal.js';
import { texts } from './operations.js';

const values: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.oneof(texts, fc.boolean(), fc.constant(null), fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.constantFrom('name', 'columns', '__proto__', 'constructor', '1', 'a-b', 'class'), texts), tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;

const places = fc.record({ indent: fc.nat(40), before: fc.nat(80), after: fc.nat(3) });

/** The text as it comes back from a file, evaluated. */
// eslint-disable-next-line @typescript-eslint/no-implied-eval -- the text under test is a program
const evaluate = (text: string): unknown => (new Function(`'use strict';\nreturn (${Buffer.from(text, 'utf8').toString('utf8')});`) as () => unknown)();

describe('the text of a value', () => {
  it('evaluates to the value', () => {
    fc.assert(fc.property(values, places, (value, place) => isDeepStrictEqual(evaluate(literal(value, place)), value)), { numRuns: 1000 });
  });

  it('evaluates to the value when it is set out', () => {
    fc.assert(fc.property(values, (value) => isDeepStrictEqual(evaluate(expandedLiteral(value, 0)), value)));
  });

  it('shows every character that it holds', () => {
    fc.assert(fc.property(values, places, (value, place) => expect(literal(value, place).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)));
  });

  it('is on one line where it fits', () => {
    fc.assert(
      fc.property(values, places, (value, place) => {
        const flat = flatLiteral(value);
        fc.pre(flat !== null && place.before + flat.length + place.after <= 96);
        expect(literal(value, place)).toBe(flat);
      }),
    );
  });

  it('breaks where it does not: no line with several parts is too long', () => {
    const parts = fc.dictionary(fc.constantFrom('name', 'columns', 'expression', 'references'), fc.array(fc.constantFrom('a', 'a long name of a column', 'x'.repeat(50))));
    fc.assert(
      fc.property(parts, (value) => {
        const tooLong = literal(value, { indent: 0, before: 0, after: 1 }).split('\n').filter((line) => line.length > 96);
        expect(tooLong).toEqual([]);
      }),
    );
  });
});
