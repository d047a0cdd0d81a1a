import { fileNameOf, type FileNaming } from '../../../src/revision/file-name.js';

const subject = { revision: 'ae1027a6acf0', message: 'add invoices', timestampMs: Date.UTC(2026, 10, 3, 9, 5, 7, 89) };
const usual: FileNaming = {
  fileTemplate: '%(year)d_%(month).2d_%(day).2d_%(hour).2d%(minute).2d-%(rev)s_%(slug)s',
  timeZone: 'UTC',
  slugLength: 40,
};
const named = (naming: Partial<FileNaming>): string => fileNameOf(subject, { ...usual, ...naming });

describe('the name of a file', () => {
  it('is the time, the revision and what it is about', () => {
    expect(named({})).toBe('2026_11_03_0905-ae1027a6acf0_add_invoices.ts');
  });

  it.each([
    ['%(rev)s', 'ae1027a6acf0.ts'],
    ['%(rev)s_%(slug)s', 'ae1027a6acf0_add_invoices.ts'],
    ['%(epoch)s', '1793696707.ts'],
    ['%(year).4d%(month)02d%(day)02d%(hour).2d%(minute).2d%(second).2d', '20261103090507.ts'],
    ['%(month)d-%(day)s', '11-3.ts'],
    ['%(rev).6s', 'ae1027.ts'],
    ['100%%_%(slug)s', '100%_add_invoices.ts'],
    ['nul', '_nul.ts'],
    ['%(year)d/%(month).2d/%(rev)s', '2026/11/ae1027a6acf0.ts'],
    ['con/%(rev)s', '_con/ae1027a6acf0.ts'],
  ])('by the template %s', (fileTemplate, name) => expect(named({ fileTemplate })).toBe(name));

  it.each(['%(name)s', '%s', 'a%', '%(year)', '/%(rev)s', '%(rev)s/', '../%(rev)s', 'a/../%(rev)s', './%(rev)s', 'a//%(rev)s', '..\\%(rev)s'])('cannot be made by the template %s', (fileTemplate) => {
    expect(() => named({ fileTemplate })).toThrow(`The option \`fileTemplate\` is ${JSON.stringify(fileTemplate)}`);
  });

  it.each([
    ['Asia/Tokyo', '2026_11_03_1805'],
    ['America/New_York', '2026_11_03_0405'],
    ['Asia/Kathmandu', '2026_11_03_1450'],
    ['Pacific/Kiritimati', '2026_11_03_2305'],
  ])('in the time zone %s', (timeZone, start) => expect(named({ timeZone })).toBe(`${start}-ae1027a6acf0_add_invoices.ts`));

  it('says midnight as 00', () => {
    const midnight = { ...subject, timestampMs: Date.UTC(2026, 0, 1) };
    expect(fileNameOf(midnight, usual)).toBe('2026_01_01_0000-ae1027a6acf0_add_invoices.ts');
  });

  it('shortens what it is about', () => expect(named({ slugLength: 5 })).toBe('2026_11_03_0905-ae1027a6acf0_add.ts'));
});
