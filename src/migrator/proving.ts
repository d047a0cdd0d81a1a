import type { Catalog } from '../dialect/catalog.js';
import { LimbeckError } from '../kernel/errors.js';
import type { RevisionId } from '../revision/revision.js';
import type { Direction } from '../runtime/events.js';
import { serverName } from '../typeorm/connection.js';
import { queryableOf } from '../typeorm/queryable.js';
import { JournalTable } from '../typeorm/journal-table.js';
import { VersionTable } from '../typeorm/version-table.js';
import type { Scratch } from '../verify/scratch.js';
import { noHooks } from '../runtime/hooks.js';
import { type ProvingRun, runWithinLocks } from './run-within-locks.js';
import { Workspace } from './workspace.js';

/** The workspace of a scratch database. Nobody is told and no hook is called, as nothing real happens. It stays connected until the scratch database goes. */
export const provingOn = (scratch: Scratch, { options }: Workspace): Workspace =>
  new Workspace(scratch.dataSource, { ...options, ...noHooks, onEvent: () => undefined });

/**
 * Runs revisions on a scratch database as they would run on the real one.
 *
 * @throws {LimbeckError} `run/…`; `scratch/lacks-something` where it may be the server that stands in that cannot run them.
 */
export async function runOn(scratch: Scratch, workspace: Workspace, run: ProvingRun): Promise<void> {
  try {
    await runWithinLocks(provingOn(scratch, workspace), run, workspace.options.onEvent);
  } catch (error) {
    throw lackOf(scratch, workspace, error) ?? error;
  }
}

/** An extension that is not there, its files, and what one of these or the system would bring. Source: PostgreSQL 18, Appendix A; `CreateExtension` in extension.c. */
const lackingStates = ['0A000', '58P01', '42704'];

function lackOf({ standIn }: Scratch, { dataSource }: Workspace, error: unknown): LimbeckError | null {
  if (standIn === null || !LimbeckError.is(error, 'run/statement-failed')) return null;
  const { revision, direction, sql, sqlState, serverMessage } = error.details;
  if (!lackingStates.includes(sqlState)) return null;
  return new LimbeckError('scratch/lacks-something', { server: serverName(dataSource), version: standIn, revision, direction, sql, serverMessage }, { cause: error });
}

/** The catalog of a scratch database, with the books, so that it does not matter whether any revision has run yet. */
export async function catalogOf(scratch: Scratch, workspace: Workspace): Promise<Catalog> {
  const { dialect } = workspace;
  return provingOn(scratch, workspace).withRunner(async (queryRunner) => {
    await new VersionTable(queryRunner).prepare();
    await new JournalTable(queryRunner).prepare();
    return dialect.inSnapshot(queryableOf(queryRunner), (snapshot) => dialect.readCatalog(snapshot));
  });
}

/** Why a revision did not run; `sql` is `null` where it was no statement that the server refused. */
export interface Failure {
  readonly revision: RevisionId;
  readonly direction: Direction;
  readonly sql: string | null;
  /** Where in the file it was called; `null` where that is not known. */
  readonly source: string | null;
  readonly message: string;
}

/** What of an error a proof tells; any other error than that of a revision is thrown again. */
export function failureOf(error: unknown): Failure {
  if (LimbeckError.is(error, 'run/statement-failed')) {
    const { revision, direction, sql, source, serverMessage } = error.details;
    return { revision, direction, sql, source, message: serverMessage };
  }
  if (!LimbeckError.is(error, 'run/revision-failed')) throw error;
  const { revision, direction, source, reason } = error.details;
  return { revision, direction, sql: null, source, message: reason };
}

/** Whether a run found that a revision says that there is no way back. */
export const isIrreversible = (error: unknown): boolean => LimbeckError.is(error, 'run/revision-failed') && LimbeckError.is(error.cause, 'operation/irreversible');
