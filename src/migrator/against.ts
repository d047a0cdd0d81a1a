import { Scratch } from '../verify/scratch.js';
import { runOn } from './proving.js';
import { Workspace } from './workspace.js';

/** What the entities are compared with: the connected database, or what all revisions build on an empty one. */
export type Against = 'database' | 'migrations';

/**
 * Runs `work` over a scratch database on which all revisions have run, so that it does not matter how the connected one is, or whether there is one.
 *
 * @throws {LimbeckError} `scratch/…`, and `run/…` where an `up()` does not run on an empty database.
 */
export async function againstMigrations<T>(workspace: Workspace, work: (workspace: Workspace) => Promise<T>): Promise<T> {
  const graph = workspace.loadGraph();
  await using scratch = await Scratch.create(workspace);
  await runOn(scratch, workspace, { graph, direction: 'up', path: [...graph.revisions.values()] });
  return await work(new Workspace(scratch.dataSource, workspace.options));
}
