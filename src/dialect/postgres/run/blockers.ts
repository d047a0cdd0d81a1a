import type { Blocker } from '../../../kernel/catalogue/run.js';
import type { Queryable, Row } from '../../dialect.js';

/** Source: PostgreSQL 18, 9.27.1 "Session Information Functions", pg_blocking_pids, and 27.2.3 "pg_stat_activity". */
export const sessionColumns = `activity.pid, activity.application_name, activity.usename, activity.state, activity.query,
       to_char(activity.xact_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS "UTC"') AS since`;

const blockersQuery = `
SELECT ${sessionColumns}
  FROM unnest(pg_catalog.pg_blocking_pids($1)) AS blocker (pid)
  JOIN pg_catalog.pg_stat_activity AS activity ON activity.pid = blocker.pid
 ORDER BY activity.xact_start, activity.pid`;

/** The most letters of a query that are shown. */
const shownLetters = 200;

/** The sessions that the session `pid` waits for; none when it waits for no lock. */
export async function blockersOf(db: Queryable, pid: number): Promise<readonly Blocker[]> {
  return (await db.query(blockersQuery, [pid])).map(readBlocker);
}

/** A row of {@link sessionColumns}. */
export function readBlocker(row: Row): Blocker {
  const text = (column: string): string | null => (typeof row[column] === 'string' && row[column] !== '' ? row[column] : null);
  const query = text('query');
  return {
    pid: Number(row['pid']),
    application: text('application_name'),
    role: text('usename'),
    state: text('state'),
    since: text('since'),
    query: query === null || query.length <= shownLetters ? query : `${query.slice(0, shownLetters)}…`,
  };
}
