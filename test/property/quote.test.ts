import fc from 'fast-check';
import { LimbeckError } from '../../src/kernel/errors.js';
import { sequenceName } from '../../src/dialect/postgres/ddl/sequences.js';
import { dollarQuote, quoteIdentifier, quoteLiteral, quoteName, truncateIdentifier } from '../../src/dialect/postgres/quote.js';
import { createDatabase, type TestDatabase } from '../support/database';
import { hostileName, hostileText } from './hostile/texts.js';

let db: TestDatabase;

beforeAll(async () => {
  db = await createDatabase();
});

afterAll(() => db.drop());

async function value(sql: string): Promise<unknown> {
  const [row] = await db.query<{ value: unknown }>(sql);
  return row?.value;
}

describe('quoting', () => {
  it('gives identifiers that PostgreSQL reads as the name, cut as truncateIdentifier cuts it', async () => {
    await fc.assert(
      fc.asyncProperty(hostileText, async (text) => {
        const [row] = await db.query(`SELECT 1 AS ${quoteIdentifier(text)}`);
        expect(Object.keys(row ?? {})).toEqual([truncateIdentifier(text)]);
      }),
      { numRuns: 300 },
    );
  });

  it.each(['on', 'off'])('gives constants that PostgreSQL reads as the text, with standard_conforming_strings %s', async (setting) => {
    await db.query(`SET standard_conforming_strings = ${setting}`);
    await fc.assert(
      fc.asyncProperty(hostileText, async (text) => {
        expect(await value(`SELECT ${quoteLiteral(text)} AS value`)).toBe(text);
      }),
      { numRuns: 300 },
    );
    await db.query('RESET standard_conforming_strings');
  });

  it('gives dollar quotes that end where the code ends', async () => {
    await fc.assert(
      fc.asyncProperty(hostileText, async (text) => {
        expect(await value(`SELECT ${dollarQuote(text)} AS value`)).toBe(`\n${text}\n`);
      }),
      { numRuns: 300 },
    );
  });

  it('reads the empty text back', async () => {
    expect(await value(`SELECT ${quoteLiteral('')} AS value`)).toBe('');
  });

  it.each([
    ['a NUL', 'a\0b'],
    ['half of a surrogate pair', 'a\ud83d'],
    ['the other half', '\udc69a'],
  ])('refuses %s', (_, text) => {
    for (const quote of [quoteIdentifier, quoteLiteral]) {
      expect(() => quote(text)).toThrow(LimbeckError);
      expect(() => quote(text)).toThrow(/NUL or half of a surrogate pair/);
    }
  });

  it('cuts a name at 63 bytes and not inside a character', () => {
    expect(truncateIdentifier('a'.repeat(64))).toBe('a'.repeat(63));
    expect(truncateIdentifier('a'.repeat(62) + 'é')).toBe('a'.repeat(62));
    expect(truncateIdentifier('a'.repeat(60) + '👩')).toBe('a'.repeat(60));
    expect(truncateIdentifier('a'.repeat(59) + '👩')).toBe('a'.repeat(59) + '👩');
  });
});

describe('sequenceName', () => {
  it('is the name that PostgreSQL gives the sequence of a serial column', async () => {
    await fc.assert(
      fc.asyncProperty(hostileName, hostileName, async (table, column) => {
        await db.query('BEGIN');
        const owner = { schema: 'public', name: table };
        await db.query(`CREATE TABLE ${quoteName(owner)} (${quoteIdentifier(column)} serial)`);
        const found = await value("SELECT relname AS value FROM pg_class WHERE relkind = 'S'");
        await db.query('ROLLBACK');
        expect(sequenceName({ table: owner, column })).toEqual({ schema: 'public', name: found });
      }),
      { numRuns: 150 },
    );
  });
});
