import { randomInt } from 'node:crypto';
import type { Socket } from 'node:net';
import { hostname } from 'node:os';
import { Client, DatabaseError, escapeIdentifier, type QueryResultRow } from 'pg';
import { LimbeckError } from '../kernel/errors.js';
import type { TestServer } from './providers.js';
import { announced } from './worker-environment.js';

/** What the types of `pg` leave out. Source: pg 8.11 and later, Client.ref and Client.unref. */
type UnreferableClient = Client & Pick<Socket, 'ref' | 'unref'>;

/** The first of the two numbers of our advisory locks: what the second one stands for. */
export const lockSpace = { run: 0x6c696d62, template: 0x6c696d63, cleaning: 0x6c696d64 } as const;

const databasePattern = '^limbeck_t_[0-9]{8}t[0-9]{4}_([0-9a-f]{8})_(?:[0-9a-f]{8}_)?[0-9]+$';

/**
 * One owner of throwaway databases on a server, and its session for making and dropping them.
 *
 * The session holds an advisory lock under the number of the run, and the number is part of the name of each database. So
 * whoever looks at the server can tell whether the owner lives, on whatever machine: when its process ends in whatever way,
 * the server ends the session and frees the lock. A name reads `limbeck_t_<date, UTC>_<run>_<number>`; in a worker, the run that
 * started the workers stands before the number, so that this one can drop them when it ends.
 */
export class TestRun {
  readonly id: string;
  readonly #client: UnreferableClient;
  readonly #prefix: string;
  #number = 0;
  #lost = false;
  #last: Promise<unknown> = Promise.resolve();

