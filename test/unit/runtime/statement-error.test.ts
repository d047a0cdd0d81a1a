import fc from 'fast-check';
import { placeOf, showStatement } from '../../../src/runtime/statement-error.js';

describe('placeOf', () => {
  it.each([
    ['SELECT x', 8, { line: 1, column: 8 }],
    ['SELECT\n  x', 10, { line: 2, column: 3 }],
    ["SELECT '😀', x", 13, { line: 1, column: 13 }],
    ["SELECT 'ä',\r\n x", 14, { line: 2, column: 1 }],
    ['', 1, { line: 1, column: 1 }],
  ])('%j at %d', (sql, position, place) => {
    expect(placeOf(sql, position)).toEqual(place);
  });

  it('finds every character again', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), fc.nat(), (lines, seed) => {
        const characters = [...lines.join('\n')];
        fc.pre(characters.length > 0);
        const position = (seed % characters.length) + 1;
        const { line, column } = placeOf(characters.join(''), position);
        const found = [...(characters.join('').split('\n')[line - 1] ?? '')][column - 1];
        expect(found ?? '\n').toBe(characters[position - 1]);
      }),
    );
  });
});

describe('showStatement', () => {
  it('points at the place', () => {
    expect(showStatement('SELECT\n  nope\nFROM t', { line: 2, column: 3 })).toBe('SELECT\n  nope\n  ^\nFROM t');
    expect(showStatement('SELECT\n\tnope', { line: 2, column: 2 })).toBe('SELECT\n nope\n ^');
    expect(showStatement('SELECT 1', null)).toBe('SELECT 1');
  });

  it('shows the lines around the place only, where there are many', () => {
    const sql = Array.from({ length: 100 }, (_, index) => `line ${index + 1}`).join('\n');
    expect(showStatement(sql, { line: 50, column: 6 })).toBe(
      ['…', ...[44, 45, 46, 47, 48, 49, 50].map((line) => `line ${line}`), '     ^', ...[51, 52, 53, 54, 55].map((line) => `line ${line}`), '…'].join('\n'),
    );
    expect(showStatement(sql, { line: 1, column: 1 }).split('\n').slice(0, 3)).toEqual(['line 1', '^', 'line 2']);
    expect(showStatement(sql, { line: 100, column: 1 }).split('\n').slice(-2)).toEqual(['line 100', '^']);
    expect(showStatement(sql, null).split('\n')).toHaveLength(13);
  });

  it('keeps the caret below the character, however long the lines', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1, maxLength: 400 }).map((text) => text.replace(/[\n\t]/g, ' ')), { minLength: 1, maxLength: 40 }), fc.nat(), fc.nat(), (lines, row, seed) => {
        const line = (row % lines.length) + 1;
        const text = lines[line - 1] ?? '';
        const column = (seed % text.length) + 1;
        const shown = showStatement(lines.join('\n'), { line, column }).split('\n');
        const caret = shown.findIndex((each, index) => index > 0 && /^ *\^$/.test(each) && shown[index - 1]?.at(each.length - 1) === text[column - 1]);
        expect(caret).toBeGreaterThan(0);
        expect(shown.length).toBeLessThanOrEqual(15);
        expect(Math.max(...shown.map((each) => each.length))).toBeLessThanOrEqual(162);
      }),
    );
  });
});
