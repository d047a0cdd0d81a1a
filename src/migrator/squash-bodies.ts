import { LimbeckError } from '../kernel/errors.js';
import type { Canonical, Schema } from '../model/schema.js';
import { plan, stepsOf } from '../plan/plan.js';
import type { Revision } from '../revision/revision.js';
import type { RevisionSource } from '../revision/source/source.js';
import type { SourceStep } from '../revision/source/statement.js';
import type { Direction } from '../runtime/events.js';
import { rehearse, type Rehearsed } from '../runtime/rehearse.js';
import { defaultNamespaceOf } from '../typeorm/compat.js';
import type { Scratch } from '../verify/scratch.js';
import { contextOfNew } from './assessment-context.js';
import { provingOn } from './proving.js';
import { differenceBetween, readWholeSchema } from './whole-schema.js';
import type { Workspace } from './workspace.js';

/** What a squashed revision does. */
export interface SquashBodies extends Pick<RevisionSource, 'up' | 'down'> {
  /** Whether it was made anew out of what the range builds. */
  readonly isCondensed: boolean;
}

/** The revisions that become one, and scratch databases before and after them. */
export interface SquashParts {
  readonly segment: readonly Revision[];
  /** What the range stands on, near or far. */
  readonly below: readonly Revision[];
  readonly start: Scratch;
  readonly end: Scratch;
}

/**
 * What the one revision does: for a range from the beginning, on a database without any table yet, just what builds the same, unless
 * SQL of the authors' own is in it, whose rows and side effects no schema shows. Every other range may meet rows, so it does what
 * its revisions did, one after the other: a rename in it must stay a rename.
 *
 * @throws {LimbeckError} `squash/not-transactional`, `offline/…`.
 */
export async function bodiesOfSquash(workspace: Workspace, { segment, below, start, end }: SquashParts): Promise<SquashBodies> {
  const up = await rehearseAll(workspace, segment, 'up');
  const isPlain = up.every(({ steps }) => steps.every(({ operation }) => operation.verb !== 'execute'));
  const { dialect, dataSource, options } = workspace;
  const context = contextOfNew(defaultNamespaceOf(dataSource), options);
  if (isPlain && below.length === 0) {
    const built = differenceBetween(dialect, { from: await schemaOf(workspace, start), to: await schemaOf(workspace, end) });
    return { ...(await plan(dialect, built, context)), isCondensed: true };
  }
  const down = await rehearseAll(workspace, segment.toReversed(), 'down');
  const withHazards = (parts: readonly Rehearsed[]): Promise<readonly SourceStep[]> =>
    stepsOf(dialect, parts.flatMap(({ steps }) => steps.map(({ operation }) => operation)), context);
  const stuck = down.findIndex(({ irreversible }) => irreversible !== null);
  const blocker = stuck === -1 ? undefined : segment.at(-1 - stuck);
  return {
    up: await withHazards(up),
    down: blocker === undefined ? await withHazards(down) : { irreversible: `revision ${blocker.id}, ${blocker.message}` },
    isCondensed: false,
  };
}

async function rehearseAll({ dataSource, dialect, options }: Workspace, revisions: readonly Revision[], direction: Direction): Promise<readonly Rehearsed[]> {
  const rehearsed: Rehearsed[] = [];
  for (const revision of revisions) {
    const migration = await revision.instantiate();
    if (migration.transaction === false) throw new LimbeckError('squash/not-transactional', { revisions: [revision.id] });
    rehearsed.push(await rehearse({ dataSource, dialect, arguments: options.arguments, revision, migration, direction }));
  }
  return rehearsed;
}

const schemaOf = (workspace: Workspace, scratch: Scratch): Promise<Canonical<Schema>> =>
  provingOn(scratch, workspace).withRunner((queryRunner) => readWholeSchema(queryRunner, workspace.dialect));
