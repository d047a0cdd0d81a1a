import type { DataSource } from 'typeorm';
import { postgres } from '../../src/dialect/postgres/dialect.js';
import type { Revision } from '../../src/revision/revision.js';
import { dryRun } from '../../src/runtime/dry-run.js';
import { execute } from '../../src/runtime/execute.js';
import { noHooks } from '../../src/runtime/hooks.js';
import type { Run } from '../../src/runtime/run.js';
import { JournalTable } from '../../src/typeorm/journal-table.js';
import { matchRows, VersionTable } from '../../src/typeorm/version-table.js';

/** How revisions are run; what is left out is as it is by default, without retries. */
export type Choices = Partial<Pick<Run, 'direction' | 'transaction' | 'lock' | 'limits' | 'lockRetries' | 'hooks' | 'emit' | 'matchRows' | 'choosePath'>> & {
  readonly dryRun?: boolean;
};

/** Runs all of `revisions` that are not applied, or all that are, last first; gives the ids of those that ran. */
export async function runRevisions(dataSource: DataSource, revisions: readonly Revision[], { dryRun: isDry = false, ...choices }: Choices = {}): Promise<string[]> {
  const queryRunner = dataSource.createQueryRunner();
  const table = new VersionTable(queryRunner);
  const direction = choices.direction ?? 'up';
  try {
    const ran = await (isDry ? dryRun : execute)({
      queryRunner,
      dialect: postgres,
      table,
      journal: new JournalTable(queryRunner),
      direction,
      transaction: 'each',
      review: () => Promise.resolve(),
      lock: { key: 'test', waitMs: 0 },
      limits: { lockTimeoutMs: 0, statementTimeoutMs: 0 },
      lockRetries: 0,
      hooks: noHooks,
      arguments: {},
      emit: () => undefined,
      matchRows: (rows) => matchRows(rows, revisions, { table: table.name, directory: '/app/migrations' }),
      choosePath: (applied) =>
        direction === 'up' ? revisions.filter(({ id }) => !applied.has(id)) : revisions.filter(({ id }) => applied.has(id)).reverse(),
      ...choices,
    });
    return ran.map(({ id }) => id);
  } finally {
    await queryRunner.release();
  }
}
