import type { RevisionGraph } from '../revision/graph.js';
import type { Revision, RevisionId } from '../revision/revision.js';
import type { Direction } from '../runtime/events.js';
import { execute } from '../runtime/execute.js';
import { lockKeyOf } from '../typeorm/version-statements.js';
import { VersionTable } from '../typeorm/version-table.js';
import type { Workspace } from './workspace.js';

/** Which way to go, and through which revisions. */
export interface PathRequest {
  readonly graph: RevisionGraph;
  readonly direction: Direction;
  /** The revisions to run, in order, when these are applied. */
  readonly choosePath: (applied: ReadonlySet<RevisionId>) => readonly Revision[];
}

/** Runs a path through the graph, as the options say; gives the revisions that ran. */
export async function runPath(workspace: Workspace, { graph, direction, choosePath }: PathRequest): Promise<readonly Revision[]> {
  const { dataSource, dialect, options } = workspace;
  const { transaction = dataSource.options.migrationsTransactionMode ?? 'each', lockWaitMs, onEvent, arguments: told } = options;
  return workspace.withRunner((queryRunner) => {
    const table = new VersionTable(queryRunner);
    return execute({
      queryRunner,
      dialect,
      table,
      direction,
      transaction,
      lock: { key: lockKeyOf(table.name), waitMs: lockWaitMs },
      emit: onEvent,
      arguments: told,
      matchRows: (rows) => workspace.match(rows, graph, table),
      choosePath: (applied) => choosePath(new Set(applied.keys())),
    });
  });
}
