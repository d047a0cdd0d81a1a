import { availableParallelism } from 'node:os';
import { LimbeckError } from '../kernel/errors.js';
import { urlVariable } from './providers.js';
import { findSource } from './source.js';
import { copyDatabase } from './template.js';
import type { TestDatabaseOptions } from './test-database.js';
import { TestRun } from './test-run.js';
import { announce, announced, retract } from './worker-environment.js';
import { endTestRun, Workshop } from './workshop.js';

/** What the workers of a run get. */
export interface WorkerOptions extends Omit<TestDatabaseOptions, 'ahead'> {
  /** How many workers there are; by default, as many as the machine can run at once. */
  readonly workers?: number;
}

/** The environment variables that tell an application its database. */
export type Variables = (url: string) => Readonly<Record<string, string>>;

let formerUrl: string | undefined;

/**
 * Makes one database for each worker, and tells the workers by the environment. To be called once, before they are started, in
 * the process that outlives them: the databases are its own, so that one of a killed worker is still there for the next.
 */
export async function setUpWorkers({ workers = availableParallelism(), provider = 'auto', ...content }: WorkerOptions = {}): Promise<void> {
  const workshop = await Workshop.open(await findSource(content), { provider, ahead: 0 });
  const { run, template } = workshop;
  workshop.enter();
  const names = Array.from({ length: workers }, () => run.nextName());
  for (const to of names) await copyDatabase(run, { from: template, to });
  formerUrl = process.env[urlVariable];
  process.env[urlVariable] = run.server.url(run.server.database);
  announce({ run: run.id, template, databases: names });
  process.stderr.write(`Limbeck: ${workers} test ${workers === 1 ? 'database' : 'databases'}, provider ${run.server.provider}. ${run.server.reason}\n`);
}

/** Drops the databases of the run and all that its workers made, and stops the server if it was started for the run. */
export async function tearDownWorkers(): Promise<void> {
  if (announced() === null) return;
  retract();
  if (formerUrl === undefined) Reflect.deleteProperty(process.env, urlVariable);
  else process.env[urlVariable] = formerUrl;
  await endTestRun();
}

/** What most applications and tools read: URLs, libpq's variables and those of the image `postgres`. */
const commonVariables: Variables = (url) => {
  const { hostname, port, username, password, pathname } = new URL(url);
  const parts = [hostname.replace(/^\[|\]$/g, ''), port || '5432', decodeURIComponent(username), decodeURIComponent(password), decodeURIComponent(pathname.slice(1))];
  const named = (names: readonly string[]): Record<string, string> => Object.fromEntries(names.map((name, index) => [name, parts[index] ?? '']));
  return {
    DATABASE_URL: url,
    ...named(['PGHOST', 'PGPORT', 'PGUSER', 'PGPASSWORD', 'PGDATABASE']),
    ...named(['POSTGRES_HOST', 'POSTGRES_PORT', 'POSTGRES_USER', 'POSTGRES_PASSWORD', 'POSTGRES_DB']),
  };
};

/**
 * Points the application in this worker to the worker's own database, by environment variables, and gives its URL. It has to be called
 * before the application reads them, and what `.env` says must not count more than the environment.
 *
 * @throws {LimbeckError} `testing/no-worker-database`.
 */
export function useWorkerDatabase(variables: Variables = commonVariables): string {
  const url = databaseUrl(workerDatabase().name);
  Object.assign(process.env, variables(url));
  return url;
}

/**
 * Brings the worker's database back to what it was in the beginning, and ends every session in it: so close the data source before.
 *
 * @throws {LimbeckError} `testing/no-worker-database`.
 */
export async function resetWorkerDatabase(): Promise<void> {
  const { name, template } = workerDatabase();
  const server = { provider: 'url', reason: '', database: 'postgres', url: databaseUrl, stop: () => Promise.resolve() } as const;
  const run = await TestRun.begin(server);
  try {
    await run.drop(name);
    await copyDatabase(run, { from: template, to: name });
  } finally {
    await run.end();
  }
}

function workerDatabase(): { readonly name: string; readonly template: string } {
  const { template, databases } = announced() ?? { template: '', databases: [] };
  // Both count from 1. Vitest has more worker ids than workers at a time, but gives the ids of its pool again.
  const worker = process.env['VITEST_POOL_ID'] ?? process.env['JEST_WORKER_ID'] ?? '1';
  const name = databases[Number(worker) - 1];
  if (name === undefined) throw new LimbeckError('testing/no-worker-database', { worker, count: databases.length });
  return { name, template };
}

const databaseUrl = (name: string): string => Object.assign(new URL(process.env[urlVariable] ?? ''), { pathname: `/${name}` }).href;
