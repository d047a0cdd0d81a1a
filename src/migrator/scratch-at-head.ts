import { LimbeckError } from '../kernel/errors.js';
import type { RevisionGraph } from '../revision/graph.js';
import { Scratch } from '../verify/scratch.js';
import { provingOn, runOn } from './proving.js';
import { differenceBetween, readWholeSchema, runOperations } from './whole-schema.js';
import type { Workspace } from './workspace.js';

/**
 * A scratch database on which a new revision can stand: all revisions have run there. Where there are none, or one does not run on an empty
 * database, which is told, it is made like the connected one, without its rows.
 *
 * @throws {LimbeckError} `scratch/…`, and `run/refused` where the connected one has what cannot be made alone, such as a view over a function.
 */
export async function scratchAtHead(workspace: Workspace, graph: RevisionGraph): Promise<Scratch> {
  if (graph.revisions.size === 0) return scratchAlike(workspace);
  try {
    return await built(workspace, (scratch) => runOn(scratch, workspace, { graph, direction: 'up', path: [...graph.revisions.values()] }));
  } catch (error) {
    if (!LimbeckError.is(error, 'run/statement-failed') && !LimbeckError.is(error, 'run/revision-failed')) throw error;
    workspace.options.onEvent({ type: 'scratch.alike', revision: error.details.revision, reason: error.message });
    return scratchAlike(workspace);
  }
}

/**
 * A scratch database like the connected one, without its rows.
 *
 * @throws {LimbeckError} `scratch/…`, and `run/refused` where the connected one has what cannot be made alone, such as a view over a function.
 */
export const scratchAlike = (workspace: Workspace): Promise<Scratch> => built(workspace, makeAlike);

/** A scratch database after `build`; none is left where that fails. */
async function built(workspace: Workspace, build: (scratch: Scratch, workspace: Workspace) => Promise<void>): Promise<Scratch> {
  const scratch = await Scratch.create(workspace);
  try {
    await build(scratch, workspace);
    return scratch;
  } catch (error) {
    await scratch[Symbol.asyncDispose]();
    throw error;
  }
}

/** Makes all that Limbeck sees in the connected database. */
async function makeAlike(scratch: Scratch, workspace: Workspace): Promise<void> {
  const { dialect } = workspace;
  const to = await workspace.withRunner((queryRunner) => readWholeSchema(queryRunner, dialect));
  await provingOn(scratch, workspace).withRunner(async (queryRunner) => {
    const from = await readWholeSchema(queryRunner, dialect);
    await runOperations(queryRunner, dialect, differenceBetween(dialect, { from, to }));
  });
}
