import type { MigrationInterface, QueryRunner } from 'typeorm';
import type { Dialect } from '../dialect/dialect.js';
import type { RevisionId } from '../revision/revision.js';
import { defaultNamespaceOf, forgetTables } from '../typeorm/compat.js';
import { dataSourceOf } from '../typeorm/data-source-of.js';
import { type RevisionArguments, type Sink, withContext } from './context.js';
import type { Direction } from './events.js';

/** One direction of one migration, and what it runs over. */
export interface MigrationRun {
  readonly queryRunner: QueryRunner;
  readonly dialect: Dialect;
  readonly revision: RevisionId;
  readonly migration: MigrationInterface;
  readonly direction: Direction;
  /** What the revision is told from outside. */
  readonly arguments: RevisionArguments;
  /** Where its operations go. */
  readonly sink: Sink;
}

/** Runs `up()` or `down()`, which find tables as they would in a run of their own. Begins no transaction and keeps no books. */
export async function runMigration({ queryRunner, migration, direction, ...run }: MigrationRun): Promise<void> {
  const namespace = defaultNamespaceOf(dataSourceOf(queryRunner));
  forgetTables(queryRunner);
  await withContext(queryRunner, { ...run, direction, namespace }, () => migration[direction](queryRunner));
}
