import type { Statement } from '../dialect/dialect.js';
import { LimbeckError } from '../kernel/errors.js';
import type { Operation } from '../operation/operation.js';
import { type OfflineOptions, OfflineRun, type OfflineSent, type OfflineStep } from './offline-run.js';

export type Rehearsal = OfflineStep & Pick<OfflineOptions, 'dataSource' | 'dialect' | 'arguments'>;

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
export async function rehearse({ dataSource, dialect, arguments: told, ...step }: Rehearsal): Promise<Rehearsed> {
  const sent: OfflineSent[] = [];
  const run = new OfflineRun({ dataSource, dialect, arguments: told, take: (each) => void sent.push(each) });
  const irreversible = await run.perform(step).then(
    () => null,
    (error: unknown) => {
      if (LimbeckError.is(error, 'operation/irreversible')) return error.message;
      throw error;
    },
  );
  const asStep = ({ operation, statements }: OfflineSent): readonly Operation[] =>
    operation === null ? statements.map(({ sql }) => ({ verb: 'execute', up: sql, down: null })) : [operation];
  return {
    operations: sent.flatMap(({ operation }) => operation ?? []),
    steps: sent.flatMap(asStep),
    statements: sent.flatMap(({ statements }) => statements),
    irreversible,
  };
}
