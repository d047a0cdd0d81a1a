import { loadParser } from '../../../../src/dialect/postgres/sql/parser.js';

test.each([
  ['SELECT a FROM "B""c"', ['a', 'B"c']],
  ['SELECT "\u0001\u001f" FROM T', ['\u0001\u001f', 't']],
  ['SELECT "\u0001\ue001\ue021"', ['\u0001\ue001\ue021']],
  ['SELECT "a\nb\tc\\d"', ['a\nb\tc\\d']],
  ['  ', []],
])('the names in %j', async (sql, names) => {
  expect((await loadParser()).namesOver(0, sql)).toEqual(names);
});

test.each([
  ['SELECT a.b, "b d" FROM "c""d"', ['b d', 'c"d']],
  ["SELECT 'a long text, and \"a quoted one' FROM t", []],
  ['SELECT äöü', ['äöü']],
])('the names of more than two bytes in %j', async (sql, names) => {
  expect((await loadParser()).namesOver(2, sql)).toEqual(names);
});
