import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource, type QueryRunner } from 'typeorm';
import { type LocalServerOptions, startLocalServer, stopLocalServer } from '../../src/testing/local-server.js';
import { findFreePort } from '../../src/server/native-ports.js';
import { lineOf, sql } from '../support/revisions.js';
import { runRevisions } from '../support/run-revisions.js';

let options: LocalServerOptions;
let folder: string;

beforeAll(async () => {
  const project = await mkdtemp(join(tmpdir(), 'limbeck-project-'));
  options = { project, host: '127.0.0.1', port: await findFreePort(), user: 'shop', password: 'a secret', database: 'shop' };
  ({ folder } = await startLocalServer(options));
});

afterAll(async () => {
  await stopLocalServer(options);
  for (const path of [folder, options.project]) await rm(path, { recursive: true, force: true });
});

async function over<T>(work: (dataSource: DataSource) => Promise<T>): Promise<T> {
  const { host, port, user: username, password, database } = options;
  const dataSource = await new DataSource({ type: 'postgres', host, port, username, password, database, poolSize: 1 }).initialize();
  try {
    return await work(dataSource);
  } finally {
    await dataSource.destroy();
  }
}

test('a run goes on where the server was stopped, in a transaction and outside', async () => {
  const stopping = async (queryRunner: QueryRunner): Promise<void> => {
    const stopped = stopLocalServer(options);
    await queryRunner.query('SELECT pg_sleep(20)').finally(() => stopped);
  };
  const pair = (id: string, last: (queryRunner: QueryRunner) => Promise<unknown>, transaction: boolean) => ({
    transaction,
    up: async (queryRunner: QueryRunner) => {
      await queryRunner.query(`CREATE TABLE ${id} ()`);
      await last(queryRunner);
    },
  });
  const done = (queryRunner: QueryRunner) => queryRunner.query('SELECT 1');
  for (const transaction of [true, false]) {
    const [first, second] = [`first_${transaction}`, `second_${transaction}`];
    const before = { a: sql('CREATE TABLE a ()'), ...(transaction ? {} : { first_true: {}, second_true: {} }) };
    await expect(over((dataSource) => runRevisions(dataSource, lineOf({ ...before, [first]: sql(`SELECT 1`), [second]: pair(second, stopping, transaction) })))).rejects.toMatchObject({
      code: 'run/connection-lost',
    });
    await startLocalServer(options);
    expect(await over((dataSource) => runRevisions(dataSource, lineOf({ ...before, [first]: sql('SELECT 1'), [second]: pair(second, (queryRunner) => (transaction ? done(queryRunner) : queryRunner.query('SELECT 2')), transaction) })))).toEqual([second]);
  }
});
