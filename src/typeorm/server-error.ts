import { isError } from '../kernel/error-text.js';

/** What the server said when it refused something. */
export interface ServerError {
  readonly sqlState: string;
  readonly message: string;
  readonly detail: string | null;
  readonly hint: string | null;
  /** Where in functions of the server it happened. */
  readonly context: string | null;
  /** The character of the statement it is about, counted from 1. */
  readonly position: number | null;
  /** The statement, where TypeORM or a Queryable sent it. */
  readonly sql: string | null;
}

/**
 * The answer of the server inside `error`, whether it comes from the driver or in TypeORM's wrapping; else `null`.
 *
 * Source: pg-protocol 1.x, DatabaseError; PostgreSQL 18, 54.8 "Error and Notice Message Fields";
 * typeorm 0.3.31 and 1.1.1, QueryFailedError.
 */
export function readServerError(error: unknown): ServerError | null {
  const inner = driverErrorOf(error);
  if (!isError(inner) || textOf(inner, 'severity') === null) return null;
  const position = textOf(inner, 'position');
  return {
    sqlState: textOf(inner, 'code') ?? '',
    message: inner.message,
    detail: textOf(inner, 'detail'),
    hint: textOf(inner, 'hint'),
    context: textOf(inner, 'where'),
    position: position === null ? null : Number(position),
    sql: textOf(error, 'query'),
  };
}

/** The SQL state of the server's answer, `null` where it did not answer. */
export const sqlStateOf = (error: unknown): string | null => readServerError(error)?.sqlState ?? null;

/** The error of the driver inside TypeORM's, or `error` itself. */
export function driverErrorOf(error: unknown): unknown {
  return isError(error) && 'driverError' in error && isError(error.driverError) ? error.driverError : error;
}

/**
 * Whether the server refused a statement because it runs in a transaction: the command itself, or a procedure that ends transactions.
 *
 * Source: PostgreSQL 18, Appendix A "PostgreSQL Error Codes", 25001 and 2D000.
 */
export const isUntransactional = (error: unknown): boolean => ['25001', '2D000'].includes(sqlStateOf(error) ?? '');

/** Whether a lock was not got in time, in `error` or in what caused it. Source: PostgreSQL 18, Appendix A "PostgreSQL Error Codes", 55P03. */
export const isLockTimeout = (error: unknown): boolean => sqlStateOf(error) === '55P03' || (isError(error) && sqlStateOf(error.cause) === '55P03');

/**
 * Whether others stood in the way, so that the same may work later: a lock was not got in time, there was a deadlock, or a transaction that sees
 * one moment only met with a newer row. In `error` or in what caused it.
 *
 * Source: PostgreSQL 18, Appendix A "PostgreSQL Error Codes", 55P03, 40P01, 40001.
 */
export const isLockConflict = (error: unknown): boolean =>
  isLockTimeout(error) || [error, isError(error) ? error.cause : null].some((each) => ['40P01', '40001'].includes(sqlStateOf(each) ?? ''));

/**
 * Whether a transaction needed more locks than the server has room for, in `error` or in what caused it.
 *
 * The state is that of any lack of memory; only here does the hint, in whatever language, name the setting. Source: PostgreSQL 18, Appendix A
 * "PostgreSQL Error Codes", 53200; `LockAcquireExtended` in lock.c.
 */
export function isOutOfLocks(error: unknown): boolean {
  const refusal = readServerError(error);
  if (refusal === null) return isError(error) && error.cause !== undefined && isOutOfLocks(error.cause);
  return refusal.sqlState === '53200' && refusal.hint?.includes('max_locks_per_transaction') === true;
}

/** The server ends the session with these: its shutdown or crash, an administrator's command, a session that idled too long. */
const endingStates = new Set(['57P01', '57P02', '57P03', '57P05', '25P03']);

/** What Node says of a socket that is gone. */
const endingCodes = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENETDOWN', 'ECONNABORTED']);

/** Whether a socket to the server is gone, as Node says. */
export const isSocketGone = (error: unknown): boolean => endingCodes.has(textOf(error, 'code') ?? '');

/**
 * Whether `error` says that the session of the database is gone.
 *
 * Source: PostgreSQL 18, Appendix A "PostgreSQL Error Codes", classes 08, 25 and 57; pg 8.23, Client;
 * typeorm 1.1.1, PostgresQueryRunner.connect, which releases a QueryRunner whose connection breaks.
 */
export function isConnectionLost(error: unknown): boolean {
  const state = sqlStateOf(error);
  if (state !== null) return state.startsWith('08') || endingStates.has(state);
  const inner = driverErrorOf(error);
  if (!isError(inner)) return false;
  if (inner.name === 'QueryRunnerAlreadyReleasedError') return true;
  const sent = textOf(error, 'query') !== null;
  return sent && (isSocketGone(inner) || /^Connection terminated|is not queryable$/.test(inner.message));
}

function textOf(value: unknown, property: string): string | null {
  const found: unknown = typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[property] : null;
  return typeof found === 'string' ? found : null;
}
