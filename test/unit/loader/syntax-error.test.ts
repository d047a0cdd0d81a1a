import { transformSync } from '@swc/core';
import { readSyntaxError } from '../../../src/loader/syntax-error.js';

const place = (source: string): readonly unknown[] => {
  try {
    transformSync(source, { filename: '/shop/b[1]:2.ts', jsc: { parser: { syntax: 'typescript', decorators: true } } });
  } catch (error) {
    const found = readSyntaxError('/shop/entity.ts', source, error);
    if (found?.code !== 'config/does-not-compile') throw error;
    const { line, column, problem } = found.details as { line: number; column: number; problem: string };
    return [line, column, problem];
  }
  throw new Error(`It compiles: ${source}`);
};

test.each([
  ["import { a from 'x';\n", [1, 12, "Expected ',', got 'from'"]],
  ['const a = ;\n', [1, 11, 'Expression expected']],
  ['class A {\n  @Column(\n  name: string;\n}\n', [3, 7, "Expected ',', got ':'"]],
  ["class A {\n\t\t@Column({ type: 'x' )\n}\n", [2, 23, "Expected ',', got ')'"]],
  ['const a = 1;\r\nconst b = ;\r\n', [2, 11, 'Expression expected']],
  ["const a = 'x\n", [1, 11, 'Unterminated string constant']],
])('the place and the reason in %j', (source, expected) => {
  expect(place(source)).toEqual(expected);
});

test('at the end of the file there is nothing to point at', () => {
  expect(place('export class A {\n  name: string')).toEqual([2, 15, 'Unexpected eof']);
});

test('another error is none', () => {
  expect(readSyntaxError('/shop/entity.ts', '', new Error('[x] failed'))).toBeNull();
});
