import type { Guard } from '../dialect.js';
import { lockNumber } from './run/lock.js';
import { dollarQuote, quoteLiteral } from './quote.js';

/**
 * Source: PostgreSQL 18, DO and 9.28.10 "Advisory Lock Functions"; the lock goes with the transaction, so that a client which goes on
 * after a failure does not keep it.
 */
export function guard({ lock, checks }: Guard): string {
  const all = [
    { holds: `pg_catalog.pg_try_advisory_xact_lock(${lockNumber(lock)}::bigint)`, otherwise: 'Another run of migrations is under way.' },
    ...checks,
  ];
  const lines = all.map(({ holds, otherwise }) => `  IF NOT ${holds} THEN\n    RAISE EXCEPTION USING MESSAGE = ${quoteLiteral(otherwise)};\n  END IF;`);
  return `DO ${dollarQuote(`BEGIN\n${lines.join('\n')}\nEND`)}`;
}
