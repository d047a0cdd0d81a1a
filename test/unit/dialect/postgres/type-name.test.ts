import { parseTypeName, unlimited } from '../../../../src/dialect/postgres/type-name.js';

describe('parseTypeName', () => {
  it.each([
    ['integer', 'integer', [], 'integer'],
    ['character varying(80)', 'character varying', ['80'], 'character varying'],
    ['character(5)', 'character', ['5'], 'bpchar'],
    ['bpchar', 'character', [], 'bpchar'],
    ['bit(8)', 'bit', ['8'], '"bit"'],
    ['"bit"', 'bit', [], '"bit"'],
    ['numeric(10,-2)', 'numeric', ['10', '-2'], 'numeric'],
    ['timestamp(3) with time zone', 'timestamp with time zone', ['3'], 'timestamp with time zone'],
    ['interval(3)', 'interval', ['3'], 'interval'],
    ['interval day to second(3)', 'interval', ['day to second', '3'], 'interval'],
    ['interval year', 'interval', ['year'], 'interval'],
    ['geometry(Point,4326)', 'geometry', ['Point', '4326'], 'geometry'],
    ['shop."Odd (mood)"', 'shop."Odd (mood)"', [], 'shop."Odd (mood)"'],
    ['"a""b(1)"', '"a""b(1)"', [], '"a""b(1)"'],
    ['"interval"', '"interval"', [], '"interval"'],
    ['intervals', 'intervals', [], 'intervals'],
  ])('%s', (text, base, modifiers, bare) => {
    expect(parseTypeName(text)).toEqual({ base, modifiers, isArray: false });
    expect(parseTypeName(`${text}[]`)).toEqual({ base, modifiers, isArray: true });
    expect(unlimited(parseTypeName(text))).toBe(bare);
    expect(unlimited(parseTypeName(`${text}[]`))).toBe(`${bare}[]`);
  });
});
