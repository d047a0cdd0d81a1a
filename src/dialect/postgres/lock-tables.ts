import type { TableLock } from '../hazard.js';
import { dollarQuote, quoteName } from './quote.js';

/**
 * After how many milliseconds of an attempt no lock is waited for any more. Who waits behind this session for one of the tables looks for a deadlock after a second, once;
 * if he holds another one, and this session waits for that at this moment, he is cancelled.
 *
 * Source: PostgreSQL 18, 19.12 "Lock Management", `deadlock_timeout`; 13.3.4 "Deadlocks".
 */
const longestMs = 900;

/** After that many attempts, or milliseconds in all, it fails: others wait while it does. */
const [attempts, longestInAllMs] = [8, 4_000];

/**
 * The statement that locks tables at the beginning of a transaction, in the order given. It waits for the lock of one as long as `lock_timeout` says. While it
 * holds that, it waits for each of the others a hundredth of a second, as who holds them may wait for the first. Then it releases all, pauses, and begins with the
 * next table; each time it waits and pauses twice as long. What is locked later in the transaction is waited for no longer than the last of them.
 */
export function lockTables(locks: readonly TableLock[]): string {
  const statements = locks.map(({ mode, tables }) => `LOCK TABLE ${tables.map(quoteName).join(', ')} IN ${mode.toUpperCase()} MODE`);
  if (statements.length < 2) return statements.join();
  return `DO ${dollarQuote(`DECLARE
  attempt integer := 0;
  first timestamptz := clock_timestamp();
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
      IF attempt = ${attempts - 1} OR clock_timestamp() > first + interval '${longestInAllMs} ms' THEN
        RAISE;
      END IF;
    END;
    PERFORM pg_sleep(0.02 * random() * 2 ^ attempt);
    attempt := attempt + 1;
  END LOOP;
END`)}`;
}
