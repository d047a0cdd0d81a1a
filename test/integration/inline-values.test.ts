import { inlineValues } from '../../src/dialect/postgres/inline-values.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { runScript } from '../support/run-script.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await createDatabase();
  await database.query(
    'CREATE TABLE kept (id serial, a text, i integer, n numeric, b boolean, t timestamp, z timestamptz, l text[], j jsonb, y bytea, e "char", d date, m integer[])',
  );
});

afterAll(() => database.drop());

const at = new Date(2026, 1, 3, 4, 5, 6, 7);

test.each([
  ['INSERT INTO kept (a, i, n, b) VALUES ($1, $2, $3, $4)', ["it's \\ $1; -- x", 5, '1.50', true]],
  ['INSERT INTO kept (a, i) VALUES ($1::int, $1)', ['05']],
  ['INSERT INTO kept (t, z, d) VALUES ($1, $1::timestamptz, $2)', [at, at]],
  ['INSERT INTO kept (t, z, d) VALUES ($1, $2, $3)', [at, at, at]],
  ['INSERT INTO kept (l, m, j) VALUES ($1, $2, $3)', [['a,"b"', null, 'NULL', '{\\}'], [[1, 2], [3, 4]], { a: ["'", 1, null] }]],
  ['INSERT INTO kept (y, a) SELECT $1, $2 WHERE $3 = ANY ($4)', [Buffer.from([0, 39, 92, 255]), null, 2, [1, 2]]],
  ['INSERT INTO kept (a) SELECT $1', ['x']],
  ['WITH given AS (SELECT $1::text AS a) INSERT INTO kept (a) SELECT a FROM given', ['5']],
])('%s keeps what it keeps when pg sends the values', async (sql, values) => {
  const kept = async (work: () => Promise<unknown>): Promise<unknown> => {
    await database.query('TRUNCATE kept RESTART IDENTITY');
    const refused = await work().then(() => null, (error: Error) => error.message);
    return [refused, await database.query('SELECT kept::text AS row FROM kept')];
  };
  expect(await kept(() => runScript(database, inlineValues(sql, values)))).toEqual(await kept(() => database.query(sql, values)));
});
