import fc from 'fast-check';
import { LimbeckError } from '../../../src/kernel/errors.js';
import { addScripts } from '../../../src/setup/add-scripts.js';
import { applyEdits } from '../../../src/setup/text-edit.js';

const scripts = { up: 'limbeck upgrade', check: 'limbeck check' };

function added(text: string): string {
  return applyEdits(text, addScripts('package.json', text, scripts).edits);
}

describe('addScripts', () => {
  it.each([
    ['behind others', '{\n  "name": "a",\n  "scripts": {\n    "test": "jest"\n  }\n}\n', '{\n  "name": "a",\n  "scripts": {\n    "test": "jest",\n    "up": "limbeck upgrade",\n    "check": "limbeck check"\n  }\n}\n'],
    ['with tabs', '{\n\t"scripts": {\n\t\t"test": "jest"\n\t}\n}', '{\n\t"scripts": {\n\t\t"test": "jest",\n\t\t"up": "limbeck upgrade",\n\t\t"check": "limbeck check"\n\t}\n}'],
    ['where there are none', '{\n    "name": "a"\n}\n', '{\n    "name": "a",\n    "scripts": {\n        "up": "limbeck upgrade",\n        "check": "limbeck check"\n    }\n}\n'],
    ['into an empty object', '{\n  "scripts": {},\n  "private": true\n}\n', '{\n  "scripts": {\n    "up": "limbeck upgrade",\n    "check": "limbeck check"\n  },\n  "private": true\n}\n'],
    ['on one line', '{ "name": "a", "scripts": { "test": "jest" } }', '{ "name": "a", "scripts": { "test": "jest", "up": "limbeck upgrade", "check": "limbeck check" } }'],
    ['on one line without scripts', '{ "name": "a" }', '{ "name": "a", "scripts": { "up": "limbeck upgrade", "check": "limbeck check" } }'],
    ['into nothing', '{}\n', '{\n  "scripts": {\n    "up": "limbeck upgrade",\n    "check": "limbeck check"\n  }\n}\n'],
    ['with the ends of lines of Windows', '{\r\n  "scripts": {\r\n    "test": "jest"\r\n  }\r\n}\r\n', '{\r\n  "scripts": {\r\n    "test": "jest",\r\n    "up": "limbeck upgrade",\r\n    "check": "limbeck check"\r\n  }\r\n}\r\n'],
  ])('writes %s', (_, before, after) => expect(added(before)).toBe(after));

  it('adds what is missing and leaves what is taken', () => {
    const text = '{ "scripts": { "up": "other", "check": "limbeck check" } }';
    expect(addScripts('package.json', text, scripts)).toEqual({ edits: [], taken: ['up'] });
  });

  it('gives the JSON that it should, and does nothing a second time', () => {
    const values = fc.record({ name: fc.string(), scripts: fc.dictionary(fc.string({ minLength: 1 }), fc.string()), more: fc.jsonValue() }, { requiredKeys: [] });
    fc.assert(
      fc.property(values, fc.constantFrom(undefined, 2, '\t'), (value, indentation) => {
        const before = JSON.stringify(value, null, indentation);
        const after = added(before);
        expect(JSON.parse(after)).toEqual({ ...(JSON.parse(before) as object), scripts: { ...scripts, ...value.scripts } });
        expect(added(after)).toBe(after);
      }),
    );
  });

  it.each(['{ "scripts": }', '[]', '{ "scripts": [] }'])('refuses %s', (text) => {
    expect(() => added(text)).toThrow(LimbeckError);
  });
});
