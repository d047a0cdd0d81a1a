import type { QueryRunner } from 'typeorm';
import { replaceQuery, sendOver } from '../typeorm/answer.js';
import { isConnectionLost } from '../typeorm/server-error.js';

/*
 * What TypeORM believes of a transaction need not be so: a revision can begin and end one by SQL of its own. `isOpen` is what the server has.
 */

/** Begins a transaction where TypeORM, too, knows of one afterwards. */
export async function begin(queryRunner: QueryRunner): Promise<void> {
  if (queryRunner.isTransactionActive) await sendOver(queryRunner)('START TRANSACTION');
  else await queryRunner.startTransaction();
}

/**
 * Commits what is open, inner transactions included.
 *
 * Source: typeorm 1.1.1, PostgresQueryRunner.commitTransaction: with one transaction inside another it ends the inner one only.
 */
export async function commit(queryRunner: QueryRunner, isOpen: boolean): Promise<void> {
  if (isOpen && !queryRunner.isTransactionActive) await sendOver(queryRunner)('COMMIT');
  while (queryRunner.isTransactionActive) await queryRunner.commitTransaction();
}

/**
 * Sends `last` and commits, in one go over the wire: TypeORM's own COMMIT goes out behind it.
 *
 * @param end The commit, and what follows it at once.
 */
export async function commitAfter(queryRunner: QueryRunner, last: string, end = 'COMMIT'): Promise<void> {
  const send = sendOver(queryRunner);
  if (!queryRunner.isTransactionActive) await send(`${last};\n${end}`);
  else await replaceQuery(queryRunner, (sql, parameters) => (sql === 'COMMIT' ? send(`${last};\n${end}`) : send(sql, parameters)), () => commit(queryRunner, true));
}

/** Rolls back all that is open; gives the failure of that, if there is one. The server does it itself when the connection is gone. */
export async function rollBack(queryRunner: QueryRunner, isOpen: boolean): Promise<readonly unknown[]> {
  try {
    if (isOpen && !queryRunner.isTransactionActive) await sendOver(queryRunner)('ROLLBACK');
    while (queryRunner.isTransactionActive && !queryRunner.isReleased) await queryRunner.rollbackTransaction();
    return [];
  } catch (error) {
    if (isConnectionLost(error)) return [];
    await sendOver(queryRunner)('ROLLBACK');
    return [error];
  }
}
