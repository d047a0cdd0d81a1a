import fc from 'fast-check';
import { findClasses, mostMembers } from '../../src/revision/find-classes.js';
import { Tokens } from '../../src/revision/tokens.js';
import { writtenClass } from '../../src/revision/written-class.js';

/** Lines of which files are made here: those that Limbeck writes, and such as mislead who reads only some of them. */
const before = [
  "import { operations } from 'limbeck';",
  "const { operations } = require('limbeck');",
  '',
  'const text = `;',
  '`;',
  "const a = 1; /* it's;",
  'const joined = "one \\',
  '*/',
  '// const b = 2;',
  "'use strict';",
];
const docs = ['/** Add invoices. */', '/** Add\n * invoices. **/', '/**/', '/* Not a doc. */', '/** class */', '/** An open end'];
const heads = ['class A1 {', 'export class A1 implements MigrationInterface {', 'export class A1 extends B {', 'export default class A1 {', 'class A1\n{'];
const members = [
  "static readonly revision = '111111111111';",
  'static revision = "222222222222";',
  "static readonly downRevision = null;",
  "static readonly downRevision = ['111111111111', \"333333333333\"];",
  "static downRevision: string = '444444444444';",
  "static readonly branchLabels = [];",
  "static readonly phase = 'expand'",
  "readonly name = 'A1720000000000';",
  "static readonly name = 'B1720000000000';",
  "readonly transaction = false;",
  "static readonly revision = 'a' + 'b';",
];
const after = ['  async up() {}', "A1.revision = '555555555555';", 'class B1 {}', '// phase', "  up() { return { name: 'x' }; }"];

const some = (lines: readonly string[], most: number): fc.Arbitrary<string[]> => fc.array(fc.constantFrom(...lines), { maxLength: most });

/** Half as Limbeck writes them, half of any lines. */
const files = fc
  .tuple(
    fc.oneof(some(before.slice(0, 3), 3), some(before, 4)),
    fc.oneof(some(docs.slice(0, 2), 1), some(docs, 2)),
    fc.oneof(some(heads.slice(0, 2), 1), some(heads, 2)),
    fc.oneof(fc.shuffledSubarray(members.filter((_, position) => [0, 2, 7].includes(position)), { minLength: 3 }), some(members, 5)),
    some(after, 3),
    fc.constantFrom('\n', '\r\n'),
  )
  .map(([imports, doc, head, body, rest, end]) => [...imports, ...doc, ...head, ...body.map((line) => `  ${line}`), ...rest, '}', ''].join(end));

describe('a class that is read by the first lines of its file', () => {
  it('is what reading the file token by token finds', () => {
    let known = 0;
    fc.assert(
      fc.property(files, (text) => {
        const enough = mostMembers(text);
        const written = writtenClass(text, enough);
        if (written === null) return;
        known += 1;
        const { hasUp: _, ...found } = written;
        expect(findClasses(new Tokens(text), enough)).toEqual([expect.objectContaining(found)]);
      }),
      { numRuns: 20_000 },
    );
    expect(known).toBeGreaterThan(500);
  });
});
