import { createHash } from 'node:crypto';
import { escapeIdentifier, escapeLiteral } from 'pg';
import { lockSpace, type TestRun } from './test-run.js';

/** What a template is made of. */
export interface TemplateRequest {
  /** All that decides about its contents. */
  readonly key: readonly unknown[];
  /** Fills an empty database, and leaves no session in it. */
  fill(name: string): Promise<void>;
}

/**
 * The name of the template, which is made first if it is not there. Whoever needs it at the same time waits: an advisory lock of its
 * number is held while it is made, and shared as long as the run that uses it lasts, so that nobody drops it.
 *
 * It is filled under a name of the run and then renamed. So what is called a template is whole, and what a killed run leaves is
 * one of its databases like any other. Waiting inside `pg_advisory_lock` hinders no `CREATE INDEX CONCURRENTLY` of a revision:
 * that waits for sessions of its own database only. Source: PostgreSQL 18, CREATE INDEX, "Building Indexes Concurrently".
 */
export async function ensureTemplate(run: TestRun, request: TemplateRequest): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(request.key)).digest('hex').slice(0, 24);
  const name = `limbeck_tpl_${hash}`;
  const lock = [lockSpace.template, Number.parseInt(hash.slice(0, 8), 16) & 0x7fffffff];
  await run.query('SELECT pg_catalog.pg_advisory_lock_shared($1, $2)', lock);
  if (!(await exists(run, name))) {
    await run.query('SELECT pg_catalog.pg_advisory_unlock_shared($1, $2)', lock);
    await run.query('SELECT pg_catalog.pg_advisory_lock($1, $2)', lock);
    try {
      if (!(await exists(run, name))) await make(run, name, request);
      await run.query('SELECT pg_catalog.pg_advisory_lock_shared($1, $2)', lock);
    } finally {
      await run.query('SELECT pg_catalog.pg_advisory_unlock($1, $2)', lock);
    }
  }
  await noteUse(run, name);
  return name;
}

async function exists(run: TestRun, name: string): Promise<boolean> {
  return (await run.query('SELECT FROM pg_catalog.pg_database WHERE datname = $1', [name])).length > 0;
}

async function make(run: TestRun, name: string, request: TemplateRequest): Promise<void> {
  const unfinished = run.nextName();
  await run.query(`CREATE DATABASE ${escapeIdentifier(unfinished)}`);
  try {
    await request.fill(unfinished);
    await run.query(`ALTER DATABASE ${escapeIdentifier(unfinished)} ALLOW_CONNECTIONS false`);
    await run.query(`ALTER DATABASE ${escapeIdentifier(unfinished)} RENAME TO ${escapeIdentifier(name)}`);
  } catch (error) {
    await run.drop(unfinished);
    throw error;
  }
}

/** Writes today's date into the comment, once a day; two who do it at once may disturb each other, and then one of them did it. */
async function noteUse(run: TestRun, name: string): Promise<void> {
  const [row] = await run.query<{ comment: string | null; today: string }>(
    "SELECT pg_catalog.shobj_description(oid, 'pg_database') AS comment, current_date::text AS today FROM pg_catalog.pg_database WHERE datname = $1",
    [name],
  );
  const comment = `Template of Limbeck's test databases, last used ${row?.today ?? ''}`;
  if (row === undefined || row.comment === comment) return;
  await run.query(`COMMENT ON DATABASE ${escapeIdentifier(name)} IS ${escapeLiteral(comment)}`).catch(() => undefined);
}

/** One database and what it is a copy of. */
export interface Copy {
  readonly from: string;
  readonly to: string;
}

/** Makes a database as a copy of another, in which nobody may be. */
export async function copyDatabase(run: TestRun, { from, to }: Copy): Promise<void> {
  await run.query(`CREATE DATABASE ${escapeIdentifier(to)} TEMPLATE ${escapeIdentifier(from)}${await strategyOf(run)}`);
}

const strategies = new WeakMap<TestRun, Promise<string>>();

/**
 * The faster way to copy, as measured by bench/parts/test-databases.mjs: copying files where the server does not wait for the disk; else
 * through the write-ahead log, as copying files takes two checkpoints. PostgreSQL before 15 has only the copying of files.
 *
 * Source: PostgreSQL 18, CREATE DATABASE, `STRATEGY`.
 */
function strategyOf(run: TestRun): Promise<string> {
  let strategy = strategies.get(run);
  if (strategy === undefined) {
    strategy = findStrategy(run);
    strategies.set(run, strategy);
  }
  return strategy;
}

async function findStrategy(run: TestRun): Promise<string> {
  const [row] = await run.query<{ version: number; fsync: string }>("SELECT current_setting('server_version_num')::integer AS version, current_setting('fsync') AS fsync");
  if (row === undefined || row.version < 150_000) return '';
  if (row.fsync !== 'off') return ' STRATEGY WAL_LOG';
  // The kernel copies, where it can: it takes two thirds of the time. Source: PostgreSQL 18, 19.4.2 "Disk", `file_copy_method`.
  if (row.version >= 180_000 && run.server.provider === 'native') await run.query("SET file_copy_method = 'clone'").catch(() => undefined);
  return ' STRATEGY FILE_COPY';
}
