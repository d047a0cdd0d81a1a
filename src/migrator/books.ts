import type { QueryRunner } from 'typeorm';
import { queryableOf } from '../typeorm/queryable.js';
import { lockKeyOf } from '../typeorm/version-statements.js';
import { VersionTable } from '../typeorm/version-table.js';
import type { Workspace } from './workspace.js';

/** Does `work` in the lock of the runs, so that no revision runs meanwhile. */
export async function underLock<T>(workspace: Workspace, work: (queryRunner: QueryRunner, table: VersionTable) => Promise<T>): Promise<T> {
  const { dialect, options } = workspace;
  return workspace.withRunner((queryRunner) => {
    const table = new VersionTable(queryRunner);
    const lock = { key: lockKeyOf(table.name), waitMs: options.lockWaitMs };
    return dialect.withLock(queryableOf(queryRunner), lock, () => work(queryRunner, table));
  });
}

/** Changes the books alone: in the lock, in one transaction, with a table that is there. */
export const changeBooks = <T>(workspace: Workspace, work: (table: VersionTable) => Promise<T>): Promise<T> =>
  underLock(workspace, (queryRunner, table) =>
    queryRunner.manager.transaction(async () => {
      await table.prepare();
      return work(table);
    }),
  );
