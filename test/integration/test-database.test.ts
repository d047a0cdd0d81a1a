import { Client } from 'pg';
import { createDatabase } from '../support/database.js';
import { serverVersion } from '../support/server-version.js';

const namesSql = "SELECT datname AS name FROM pg_catalog.pg_database WHERE datname LIKE 'limbeck\\_test\\_%'";

test('each call makes an empty database of its own, dropped with everybody in it', async () => {
  await using first = await createDatabase();
  const second = await createDatabase();
  expect(second.name).not.toBe(first.name);
  await first.query('CREATE TABLE here (id integer)');
  expect(await second.query("SELECT to_regclass('here') AS here")).toEqual([{ here: null }]);
  expect(await second.query('SELECT $1::integer + 1 AS sum', [1])).toEqual([{ sum: 2 }]);

  const guest = new Client({ connectionString: second.url });
  guest.on('error', () => undefined);
  await guest.connect();
  await Promise.all([second.drop(), second[Symbol.asyncDispose]()]);
  await expect(guest.query('SELECT 1')).rejects.toThrow();
  const names = (await first.query<{ name: string }>(namesSql)).map(({ name }) => name);
  expect(names).toContain(first.name);
  expect(names).not.toContain(second.name);
});

test('the options are those of TypeORM and lead to the database', async () => {
  await using database = await createDatabase();
  const { username, ...options } = database.options;
  const client = new Client({ ...options, user: username });
  await client.connect();
  try {
    expect((await client.query('SELECT current_database() AS name')).rows).toEqual([{ name: database.name }]);
  } finally {
    await client.end();
  }
});

test('the server is of the version that this run asks for', async () => {
  await using database = await createDatabase();
  const [row] = await database.query<{ readonly major: number }>("SELECT current_setting('server_version_num')::integer / 10000 AS major");
  expect(row?.major).toBe(serverVersion);
});
