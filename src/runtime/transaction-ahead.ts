import type { QueryRunner } from 'typeorm';
import { noAnswer, replaceQuery, sendOver } from '../typeorm/answer.js';
import { begin, commitAfter } from './transaction.js';

/** The transaction of the next part of a run, which the commit of the part before it begins: one way to the server and back less for each. */
export class TransactionAhead {
  #isOpen = false;

  constructor(private readonly queryRunner: QueryRunner) {}

  /** Begins a transaction, or takes the one that is there; TypeORM knows of it in either case. */
  async begin(): Promise<void> {
    if (!this.#isOpen) return begin(this.queryRunner);
    this.#isOpen = false;
    const send = sendOver(this.queryRunner);
    await replaceQuery(
      this.queryRunner,
      (sql, parameters) => (sql === 'START TRANSACTION' ? Promise.resolve(noAnswer) : send(sql, parameters)),
      () => begin(this.queryRunner),
    );
  }

  /** Sends `last`, commits, and begins the next transaction. */
  async commitAndBegin(last: string): Promise<void> {
    await commitAfter(this.queryRunner, last, 'COMMIT;\nSTART TRANSACTION');
    this.#isOpen = true;
  }

  /** Ends the transaction that nobody took. */
  async end(): Promise<void> {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    await sendOver(this.queryRunner)('ROLLBACK');
  }
}
