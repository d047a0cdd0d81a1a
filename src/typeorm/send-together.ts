import type { EventEmitter } from 'node:events';
import type { QueryRunner } from 'typeorm';
import { isError } from '../kernel/error-text.js';
import { sendOver } from './answer.js';
import { driverErrorOf, readServerError } from './server-error.js';

/** A statement, and an error whose stack leads to where it was called. */
export interface CalledStatement {
  readonly sql: string;
  readonly calledAt: Error;
}

/** How many statements are worth sending together at most. */
export const mostTogether = 100;

/** A line of its own, as a statement may end in a comment. */
const separator = '\n;\n';

/**
 * Sends statements whose answers nobody asks for, each a single command, in one round trip; within a transaction, so that the first that is
 * refused ends all. The error is TypeORM's, with that statement for its `query`, a position in it, and the stack of its call.
 *
 * Source: PostgreSQL 18, 54.2.2.1 "Multiple Statements in a Simple Query"; pg 8.23, Client, to whose connection the server's "CommandComplete" comes
 * as an event; a driver without it cannot say which statement was refused, and gets one after the other.
 *
 * @param onDone Is told of each that the server has done.
 */
export async function sendTogether(queryRunner: QueryRunner, statements: readonly CalledStatement[], onDone: () => void): Promise<void> {
  const connection = await connectionOf(queryRunner);
  const send = sendOver(queryRunner);
  if (connection === null) {
    for (const { sql } of statements) await send(sql).then(onDone);
    return;
  }
  let done = 0;
  const count = (): void => {
    done += 1;
    onDone();
  };
  connection.on('commandComplete', count);
  try {
    await send(statements.map(({ sql }) => sql).join(separator));
  } catch (error) {
    throw ofOne(error, statements, done);
  } finally {
    connection.off('commandComplete', count);
  }
}

async function connectionOf(queryRunner: QueryRunner): Promise<EventEmitter | null> {
  const client = (await queryRunner.connect()) as { readonly connection?: EventEmitter } | undefined;
  return typeof client?.connection?.on === 'function' ? client.connection : null;
}

/** What the server cannot parse is refused before the first is done; then the position says which it is. */
function ofOne(error: unknown, statements: readonly CalledStatement[], done: number): unknown {
  const position = readServerError(error)?.position ?? null;
  const starts = startsOf(statements);
  const index = position === null ? done : starts.findLastIndex((start) => start < position);
  const [statement, start, inner] = [statements[index], starts[index], driverErrorOf(error)];
  if (!isError(error) || statement === undefined || start === undefined) return error;
  if (position !== null && isError(inner)) Object.assign(inner, { position: String(position - start) });
  const stack = statement.calledAt.stack?.replace(/^.*/, () => `${error.name}: ${error.message}`);
  return Object.assign(error, { query: statement.sql, stack });
}

/** How many characters, as the server counts them, stand before each statement. */
function startsOf(statements: readonly CalledStatement[]): readonly number[] {
  const starts: number[] = [];
  let start = 0;
  for (const { sql } of statements) {
    starts.push(start);
    start += [...sql].length + separator.length;
  }
  return starts;
}
