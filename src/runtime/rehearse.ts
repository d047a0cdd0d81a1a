import type { DataSource, MigrationInterface } from 'typeorm';
import type { Dialect, Statement } from '../dialect/dialect.js';
import { messageOf } from '../kernel/error-text.js';
import { LimbeckError } from '../kernel/errors.js';
import type { Operation } from '../operation/operation.js';
import type { RevisionId } from '../revision/revision.js';
import { configuredNamespaceOf } from '../typeorm/compat.js';
import { offlineQueryRunner } from '../typeorm/offline-query-runner.js';
import { withContext } from './context.js';
import type { Direction } from './events.js';

export interface Rehearsal {
  readonly dataSource: DataSource;
  readonly dialect: Dialect;
  readonly revision: RevisionId;
  readonly migration: MigrationInterface;
  readonly direction: Direction;
}

export interface Rehearsed {
  readonly operations: readonly Operation[];
  /** The operations, and between them, as such, the SQL that it sends by the query runner itself. */
  readonly steps: readonly Operation[];
  readonly statements: readonly Statement[];
  readonly irreversible: string | null;
}

/**
 * Runs one direction of a migration without a database, and gives what it would do.
 *
 * @throws {LimbeckError} `offline/…`.
 */
export async function rehearse({ dataSource, dialect, revision, migration, direction }: Rehearsal): Promise<Rehearsed> {
  const operations: Operation[] = [];
  const steps: Operation[] = [];
  const statements: Statement[] = [];
  const queryRunner = offlineQueryRunner(dataSource, (sql) => {
    steps.push({ verb: 'execute', up: sql, down: null });
    statements.push({ sql, transactional: true });
  });
  const collect = (operation: Operation): void => {
    operations.push(operation);
    steps.push(operation);
    statements.push(...dialect.render(operation));
  };
  const context = { dialect, namespace: configuredNamespaceOf(dataSource), revision, direction, sink: { mode: 'record' as const, collect } };
  try {
    await withContext(queryRunner, context, () => migration[direction](queryRunner));
  } catch (error) {
    if (LimbeckError.is(error, 'operation/irreversible')) return { operations, steps, statements, irreversible: error.message };
    if (error instanceof LimbeckError) throw error;
    throw new LimbeckError('offline/needs-database', { revision, direction, reason: messageOf(error) }, { cause: error });
  }
  return { operations, steps, statements, irreversible: null };
}
