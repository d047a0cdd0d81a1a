import type { TableLock } from '../hazard.js';
import { dollarQuote, quoteName } from './quote.js';

/**
 * How long an attempt may take from the first lock that it waits for to the last, in milliseconds: who holds one of the tables and waits for another, behind this
 * session, is cancelled after a second where this session then waits for that one. An attempt is over before.
 *
 * Source: PostgreSQL 18, 19.12 "Lock Management", `deadlock_timeout`; 13.3.4 "Deadlocks".
 */
const longestMs = 900;

const attempts = 8;

/**
 * The statement that locks tables at the beginning of a transaction, in the order given. It waits for the lock of one as long as `lock_timeout` says. While it
 * holds that, it waits for the others a moment only, and gives way: who holds them may be waiting for the first. Then it lets go of all, and begins with
 * another table, with moments that grow. What has to be locked later is waited for no longer than the moment with which it came through.
 */
export function lockTables(locks: readonly TableLock[]): string {
  const statements = locks.map(({ mode, tables }) => `LOCK TABLE ${tables.map(quoteName).join(', ')} IN ${mode.toUpperCase()} MODE`);
  if (statements.length < 2) return statements.join();
  return `DO ${dollarQuote(`DECLARE
  attempt integer := 0;
  began timestamptz;
BEGIN
  LOOP
    began := clock_timestamp();
    BEGIN
      CASE attempt % ${statements.length}
${statements.map((statement, position) => `        WHEN ${position} THEN ${statement};`).join('\n')}
      END CASE;
      PERFORM set_config('lock_timeout', greatest(1, least(10 * 2 ^ attempt, (${longestMs} - 1000 * extract(epoch FROM clock_timestamp() - began)) / ${statements.length - 1}))::integer::text, true);
${statements.map((statement) => `      ${statement};`).join('\n')}
      RETURN;
    EXCEPTION WHEN lock_not_available THEN
      IF attempt = ${attempts - 1} THEN
        RAISE;
      END IF;
    END;
    PERFORM pg_sleep(0.02 * random() * 2 ^ attempt);
    attempt := attempt + 1;
  END LOOP;
END`)}`;
}
