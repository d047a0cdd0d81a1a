import type { Statement } from '../dialect/dialect.js';
import { LimbeckError } from '../kernel/errors.js';
import type { Operation } from '../operation/operation.js';
import { type OfflineOptions, OfflineRun, type OfflineSent, type OfflineStep } from './offline-run.js';

export type Rehearsal = OfflineStep & Pick<OfflineOptions, 'dataSource' | 'dialect' | 'arguments'>;

export interface Rehearsed {
  readonly operations: readonly Operation[];
  /** The operations, and between them, as such, the SQL that it sends by the query runner itself. */
  readonly steps: readonly RehearsedStep[];
  readonly statements: readonly Statement[];
  readonly irreversible: string | null;
}

/** One step of a rehearsal, and where it was called. */
export interface RehearsedStep extends Pick<OfflineSent, 'isOutside' | 'calledAt'> {
  readonly operation: Operation;
}

/** As much of a rehearsal as a database is not needed for. */
export interface PartlyRehearsed extends Rehearsed {
  /** Why it went no further; `null`: it came to the end. */
  readonly stopped: LimbeckError<'offline/cannot-inspect' | 'offline/needs-database' | 'offline/parameters'> | null;
}

/**
 * Runs one direction of a migration without a database, and gives what it would do.
 *
 * @throws {LimbeckError} `offline/…`.
 */
export async function rehearse(rehearsal: Rehearsal): Promise<Rehearsed> {
  const { stopped, ...rehearsed } = await rehearseAsFarAsPossible(rehearsal);
  if (stopped !== null) throw stopped;
  return rehearsed;
}

/** As {@link rehearse}, up to where only a database can answer. */
export async function rehearseAsFarAsPossible({ dataSource, dialect, arguments: told, ...step }: Rehearsal): Promise<PartlyRehearsed> {
  const sent: OfflineSent[] = [];
  const run = new OfflineRun({ dataSource, dialect, arguments: told, take: (each) => void sent.push(each) });
  const end = await run.perform(step).then(
    () => ({ irreversible: null, stopped: null }),
    (error: unknown) => {
      if (LimbeckError.is(error, 'operation/irreversible')) return { irreversible: error.message, stopped: null };
      if (isOffline(error)) return { irreversible: null, stopped: error };
      throw error;
    },
  );
  return {
    operations: sent.flatMap(({ operation }) => operation ?? []),
    steps: sent.flatMap(asSteps),
    statements: sent.flatMap(({ statements }) => statements),
    ...end,
  };
}

const asSteps = ({ operation, statements, ...place }: OfflineSent): readonly RehearsedStep[] =>
  operation === null ? statements.map(({ sql }) => ({ operation: { verb: 'execute', up: sql, down: null }, ...place })) : [{ operation, ...place }];

const isOffline = (error: unknown): error is NonNullable<PartlyRehearsed['stopped']> =>
  LimbeckError.is(error, 'offline/cannot-inspect') || LimbeckError.is(error, 'offline/needs-database') || LimbeckError.is(error, 'offline/parameters');
