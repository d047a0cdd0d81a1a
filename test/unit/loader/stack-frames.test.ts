import { failedWhileLoading, headingPlace, userFrames } from '../../../src/loader/stack-frames.js';

const withStack = (...lines: readonly string[]): Error => Object.assign(new Error('x'), { stack: lines.join('\n') });

test('the frames of the project, and no others', () => {
  const error = withStack(
    'Error: at /not/a/frame.ts:1:2',
    '    at Column (/shop/node_modules/typeorm/Column.js:1:2)',
    '    at new Customer (/shop/my entities/customer (1).ts:14:27)',
    '    at async file:///shop/my%20entities/order.mts:3:1',
    '    at C:\\shop\\order.ts:4:5',
    '    at Module._compile (node:internal/modules/cjs/loader:1521:14)',
  );
  expect(userFrames(error)).toEqual([
    { functionName: 'new Customer', file: '/shop/my entities/customer (1).ts', line: 14, column: 27 },
    { functionName: '', file: '/shop/my entities/order.mts', line: 3, column: 1 },
    { functionName: '', file: 'C:\\shop\\order.ts', line: 4, column: 5 },
  ]);
  expect(failedWhileLoading(error)).toBe(true);
  expect(failedWhileLoading(withStack('Error: x', '    at connect (node:net:1:2)'))).toBe(false);
});

test('the place above a stack', () => {
  expect(headingPlace(withStack('file:///shop/a.mjs:3', 'import', '', 'SyntaxError: x'))).toEqual({ functionName: '', file: '/shop/a.mjs', line: 3 });
  expect(headingPlace(withStack('/shop/a.js:2', 'SyntaxError: x'))).toMatchObject({ file: '/shop/a.js', line: 2 });
  expect(headingPlace(withStack('Error: x', '    at /shop/a.js:2:1'))).toBeNull();
});

test.each([undefined, null, 'text', 7, {}])('what is thrown may be %p', (thrown) => {
  expect([userFrames(thrown), failedWhileLoading(thrown), headingPlace(thrown)]).toEqual([[], false, null]);
});
