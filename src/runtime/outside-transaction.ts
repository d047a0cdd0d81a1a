import type { QueryRunner } from 'typeorm';

/** Commits what a query runner has open, does `work`, and begins anew for the rest; where nothing is open, `work` alone. */
export async function outsideTransaction(queryRunner: QueryRunner, work: () => Promise<void>): Promise<void> {
  if (!queryRunner.isTransactionActive) return work();
  while (queryRunner.isTransactionActive) await queryRunner.commitTransaction();
  await work();
  await queryRunner.startTransaction();
}
