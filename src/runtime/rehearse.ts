import type { Statement } from '../dialect/dialect.js';
import { LimbeckError } from '../kernel/errors.js';
import type { Operation } from '../operation/operation.js';
import { type OfflineOptions, OfflineRun, type OfflineStep } from './offline-run.js';

export type Rehearsal = OfflineStep & Pick<OfflineOptions, 'dataSource' | 'dialect'>;

export interface Rehearsed {
  readonly operations: readonly Operation[];
  readonly statements: readonly Pick<Statement, 'sql'>[];
  readonly irreversible: string | null;
}

/**
 * Runs one direction of a migration without a database, and gives what it would do.
 *
 * @throws {LimbeckError} `offline/…`.
 */
export async function rehearse({ dataSource, dialect, ...step }: Rehearsal): Promise<Rehearsed> {
  const operations: Operation[] = [];
  const statements: Pick<Statement, 'sql'>[] = [];
  const run = new OfflineRun({ dataSource, dialect, write: (sql) => void statements.push({ sql }), collect: (operation) => void operations.push(operation) });
  try {
    await run.perform(step);
    return { operations, statements, irreversible: null };
  } catch (error) {
    if (!LimbeckError.is(error, 'operation/irreversible')) throw error;
    return { operations, statements, irreversible: error.message };
  }
}
