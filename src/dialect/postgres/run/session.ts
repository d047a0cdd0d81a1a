import type { Queryable, Row } from '../../dialect.js';
import type { RunSession, SessionLimits } from '../../run-session.js';

/** How often the server looks, while a statement runs, whether the client is still there, in milliseconds. */
const connectionCheckMs = 2000;

/** What is set for a run, and put back after it. */
const settings = ['lock_timeout', 'statement_timeout', 'client_connection_check_interval'] as const;

/**
 * Runs `work` over a session with these limits, and gives it back as it was.
 *
 * The server ends the session of a client that was killed at its next look, and with it the lock, where it can look: from PostgreSQL 14, on
 * Linux, macOS and the BSDs. Else the lock is free when the statement ends.
 *
 * Source: PostgreSQL 18, 19.11.1 "Statement Behavior", and 19.3.2 "TCP Settings", client_connection_check_interval.
 */
export async function withSession<T>(db: Queryable, limits: SessionLimits, work: (session: RunSession) => Promise<T>): Promise<T> {
  const before = await readSettings(db);
  const session = await setLimits(db, limits);
  let done: { readonly value: T };
  try {
    done = { value: await work(session) };
  } catch (error) {
    // What failed is what counts; a session that is gone has no settings.
    await restore(db, before).catch(() => undefined);
    throw error;
  }
  await restore(db, before);
  return done.value;
}

const readSettings = async (db: Queryable): Promise<Row> => {
  const [row] = await db.query(`SELECT ${settings.map((name) => `current_setting('${name}', true) AS ${name}`).join(', ')}`);
  return row ?? {};
};

async function setLimits(db: Queryable, { lockTimeoutMs, statementTimeoutMs }: SessionLimits): Promise<RunSession> {
  const set = [...(lockTimeoutMs > 0 ? [`SET lock_timeout = ${lockTimeoutMs}`] : []), ...(statementTimeoutMs > 0 ? [`SET statement_timeout = ${statementTimeoutMs}`] : [])];
  const answers = await db.script(
    [
      ...set,
      `DO $$ BEGIN
         PERFORM pg_catalog.set_config('client_connection_check_interval', '${connectionCheckMs}', false);
       EXCEPTION WHEN undefined_object OR invalid_parameter_value OR insufficient_privilege THEN NULL;
       END $$`,
      `SELECT pg_backend_pid() AS pid, (SELECT setting::integer FROM pg_catalog.pg_settings WHERE name = 'lock_timeout') AS "lockTimeoutMs"`,
    ].join(';\n'),
  );
  const [row] = answers.at(-1) ?? [];
  return { pid: Number(row?.['pid']), lockTimeoutMs: Number(row?.['lockTimeoutMs']) };
}

/** Settings that the server does not know are `NULL`, and stay out. */
async function restore(db: Queryable, before: Row): Promise<void> {
  const known = settings.filter((name) => typeof before[name] === 'string');
  await db.query(`SELECT ${known.map((name, position) => `set_config('${name}', $${position + 1}, false)`).join(', ')}`, known.map((name) => before[name]));
}
