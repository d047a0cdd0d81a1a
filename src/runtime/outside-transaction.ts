import type { QueryRunner } from 'typeorm';
import { commit } from './transaction.js';

/** Commits what a query runner has open, does `work`, and begins anew for the rest; where nothing is open, `work` alone. */
export async function outsideTransaction(queryRunner: QueryRunner, work: () => Promise<void>): Promise<void> {
  if (!queryRunner.isTransactionActive) return work();
  await commit(queryRunner, false);
  await work();
  await queryRunner.startTransaction();
}
