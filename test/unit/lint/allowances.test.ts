import { readAllowances } from '../../../src/lint/allowances.js';

/** The calls `c1`, `c2` … of a program that each of its comments is about. */
function coveredIn(text: string): readonly (readonly string[])[] {
  const calls = [...text.matchAll(/\bc\d\b/g)].map(({ 0: name, index }) => {
    const before = text.slice(0, index).split(/\r\n|\n/);
    return { name, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  });
  return readAllowances(text).map((allowance) => calls.filter((call) => allowance.covers(call)).map(({ name }) => name));
}

const lines = (...texts: readonly string[]): string => texts.join('\n');
const allow = '// limbeck-allow data/lost: nobody reads it';

describe('what a comment is about', () => {
  test.each<[string, string, readonly string[]]>([
    ['the call below', lines('await c1();', allow, 'await c2();', 'await c3();'), ['c2']],
    ['the call below, over several lines', lines(allow, 'await op', '  .c1(', '    { a: [1, 2] },', '  );', 'await c2();'), ['c1']],
    ['the call below, where no semicolons are', lines(allow, 'await c1("a")', 'await c2("b")'), ['c1']],
    ['the call below, where no semicolons are and it is chained', lines(allow, 'await op', '  .c1("a")', 'await c2("b")'), ['c1']],
    ['the loop below', lines(allow, 'for (const x of [1, 2]) {', '  await c1(x);', '  await c2(x);', '}', 'await c3();'), ['c1', 'c2']],
    ['both branches below', lines(allow, 'if (a) {', '  await c1();', '}', 'else {', '  await c2();', '}', 'await c3();'), ['c1', 'c2']],
    ['a block that is an argument', lines(allow, 'await op.autocommitBlock(async () => {', '  await c1();', '});', 'await c2();'), ['c1']],
    ['a call in the block alone', lines('await op.autocommitBlock(async () => {', `  ${allow}`, '  await c1();', '  await c2();', '});'), ['c1']],
    ['the last call of a block', lines('if (a) {', `  ${allow}`, '  await c1()', '}', 'await c2()'), ['c1']],
    ['the class below', lines('c1();', allow, 'export class A', '  implements B', '{', '  async up() {', '    await c2();', '  }', '}', 'function f() { c3(); }'), ['c2']],
    ['the class below, with its doc comment', lines(allow, '/** what it does */', 'export class A {', '  async up() { await c1(); }', '}'), ['c1']],
    ['the method below', lines('class A {', `  ${allow}`, '  async up() {', '    await c1();', '  }', '  async down() {', '    await c2();', '  }', '}'), ['c1']],
    ['the code before it on its line', lines('await c1();', `await c2(); ${allow}`, 'await c3();'), ['c2']],
    ['nothing, at the end', lines('await c1();', allow), []],
    ['a template below, with brackets', lines(allow, 'await c1(`{ ( [ ${a} `);', 'await c2();'), ['c1']],
    ['a call below, of CRLF', lines('await c1();', allow, 'await c2();', 'await c3();').replaceAll('\n', '\r\n'), ['c2']],
    ['a call below, as a block comment', lines('/* limbeck-allow data/lost: x */', 'await c1();', 'await c2();'), ['c1']],
  ])('%s', (_, text, covered) => {
    expect(coveredIn(text)).toEqual([covered]);
  });
});

describe('what a comment says', () => {
  const said = (text: string): readonly object[] => readAllowances(text).map(({ code, reason, line }) => ({ code, reason, line }));

  test.each<[string, readonly object[]]>([
    [allow, [{ code: 'data/lost', reason: 'nobody reads it', line: 1 }]],
    ['//limbeck-allow data/lost : a: b', [{ code: 'data/lost', reason: 'a: b', line: 1 }]],
    ['// limbeck-allow data/lost, lock/scan: small', [{ code: 'data/lost', reason: 'small', line: 1 }, { code: 'lock/scan', reason: 'small', line: 1 }]],
    ['// limbeck-allow data/lost', [{ code: 'data/lost', reason: '', line: 1 }]],
    ['// limbeck-allow data/lost:', [{ code: 'data/lost', reason: '', line: 1 }]],
    ['// limbeck-allow', [{ code: '', reason: '', line: 1 }]],
    ['// limbeck-allow: x', [{ code: '', reason: 'x', line: 1 }]],
    [lines('', '// limbeck-allow data/lost: nobody', '// reads it', '', '// not this'), [{ code: 'data/lost', reason: 'nobody reads it', line: 2 }]],
    [lines('// limbeck-allow data/lost: nobody', '// data/may-not-fit: it may not'), [{ code: 'data/lost', reason: 'nobody', line: 1 }]],
    [lines('// limbeck-allow data/lost: one', '// limbeck-allow lock/scan: two'), [{ code: 'data/lost', reason: 'one', line: 1 }, { code: 'lock/scan', reason: 'two', line: 2 }]],
    ['// limbeck-allowed data/lost: x', []],
    ['// we limbeck-allow data/lost: x', []],
    ['const a = "// limbeck-allow data/lost: x";', []],
    ['const a = `\n// limbeck-allow data/lost: x\n`;', []],
  ])('%s', (text, expected) => {
    expect(said(text)).toEqual(expected);
  });

  it('stands above the class, or in it', () => {
    const [above, inside] = readAllowances(lines(allow, 'class A {', allow, '}'));
    expect([above?.isOutermost, inside?.isOutermost]).toEqual([true, false]);
  });
});
