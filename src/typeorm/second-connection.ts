import type { DataSource } from 'typeorm';
import type { Queryable } from '../dialect/dialect.js';
import { queryableOf } from './queryable.js';

/** What is read of a pool. Source: pg-pool 3.x, Pool. */
interface Pool {
  readonly totalCount: number;
  readonly idleCount: number;
  readonly options: { readonly max: number };
}

/**
 * Runs `work` over another connection of the pool, where it can have one at once; else gives `null`.
 *
 * Source: typeorm 0.3.31 and 1.1.1, PostgresDriver.master.
 */
export async function overSecondConnection<T>(dataSource: DataSource, work: (db: Queryable) => Promise<T>): Promise<T | null> {
  const pool = 'master' in dataSource.driver ? (dataSource.driver.master as Partial<Pool> | undefined) : undefined;
  if (pool?.options === undefined || !(Number(pool.idleCount) > 0 || Number(pool.totalCount) < pool.options.max)) return null;
  const queryRunner = dataSource.createQueryRunner();
  try {
    return await work(queryableOf(queryRunner));
  } finally {
    await queryRunner.release();
  }
}
