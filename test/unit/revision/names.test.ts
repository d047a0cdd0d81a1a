import fc from 'fast-check';
import { LimbeckError } from '../../../src/kernel/errors.js';
import { classNameOf, makeRevisionId, nextTimestampMs, slugOf } from '../../../src/revision/names.js';

const messages = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme', maxLength: 200 }), fc.lorem());
const stampMs = 1_720_000_000_000;

const slugIfAny = (message: string, length: number): string | null => {
  try {
    return slugOf(message, length);
  } catch (error) {
    if (LimbeckError.is(error, 'revision/empty-message')) return null;
    throw error;
  }
};

describe('a revision id', () => {
  it('is 12 hexadecimal digits, another one each time', () => {
    const ids = Array.from({ length: 1000 }, makeRevisionId);
    expect(ids.filter((id) => !/^[0-9a-f]{12}$/.test(id))).toEqual([]);
    expect(new Set(ids).size).toBe(1000);
  });
});

describe('a time stamp', () => {
  it('is now where it can be', () => {
    expect(nextTimestampMs([], stampMs)).toBe(stampMs);
    expect(nextTimestampMs([{ timestampMs: stampMs - 1 }], stampMs)).toBe(stampMs);
  });

  it('is later than that of every parent, whatever the clock says', () => {
    expect(nextTimestampMs([{ timestampMs: stampMs }], stampMs)).toBe(stampMs + 1);
    expect(nextTimestampMs([{ timestampMs: 5 }, { timestampMs: stampMs + 99 }], stampMs)).toBe(stampMs + 100);
  });
});

describe('the name of a class', () => {
  it.each([
    ['add invoices', 'AddInvoices'],
    ['Add SKU to product', 'AddSKUToProduct'],
    ['addInvoices', 'AddInvoices'],
    ['add v2', 'AddV2'],
    ['2fa for customers', 'Revision2faForCustomers'],
    ['user.email → lower', 'UserEmailLower'],
    ['größe ändern', 'GroEAndern'],
    ['日本語', 'Revision'],
    ['class', 'Class'],
    ['!!!', 'Revision'],
  ])('%s', (message, name) => expect(classNameOf(message, stampMs)).toBe(`${name}1720000000000`));

  it('is an identifier that ends in the time stamp, whatever the message', () => {
    fc.assert(
      fc.property(messages, (message) => {
        const name = classNameOf(message, stampMs);
        expect(name).toMatch(/^[A-Z]\w*1720000000000$/);
        expect(name.length).toBeLessThan(130);
      }),
    );
  });
});

describe('a slug', () => {
  it.each([
    ['add invoices', 'add_invoices'],
    ['  Add: (invoices)! ', 'add_invoices'],
    ['user.email', 'user_email'],
    ['snake_case stays', 'snake_case_stays'],
    ['größe', 'größe'],
    ['日本語の表', '日本語の表'],
    ['../../etc/passwd', 'etc_passwd'],
    ['a\u0000b', 'a_b'],
    ['x\u202ey', 'x_y'],
    ['ﬁne ①', 'fine_1'],
    ['❤\ufe0f heart', 'heart'],
  ])('%j', (message, slug) => expect(slugOf(message, 40)).toBe(slug));

  it.each(['', ' ', '!!!', '😀', '\u200b', '\u3164', '___', '...'])('cannot be made of %j', (message) => {
    expect(slugIfAny(message, 40)).toBeNull();
  });

  it.each([
    ['add the invoices of all customers to the archive', 40, 'add_the_invoices_of_all_customers_to_the'],
    ['add the invoices of all customers to thearchive', 40, 'add_the_invoices_of_all_customers_to'],
    ['add invoices', 12, 'add_invoices'],
    ['add invoices', 11, 'add'],
    ['add invoices', 3, 'add'],
    ['invoices', 3, 'inv'],
  ])('of %j within %i letters', (message, length, slug) => expect(slugOf(message, length)).toBe(slug));

  it('holds what every file system takes, within its length', () => {
    fc.assert(
      fc.property(messages, fc.integer({ min: 1, max: 60 }), (message, length) => {
        const slug = slugIfAny(message, length);
        fc.pre(slug !== null);
        expect(slug).toMatch(/^(?:(?!\p{DI})[\p{L}\p{M}\p{N}])(?:(?!\p{DI})[\p{L}\p{M}\p{N}_])*$/u);
        expect([...slug].length).toBeLessThanOrEqual(length);
        expect(Buffer.byteLength(slug)).toBeLessThanOrEqual(240);
      }),
    );
  });
});
