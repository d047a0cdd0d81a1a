import { isError } from '../kernel/error-text.js';
import { LimbeckError } from '../kernel/errors.js';
import type { QualifiedName } from '../model/schema.js';
import type { Send } from './answer.js';
import { isConnectionLost, readServerError, sqlStateOf } from './server-error.js';

/**
 * Does `work` on a table of ours, and names it where the server refuses.
 *
 * @throws {LimbeckError} `run/bookkeeping-failed`.
 */
export async function keepBooks<T>(table: QualifiedName, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw failedBooks(table, error);
  }
}

/**
 * As {@link keepBooks}, for work that writes a row and commits in one go: what a revision has deferred to the end may be refused there as well,
 * and is told as what it is. A refused COMMIT has ended the transaction; a refused row leaves it aborted, so that it takes nothing more.
 *
 * Source: PostgreSQL 18, Appendix A, 25P02 "in_failed_sql_transaction".
 */
export async function keepBooksAndCommit<T>(table: QualifiedName, send: Send, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isConnectionLost(error)) throw error;
    const isAborted = await send('SELECT 1').then(
      () => false,
      (second: unknown) => sqlStateOf(second) === '25P02',
    );
    throw isAborted ? failedBooks(table, error) : isError(error) ? Object.assign(error, { query: 'COMMIT' }) : error;
  }
}

function failedBooks({ schema, name }: QualifiedName, error: unknown): unknown {
  const refusal = isConnectionLost(error) ? null : readServerError(error);
  if (refusal === null) return error;
  return new LimbeckError('run/bookkeeping-failed', { table: `${schema}.${name}`, sqlState: refusal.sqlState, serverMessage: refusal.message }, { cause: error });
}
