import type { Blocker } from '../../../kernel/catalogue/run.js';
import type { Queryable } from '../../dialect.js';
import { quoteIdentifier } from '../quote.js';
import { readBlocker, sessionColumns } from './blockers.js';
import { tokensOf } from './commands.js';

/** A command on one index that runs in several transactions of its own. */
interface ConcurrentIndex {
  readonly command: 'create' | 'drop';
  /** As it is written, with quotes and namespace. */
  readonly index: string;
  /** As it is written; `null` for a drop. */
  readonly table: string | null;
}

/**
 * Finds out what became of a command that was interrupted outside a transaction, and clears away what it left half done.
 *
 * An index that a failed build left is invalid; it is dropped. Source: PostgreSQL 18, CREATE INDEX, "Building Indexes Concurrently". So is one that
 * another session is building now, be it the one whose client was cut off; that is left alone.
 *
 * @returns `underway` for such a one; `null` for a command of which the catalog does not say whether it was done.
 */
export async function settleInterrupted(db: Pick<Queryable, 'query'>, sql: string): Promise<'done' | 'undone' | 'underway' | null> {
  const found = concurrentIndexIn(sql);
  if (found === null) return null;
  const state = await stateOf(db, found);
  if (found.command === 'drop') return state === null ? 'done' : 'undone';
  if (state?.isValid === false && (await sessionsAt(db, sql)).length > 0) return 'underway';
  if (state?.isValid === false) await db.query(`DROP INDEX CONCURRENTLY ${state.path}`);
  return state?.isValid === true ? 'done' : 'undone';
}

/**
 * The sessions that build the index of such a command. Any role sees which build one and what they lock, though not always which index it is.
 *
 * Source: PostgreSQL 18, 27.4.4 "CREATE INDEX Progress Reporting" and `pg_stat_get_progress_info`, which tells everybody the process; `DefineIndex` in
 * `indexcmds.c`, which keeps a `ShareUpdateExclusiveLock` on the table to the end.
 */
export async function sessionsAt(db: Pick<Queryable, 'query'>, sql: string): Promise<readonly Blocker[]> {
  const found = concurrentIndexIn(sql);
  if (found === null) return [];
  const rows = await db.query(
    `SELECT ${sessionColumns}
       FROM pg_catalog.pg_stat_progress_create_index AS progress
       JOIN pg_catalog.pg_locks AS lock USING (pid)
       JOIN pg_catalog.pg_stat_activity AS activity USING (pid)
       JOIN pg_catalog.pg_index AS state ON state.indrelid = lock.relation
       JOIN pg_catalog.pg_class AS class ON class.oid = state.indexrelid
      WHERE ${isMeant} AND lock.mode = 'ShareUpdateExclusiveLock' AND lock.granted
        AND lock.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
        AND coalesce(progress.index_relid, state.indexrelid) = state.indexrelid`,
    [found.index, found.table],
  );
  return rows.map(readBlocker);
}

/** Whether an index is the one of `$1`, on the table `$2` where that is known. */
const isMeant = `(($2::text IS NULL AND state.indexrelid = to_regclass($1)) OR (state.indrelid = to_regclass($2) AND class.relname = (parse_ident($1))[1]))`;

interface IndexState {
  readonly isValid: boolean;
  readonly path: string;
}

async function stateOf(db: Pick<Queryable, 'query'>, { index, table }: ConcurrentIndex): Promise<IndexState | null> {
  const [row] = await db.query(
    `SELECT state.indisvalid AS valid, namespace.nspname AS namespace, class.relname AS name
       FROM pg_catalog.pg_index AS state
       JOIN pg_catalog.pg_class AS class ON class.oid = state.indexrelid
       JOIN pg_catalog.pg_namespace AS namespace ON namespace.oid = class.relnamespace
      WHERE ${isMeant}`,
    [index, table],
  );
  if (row === undefined) return null;
  return { isValid: row['valid'] === true, path: `${quoteIdentifier(String(row['namespace']))}.${quoteIdentifier(String(row['name']))}` };
}

/** The index of a text that is `CREATE INDEX CONCURRENTLY` or `DROP INDEX CONCURRENTLY` and nothing else; one name only. */
export function concurrentIndexIn(sql: string): ConcurrentIndex | null {
  const tokens = [...tokensOf(sql)];
  if (tokens.at(-1) === ';') tokens.pop();
  const take = (...words: readonly string[]): boolean => {
    if (!words.every((word, position) => tokens[position]?.toUpperCase() === word)) return false;
    tokens.splice(0, words.length);
    return true;
  };
  if (tokens.includes(';')) return null;
  if (take('DROP', 'INDEX', 'CONCURRENTLY')) {
    take('IF', 'EXISTS');
    const index = takePath(tokens);
    return tokens[0] === ',' ? null : { command: 'drop', index, table: null };
  }
  if (!take('CREATE', 'UNIQUE', 'INDEX', 'CONCURRENTLY') && !take('CREATE', 'INDEX', 'CONCURRENTLY')) return null;
  take('IF', 'NOT', 'EXISTS');
  const index = takePath(tokens);
  if (!take('ON')) return null;
  take('ONLY');
  return { command: 'create', index, table: takePath(tokens) };
}

/** Takes `name` or `namespace.name` from the front. */
const takePath = (tokens: string[]): string => tokens.splice(0, tokens[1] === '.' ? 3 : 1).join('');
