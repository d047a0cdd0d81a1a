import fc from 'fast-check';
import { withoutPasswords } from '../../../src/kernel/without-passwords.js';

describe('hides', () => {
  test.each([
    ['postgres://shop:s3cret@db:5432/shop', 'postgres://shop:***@db:5432/shop'],
    ['Invalid URL: "postgresql://shop:s3/c@r:et@db/shop?ssl=1"', 'Invalid URL: "postgresql://shop:***@db/shop?ssl=1"'],
    ['postgres://:s3cret@db', 'postgres://:***@db'],
    ['at postgres://shop:s3 cret@db/shop, line 4', 'at postgres://shop:***@db/shop, line 4'],
    ['postgres://db/shop?user=shop&password=s3cret&ssl=1', 'postgres://db/shop?user=shop&password=***&ssl=1'],
    ['host=db password=s3cret user=shop', 'host=db password=*** user=shop'],
    ["host=db password='s3 \\' cret' user=shop", 'host=db password=*** user=shop'],
    ['{"user":"shop","password":"s3\\" cret","port":1}', '{"user":"shop","password":***,"port":1}'],
    ['  9 |   password: `s3cret`,', '  9 |   password: ***,'],
    ['PGPASSWORD=s3cret psql', 'PGPASSWORD=*** psql'],
    ["CREATE ROLE shop LOGIN PASSWORD 's3''cret' CREATEDB", 'CREATE ROLE shop LOGIN PASSWORD *** CREATEDB'],
  ])('%s', (text, expected) => {
    expect(withoutPasswords(text)).toBe(expected);
  });

  test('any password of a URL, as URLs spell it', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (password) => {
        const url = new URL('postgres://shop@db:5432/shop');
        url.password = `x${password}`;
        const text = `cannot connect to ${url.href} now`;
        expect(withoutPasswords(text)).toBe('cannot connect to postgres://shop:***@db:5432/shop now');
      }),
    );
  });
});

describe('leaves alone', () => {
  test.each([
    ['password authentication failed for user "shop"'],
    ['at file:///srv/app/node_modules/@scope/pkg/index.js:10:5'],
    ['postgres://shop@db:5432/shop'],
    ['the expression of column public.customer.password: lower(mail)'],
    ['Key (password)=(x) already exists.'],
    ['The server at db:5432 does not answer: connect ECONNREFUSED 127.0.0.1:5432'],
    ['at Object.<anonymous> (/srv/app/migrations/a.ts:3:1)'],
    ['SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string'],
  ])('%s', (text) => {
    expect(withoutPasswords(text)).toBe(text);
  });
});
