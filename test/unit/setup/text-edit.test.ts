import fc from 'fast-check';
import { applyEdits, lineChanges, type TextEdit } from '../../../src/setup/text-edit.js';

const insertAt = (start: number, text: string): TextEdit => ({ start, end: start, text });

describe('edits of a text', () => {
  it('tells of an inserted line that it comes, and of no other', () => {
    expect(lineChanges('a\nb\nc\n', [insertAt(2, 'x\n')])).toEqual([{ line: 2, removed: [], added: ['x'] }]);
  });

  it('tells of a line that is written on that it gives way', () => {
    expect(lineChanges('{\n  "a": 1\n}\n', [insertAt(10, ',\n  "b": 2')])).toEqual([{ line: 2, removed: ['  "a": 1'], added: ['  "a": 1,', '  "b": 2'] }]);
  });

  it('keeps places apart, and counts lines of the text before', () => {
    expect(lineChanges('a\nb\nc\n', [insertAt(6, 'z\n'), insertAt(0, 'x\n')])).toEqual([
      { line: 1, removed: [], added: ['x'] },
      { line: 4, removed: [], added: ['z'] },
    ]);
  });

  it('leads from the text before to the text after, whatever is edited', () => {
    const texts = fc.array(fc.constantFrom('a', 'b', '\n'), { maxLength: 30 }).map((parts) => parts.join(''));
    const cases = texts.chain((text) => fc.record({ text: fc.constant(text), places: fc.uniqueArray(fc.nat(text.length), { maxLength: 4 }), added: fc.constantFrom('x', 'x\n', '\ny') }));
    fc.assert(
      fc.property(cases, ({ text, places, added }) => {
        const edits = places.map((place) => insertAt(place, added));
        const lines = text.split('\n');
        for (const { line, removed, added: come } of lineChanges(text, edits).toReversed()) {
          expect(lines.slice(line - 1, line - 1 + removed.length)).toEqual(removed);
          lines.splice(line - 1, removed.length, ...come);
        }
        expect(lines.join('\n')).toBe(applyEdits(text, edits));
      }),
    );
  });
});
