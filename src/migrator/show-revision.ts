import type { Statement } from '../dialect/dialect.js';
import type { Operation } from '../operation/operation.js';
import type { Revision } from '../revision/revision.js';
import type { Direction } from '../runtime/events.js';
import { rehearse } from '../runtime/rehearse.js';
import type { Workspace } from './workspace.js';

/** What one direction of a revision does. */
export interface ShownDirection {
  /** The calls of `op`. */
  readonly operations: readonly Operation[];
  /** What is sent to the database, in order; SQL that the revision sends by the query runner itself as well. */
  readonly statements: readonly Statement[];
  /** Why there is no such direction; `null`: there is. */
  readonly irreversible: string | null;
}

/** A revision and what it does. */
export interface ShownRevision {
  readonly revision: Revision;
  readonly up: ShownDirection;
  readonly down: ShownDirection;
}

/** Runs both directions of a revision without a database, and gives what they would do. */
export async function showRevision(revision: Revision, { dataSource, dialect, options }: Workspace): Promise<ShownRevision> {
  const migration = await revision.instantiate();
  const show = (direction: Direction): Promise<ShownDirection> => rehearse({ dataSource, dialect, arguments: options.arguments, revision, migration, direction });
  return { revision, up: await show('up'), down: await show('down') };
}
