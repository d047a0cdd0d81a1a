import { randomBytes } from 'node:crypto';
import { Client, type QueryResultRow } from 'pg';

/** Where the PostgreSQL server of this run listens, and its superuser. */
export interface ServerAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
}

/** The connection options of a database, by the names that TypeORM gives them. */
export interface DatabaseOptions {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly password: string;
  readonly database: string;
}

/** A database for one test or one file of tests. */
export interface TestDatabase extends AsyncDisposable {
  readonly name: string;
  readonly url: string;
  readonly options: DatabaseOptions;
  /** The rows of one statement, over a connection that is kept until the drop. */
  query<Row extends QueryResultRow>(sql: string, parameters?: readonly unknown[]): Promise<readonly Row[]>;
  /** Drops the database and ends every connection to it; a second call does nothing more. */
  drop(): Promise<void>;
}

let server: Promise<ServerAddress> | undefined;

/** The server of this run, started by the first who asks; see global-setup.ts. */
export function testServer(): Promise<ServerAddress> {
  server ??= askForServer();
  return server;
}

async function askForServer(): Promise<ServerAddress> {
  const address = process.env['LIMBECK_TEST_SERVER'];
  if (address === undefined) throw new Error('LIMBECK_TEST_SERVER is not set: jest ran without test/support/global-setup.ts.');
  const response = await fetch(address, { headers: { connection: 'close' } });
  if (!response.ok) throw new Error(`The test server did not start: ${await response.text()}`);
  return (await response.json()) as ServerAddress;
}

/** Makes an empty database with a name of its own. */
export async function createDatabase(): Promise<TestDatabase> {
  const { host, port, user, password } = await testServer();
  const name = `limbeck_test_${randomBytes(6).toString('hex')}`;
  await maintain(`CREATE DATABASE ${name}`);

  let client: Promise<Client> | undefined;
  let dropped: Promise<void> | undefined;
  const drop = async (): Promise<void> => {
    await (await client)?.end();
    await maintain(`DROP DATABASE ${name} WITH (FORCE)`);
  };
  return {
    name,
    url: `postgresql://${user}:${password}@${host}:${port}/${name}`,
    options: { host, port, username: user, password, database: name },
    async query<Row extends QueryResultRow>(sql: string, parameters: readonly unknown[] = []) {
      client ??= connect(name);
      return (await (await client).query<Row>(sql, [...parameters])).rows;
    },
    drop: () => (dropped ??= drop()),
    [Symbol.asyncDispose]: () => (dropped ??= drop()),
  };
}

/** Runs one statement in the database that is always there. */
async function maintain(sql: string): Promise<void> {
  const client = await connect('postgres');
  await client.query(sql).finally(() => client.end());
}

async function connect(database: string): Promise<Client> {
  const client = new Client({ ...(await testServer()), database });
  // A test may end the connection on the server's side; the next query tells, and an unheard event would end the process.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
