import type { Catalog } from '../dialect/catalog.js';
import type { RevisionGraph } from '../revision/graph.js';
import type { Revision } from '../revision/revision.js';
import type { Direction } from '../runtime/events.js';
import { queryableOf } from '../typeorm/queryable.js';
import { VersionTable } from '../typeorm/version-table.js';
import type { Scratch } from '../verify/scratch.js';
import { runPath } from './run-path.js';
import { Workspace } from './workspace.js';

/** Revisions that are run on a scratch database, in this order. */
export interface ProvingRun {
  readonly graph: RevisionGraph;
  readonly direction: Direction;
  readonly path: readonly Revision[];
}

/** Runs revisions on a scratch database as they would run on the real one; nobody is told, as nothing real happens. */
export async function runOn(scratch: Scratch, workspace: Workspace, { graph, direction, path }: ProvingRun): Promise<void> {
  const proving = new Workspace(scratch.dataSource, { ...workspace.options, onEvent: () => undefined });
  await runPath(proving, {
    graph,
    direction,
    choosePath: (applied) => path.filter(({ id }) => applied.has(id) === (direction === 'down')),
  });
  await proving.close();
}

/** The catalog of a scratch database, with the books, so that it does not matter whether any revision has run yet. */
export async function catalogOf(scratch: Scratch, workspace: Workspace): Promise<Catalog> {
  const proving = new Workspace(scratch.dataSource, workspace.options);
  const catalog = await proving.withRunner(async (queryRunner) => {
    await new VersionTable(queryRunner).prepare();
    return workspace.dialect.inSnapshot(queryableOf(queryRunner), (snapshot) => workspace.dialect.readCatalog(snapshot));
  });
  await proving.close();
  return catalog;
}
