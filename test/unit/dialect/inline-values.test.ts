import fc from 'fast-check';
import { inlineValues } from '../../../src/dialect/postgres/inline-values.js';
import { quoteLiteral } from '../../../src/dialect/postgres/quote.js';
import { LimbeckError } from '../../../src/kernel/errors.js';

// eslint-disable-next-line @typescript-eslint/no-require-imports -- what pg itself sends; it has no types
const { prepareValue } = require('pg/lib/utils') as { readonly prepareValue: (value: unknown) => string | Buffer | null };

const executed = (value: unknown): string => /^EXECUTE "limbeck" \(([^]*)\);$/m.exec(inlineValues('SELECT $1', [value]))?.[1] ?? '';

const refusal = (sql: string, value: unknown): string => {
  try {
    return inlineValues(sql, [value]);
  } catch (error) {
    if (LimbeckError.is(error, 'offline/parameters')) return error.details.problem;
    throw error;
  }
};

const texts = fc.string({ unit: 'binary' }).filter((text) => !text.includes('\0'));
const scalars = fc.oneof(
  texts,
  fc.double(),
  fc.integer(),
  fc.bigInt(),
  fc.boolean(),
  fc.constant(null),
  fc.constant(undefined),
  fc.date({ min: new Date(Date.UTC(2, 0)), max: new Date(Date.UTC(9999, 0)), noInvalidDate: true }),
  fc.object({ key: texts, values: [texts, fc.integer(), fc.constant(null)] }),
);
const values = fc.oneof(scalars, fc.array(fc.oneof(scalars, fc.array(scalars), fc.uint8Array().map((bytes) => Buffer.from(bytes)))));

test('a value is what pg sends', () => {
  fc.assert(
    fc.property(values, (value) => {
      const sent = prepareValue(value);
      expect(executed(value)).toBe(sent === null ? 'NULL' : quoteLiteral(String(sent)));
    }),
  );
});

test('bytes are bytes, whatever they are looked at through', () => {
  expect(executed(Buffer.from([0, 255, 16]))).toBe("'\\x00ff10'::bytea");
  expect(executed(new Uint16Array([1]).subarray(0))).toBe("'\\x0100'::bytea");
});

test.each([
  ['SELECT 1 WHERE $1', () => 1, 'the value of $1 is a function'],
  ['SELECT $1', Symbol('x'), 'the value of $1 is a symbol'],
  ['SELECT $1', [[Symbol('x')]], 'the value of $1 is a symbol'],
  ['SELECT $1', new Date(Number.NaN), 'the value of $1 is no date that can be written'],
  ['SELECT $1', { toPostgres: () => 'x' }, 'the value of $1 is an object that writes itself (toPostgres)'],
  ['CREATE TABLE a AS SELECT $1', 1, 'only SELECT, INSERT, UPDATE, DELETE, MERGE and VALUES can have parameters'],
  ['-- SELECT\nEXPLAIN SELECT $1', 1, 'only SELECT, INSERT, UPDATE, DELETE, MERGE and VALUES can have parameters'],
])('%s with %p is refused', (sql, value, problem) => {
  expect(refusal(sql, value)).toBe(problem);
});

test('comments and parentheses may stand before what is prepared, and one semicolon behind it', () => {
  expect(inlineValues('/* a */ -- b\n (SELECT $1::int);', [1])).toBe('PREPARE "limbeck" AS\n/* a */ -- b\n (SELECT $1::int);\nEXECUTE "limbeck" (\'1\');\nDEALLOCATE "limbeck"');
  expect(inlineValues('CREATE TABLE a ()', [])).toBe('CREATE TABLE a ()');
});
