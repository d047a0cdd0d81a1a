import { parseSync } from '@swc/core';
import fc from 'fast-check';
import { withoutNullInUnions } from '../../../src/loader/null-in-unions.js';

test.each([
  ['class A { a: string | null; }', 'class A { a: string | never; }'],
  ['class A { a: null | (Date | undefined); }', 'class A { a: never | (Date | never); }'],
  ['class A { a: Promise<string | null> | Map<null, string>; }', 'class A { a: Promise<string | never> | Map<null, string>; }'],
  ['function f(a: string | null, b = x | null): number | undefined {}', 'function f(a: string | never, b = x | null): number | never {}'],
  ['const a: null = null; let b: undefined;', 'const a: null = null; let b: undefined;'],
])('%s', (source, expected) => {
  expect(withoutNullInUnions(source, parseSync)).toBe(expected);
});

test('what is not a type stays, letter for letter', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.boolean(), (text, tail) => {
      const literal = JSON.stringify(`${text} | null`).replace(/[\u2028\u2029]/g, ' ');
      const program = (type: string): string => `const before = ${literal};\nclass A { a: ${type}; }${tail ? `\nconst after = ${literal};` : ''}`;
      expect(withoutNullInUnions(program('string | null'), parseSync)).toBe(program('string | never'));
    }),
  );
});
