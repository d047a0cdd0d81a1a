import type { MigrationInterface, QueryRunner } from 'typeorm';
import type { Dialect } from '../dialect/dialect.js';
import type { RevisionId } from '../revision/revision.js';
import { defaultNamespaceOf } from '../typeorm/compat.js';
import { dataSourceOf } from '../typeorm/data-source-of.js';
import { type RevisionArguments, withContext } from './context.js';
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
}

/** Runs `up()` or `down()`; its operations go to the database. Begins no transaction and keeps no books. */
export async function runMigration({ queryRunner, dialect, revision, migration, direction, arguments: told }: MigrationRun): Promise<void> {
  const send = async (statement: { readonly sql: string }, parameters: readonly unknown[] = []): Promise<void> => {
    await queryRunner.query(statement.sql, [...parameters]);
  };
  const namespace = defaultNamespaceOf(dataSourceOf(queryRunner));
  // Whoever has begun a transaction keeps it.
  const outside = (work: () => Promise<void>): Promise<void> => work();
  const context = { dialect, namespace, revision, direction, arguments: told, sink: { mode: 'online' as const, send, outside } };
  await withContext(queryRunner, context, () => migration[direction](queryRunner));
}
