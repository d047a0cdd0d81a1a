import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { isError } from '../../../kernel/error-text.js';
import { LimbeckError } from '../../../kernel/errors.js';
import type { LockOptions, Queryable, Row } from '../../dialect.js';

/** How long to sleep between two attempts, in milliseconds: from the first to the last of these, doubled each time. */
const firstPauseMs = 25;
const longestPauseMs = 500;

/**
 * Holds an advisory lock of the session while `work` runs; one session per database holds the lock of a key.
 *
 * It asks again and again instead of waiting inside `pg_advisory_lock`: a session that waits there has a snapshot,
 * and `CREATE INDEX CONCURRENTLY` of the session that holds the lock would wait for that snapshot to go, for ever.
 * Source: PostgreSQL 18, 13.3.5 "Advisory Locks" and CREATE INDEX, "Building Indexes Concurrently";
 * tried on 18, test/integration/lock.test.ts.
 *
 * A pool that gives each transaction another session (PgBouncer in transaction mode) must be gone around.
 *
 * @throws {LimbeckError} `lock/held`.
 */
export async function withLock<T>(db: Queryable, { key, waitMs }: LockOptions, work: () => Promise<T>): Promise<T> {
  const lock = lockNumber(key);
  await acquire(db, lock, waitMs);
  let done: { readonly value: T };
  try {
    done = { value: await work() };
  } catch (error) {
    throw await afterFailure(error, () => release(db, lock));
  }
  await release(db, lock);
  return done.value;
}

/** The 64 bits that stand for `key`, as a signed number in decimal digits: they are too many for a JavaScript number. */
export function lockNumber(key: string): string {
  return createHash('sha256').update(`limbeck:${key}`).digest().readBigInt64BE(0).toString();
}

async function acquire(db: Queryable, lock: string, waitMs: number): Promise<void> {
  const startMs = performance.now();
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    const [answer] = await db.query('SELECT pg_catalog.pg_try_advisory_lock($1::bigint) AS got', [lock]);
    if (answer?.['got'] === true) return;
    const leftMs = waitMs - (performance.now() - startMs);
    if (leftMs <= 0) throw new LimbeckError('lock/held', { holder: await describeHolder(db, lock), waitedMs: waitMs });
    await sleep(Math.min(leftMs, pauseMs * (0.5 + Math.random())));
  }
}

async function release(db: Queryable, lock: string): Promise<void> {
  await db.query('SELECT pg_catalog.pg_advisory_unlock($1::bigint)', [lock]);
}

/** `error`, with the failure of a cleaning added to its cause where the cleaning fails too. */
async function afterFailure(error: unknown, clean: () => Promise<void>): Promise<unknown> {
  try {
    await clean();
  } catch (second) {
    if (isError(error)) error.cause = new AggregateError([error.cause, second].filter(isThere), 'The lock could not be released either.');
  }
  return error;
}

const isThere = (value: unknown): boolean => value !== undefined;

/**
 * The session that holds the lock. A row of `pg_locks` has the upper 32 bits of the number in `classid` and the lower in `objid`.
 * Another role's session shows its name and process only, so the rest may be missing.
 *
 * Source: PostgreSQL 18, 53.13 "pg_locks" and 27.2.3 "pg_stat_activity".
 */
const holderQuery = `
SELECT activity.pid, activity.application_name, activity.usename, activity.state,
       host(activity.client_addr) AS address,
       to_char(activity.backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS "UTC"') AS since
  FROM pg_catalog.pg_locks AS lock
  JOIN pg_catalog.pg_stat_activity AS activity ON activity.pid = lock.pid
 WHERE lock.locktype = 'advisory' AND lock.granted AND lock.objsubid = 1
   AND lock.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
   AND (lock.classid::bigint << 32) | lock.objid::bigint = $1::bigint`;

const describeHolder = async (db: Queryable, lock: string): Promise<string> => (await holderOfNumber(db, lock)) ?? 'a session that ended just now';

/** The session that holds the lock of a key, in words; `null` if none does. */
export const holderOf = (db: Queryable, key: string): Promise<string | null> => holderOfNumber(db, lockNumber(key));

async function holderOfNumber(db: Queryable, lock: string): Promise<string | null> {
  const [holder] = await db.query(holderQuery, [lock]);
  return holder === undefined ? null : describeSession(holder);
}

function describeSession({ pid, application_name: name, usename, address, state, since }: Row): string {
  const parts = [
    `process ${String(pid)}`,
    typeof name === 'string' && name !== '' ? `application "${name}"` : null,
    typeof usename === 'string' ? `role "${usename}"` : null,
    typeof address === 'string' ? `from ${address}` : null,
    typeof since === 'string' ? `connected since ${since}` : null,
    typeof state === 'string' ? state : null,
  ];
  return parts.filter((part) => part !== null).join(', ');
}