  private constructor(
    readonly server: TestServer,
    client: UnreferableClient,
    number: number,
  ) {
    this.id = number.toString(16).padStart(8, '0');
    this.#client = client;
    const parent = announced()?.run ?? this.id;
    const date = new Date().toISOString().slice(0, 16).replace(/[-:]/g, '').toLowerCase();
    this.#prefix = `limbeck_t_${date}_${this.id}${parent === this.id ? '' : `_${parent}`}`;
    client.once('end', () => (this.#lost = true));
    // A process that has nothing else to do may end.
    client.unref();
  }

  /** Begins a run: takes its lock, and drops what runs have left that are no more. */
  static async begin(server: TestServer): Promise<TestRun> {
    const client = await connect(server);
    for (;;) {
      const number = randomInt(1, 2 ** 31);
      const { rows } = await client.query<{ got: boolean }>('SELECT pg_catalog.pg_try_advisory_lock($1, $2) AS got', [lockSpace.run, number]);
      if (rows[0]?.got !== true) continue;
      const run = new TestRun(server, client, number);
      await run.query("SELECT pg_catalog.set_config('application_name', $1, false)", [`limbeck tests ${run.id}, process ${process.pid} on ${hostname()}`.slice(0, 63)]);
      await run.clean();
      return run;
    }
  }

  /** Whether the session was lost, and with it the lock that says whose the databases are. */
  get lost(): boolean {
    return this.#lost;
  }

  /** A name for a new database of this run. */
  nextName(): string {
    this.#number += 1;
    return `${this.#prefix}_${this.#number}`;
  }

  /** The rows of one statement over the session of the run, one statement after the other. */
  async query<Row extends QueryResultRow>(sql: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
    if (this.#lost) throw new LimbeckError('testing/session-lost', { server: new URL(this.server.url('')).host });
    const result = this.#last.then(() => this.#send<Row>(sql, values));
    this.#last = result.catch(() => undefined);
    return result;
  }

  /** Drops a database and ends every session in it; one that is gone is no error. */
  async drop(name: string): Promise<void> {
    await this.query(`DROP DATABASE IF EXISTS ${escapeIdentifier(name)} WITH (FORCE)`);
  }

  /**
   * Drops the databases of runs that are no more. One cleans at a time; nobody waits for another's cleaning.
   * A database that somebody works in is left alone, even where its run is gone: there is no FORCE.
   */
  async clean(): Promise<void> {
    const [answer] = await this.query<{ got: boolean }>('SELECT pg_catalog.pg_try_advisory_lock($1, 0) AS got', [lockSpace.cleaning]);
    if (answer?.got !== true) return;
    try {
      for (const { name } of await this.query<{ name: string }>(leftoversQuery, [databasePattern, lockSpace.run])) await this.#dropUnused(name);
      for (const { name, number } of await this.query<{ name: string; number: number }>(oldTemplatesQuery)) await this.#dropTemplate(name, number);
    } finally {
      await this.query('SELECT pg_catalog.pg_advisory_unlock($1, 0)', [lockSpace.cleaning]);
    }
  }

  /** Drops all databases of this run and of its workers, and ends its session. */
  async end(): Promise<void> {
    if (this.#lost) return;
    const own = await this.query<{ name: string }>('SELECT datname AS name FROM pg_catalog.pg_database WHERE datname ~ $1', [`^limbeck_t_.*_${this.id}_(?:[0-9a-f]{8}_)?[0-9]+$`]);
    for (const { name } of own) await this.drop(name);
    this.#client.ref();
    await this.#client.end();
  }

  /** While an answer is waited for, the process does not end. */
  async #send<Row extends QueryResultRow>(sql: string, values: readonly unknown[]): Promise<readonly Row[]> {
    this.#client.ref();
    try {
      return (await this.#client.query<Row>(sql, [...values])).rows;
    } finally {
      this.#client.unref();
    }
  }

  async #dropUnused(name: string): Promise<void> {
    await this.query(`DROP DATABASE IF EXISTS ${escapeIdentifier(name)}`).catch(passOver);
  }

  async #dropTemplate(name: string, number: number): Promise<void> {
    const [answer] = await this.query<{ got: boolean }>('SELECT pg_catalog.pg_try_advisory_lock($1, $2) AS got', [lockSpace.template, number]);
    if (answer?.got !== true) return;
    await this.#dropUnused(name);
    await this.query('SELECT pg_catalog.pg_advisory_unlock($1, $2)', [lockSpace.template, number]);
  }
}

/** What may hinder the drop of a leftover: somebody uses it, it is another role's, or another run dropped it first. */
const passable = new Set(['55006', '42501', '3D000', 'XX000', '40001']);

function passOver(error: unknown): void {
  if (!(error instanceof DatabaseError) || error.code === undefined || !passable.has(error.code)) throw error;
}

/**
 * `pg_locks` shows locks of all databases, so it does not matter which one a session is in; of a lock with two numbers, the first
 * is `classid`, the second `objid`. Source: PostgreSQL 18, 53.13 "pg_locks".
 */
const leftoversQuery = `
SELECT datname AS name
  FROM pg_catalog.pg_database AS database
 WHERE datname ~ $1
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_stat_activity WHERE datid = database.oid)
   AND NOT EXISTS (
         SELECT FROM pg_catalog.pg_locks
          WHERE locktype = 'advisory' AND objsubid = 2 AND granted AND classid::bigint = $2
            AND pg_catalog.lpad(pg_catalog.to_hex(objid::bigint), 8, '0') = pg_catalog.substring(datname, $1))`;

/** Templates that no run has used for a week; their comment says when one last did. */
const oldTemplatesQuery = `
SELECT datname AS name, ('x' || pg_catalog.substr(datname, 13, 8))::bit(32)::integer & 2147483647 AS number
  FROM pg_catalog.pg_database
 WHERE datname ~ '^limbeck_tpl_[0-9a-f]{24}$'
   AND COALESCE(pg_catalog.substring(pg_catalog.shobj_description(oid, 'pg_database'), '[0-9]{4}-[0-9]{2}-[0-9]{2}')::date < current_date - 7, true)`;

/** A session in a database that is always there, and that is no template. It ends soon when this machine is cut off. */
async function connect(server: TestServer): Promise<UnreferableClient> {
  try {
    return await connectTo(server.url('postgres'));
  } catch (error) {
    if (server.database === 'postgres' || !(error instanceof DatabaseError)) throw error;
    return connectTo(server.url(server.database));
  }
}

async function connectTo(connectionString: string): Promise<UnreferableClient> {
  const client = new Client({ connectionString, keepAlive: true }) as UnreferableClient;
  client.on('error', () => undefined);
  await client.connect();
  await client.query("SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3; SET statement_timeout = 0");
  return client;
}
