import 'reflect-metadata';
import { Client } from 'pg';
import { DataSource, EntitySchema } from 'typeorm';
import { Migrator } from '../../src/index.js';
import { startNativeServer, type NativeServer } from '../../src/server/native-server.js';

jest.setTimeout(120_000);

/** More than the server below has room for locks. */
const count = 1_200;
const atOnce = 50;

let server: NativeServer;

beforeAll(async () => {
  server = await startNativeServer({ storage: 'memory', settings: { max_connections: '10', max_locks_per_transaction: '10' } });
});
afterAll(() => server.stop());

const names = Array.from({ length: count }, (_, number) => `item_${number}`);
const entities = names.map(
  (name) =>
    new EntitySchema({
      name,
      columns: { id: { type: 'integer', primary: true, primaryKeyConstraintName: `pk_${name}` }, amount: { type: 'integer' } },
      checks: [{ name: `check_${name}`, expression: 'amount >= 0 + 0' }],
    }),
);

async function makeTables(): Promise<void> {
  const client = new Client({ connectionString: server.url('postgres') });
  await client.connect();
  for (let at = 0; at < count; at += atOnce) {
    await client.query(
      names
        .slice(at, at + atOnce)
        .map((name) => `CREATE TABLE ${name} (id integer CONSTRAINT pk_${name} PRIMARY KEY, amount integer NOT NULL, CONSTRAINT check_${name} CHECK (amount >= 0))`)
        .join(';'),
    );
  }
  await client.end();
}

test('asks about the expressions of more tables than a transaction can lock', async () => {
  await makeTables();
  const dataSource = await new DataSource({ type: 'postgres', url: server.url('postgres'), entities }).initialize();
  try {
    expect(await new Migrator(dataSource).diff()).toEqual([]);
  } finally {
    await dataSource.destroy();
  }
});
