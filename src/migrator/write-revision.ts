import { unlink } from 'node:fs/promises';
import type { Dialect } from '../dialect/dialect.js';
import { LimbeckError } from '../kernel/errors.js';
import type { Operation } from '../operation/operation.js';
import { plan, type Step, stepsOf } from '../plan/plan.js';
import { aroundInDeploy, type AroundInDeploy } from '../revision/deploy.js';
import { fileNameOf } from '../revision/file-name.js';
import { classNameOf, makeRevisionId, nextTimestampMs } from '../revision/names.js';
import type { RevisionId } from '../revision/revision.js';
import type { RevisionSource } from '../revision/source/source.js';
import { writeNewFile } from '../revision/write-file.js';
import { contextOfNew } from './assessment-context.js';
import type { CompleteOptions, ProposedRevision } from './options.js';
import type { Placement } from './placement.js';
import { runPostWriteHooks } from './post-write-hooks.js';

/** A revision that was written. */
export interface WrittenRevision {
  /** Absolute path of its file. */
  readonly path: string;
  readonly revision: RevisionId;
  /** What its `up()` does; nothing yet when it was not generated. */
  readonly operations: readonly Operation[];
  /** Those that `processRevision` made of it besides, each standing on the one before; mostly none. */
  readonly further: readonly WrittenRevision[];
}

/** A new revision and all its names. */
interface RevisionNames {
  readonly message: string;
  readonly id: RevisionId;
  readonly timestampMs: number;
  /** Ends in the 13-digit time stamp. */
  readonly className: string;
  readonly fileName: string;
}

/** Where new revisions stand and go, and how they are written. */
export interface Writing {
  /** That of the first; each further one stands on the one before. */
  readonly placement: Placement;
  readonly dialect: Pick<Dialect, 'assess' | 'render'>;
  /** Whose objects are named without it. */
  readonly namespace: string;
  readonly options: CompleteOptions;
  /** What is written along with it and belongs to the same deploy; without it: nothing. */
  readonly around?: AroundInDeploy<ProposedRevision>;
}

/**
 * Names a new revision.
 *
 * @throws {LimbeckError} `revision/empty-message`, `config/bad-option`.
 */
export function nameRevision(message: string, { placement, options }: Pick<Writing, 'placement' | 'options'>): RevisionNames {
  const id = placement.revisionId ?? makeRevisionId();
  const nowMs = Date.now();
  const timestampMs = nextTimestampMs([...placement.parents, ...placement.dependencies], nowMs);
  return {
    message,
    id,
    timestampMs,
    className: classNameOf(message, timestampMs),
    fileName: fileNameOf({ revision: id, message, timestampMs: nowMs }, options),
  };
}

/**
 * Writes the files of new revisions, each standing on the one before: all of them, or none.
 *
 * @throws {LimbeckError} `revision/file-exists`, `revision/not-writable`, `revision/hook-failed`, and those of {@link nameRevision}.
 */
export async function writeRevisions(proposed: readonly ProposedRevision[], writing: Writing): Promise<WrittenRevision | null> {
  const written: WrittenRevision[] = [];
  let { placement } = writing;
  try {
    for (const [position, each] of proposed.entries()) {
      const { timestampMs, ...one } = await writeRevision(each, { ...writing, placement, around: aroundInDeploy(proposed, position) });
      written.push(one);
      placement = { ...onTop, parents: [{ id: one.revision, timestampMs }], directory: placement.directory };
    }
  } catch (error) {
    await Promise.all(written.map(({ path }) => unlink(path)));
    throw error;
  }
  for (const { path } of written) await runPostWriteHooks(writing.options.postWriteHooks, path);
  const [first, ...further] = written;
  return first === undefined ? null : { ...first, further };
}

/** Writes the file of one new revision. Loads ts-morph. @throws {LimbeckError} as {@link writeRevisions}. */
export async function writeRevision(proposed: ProposedRevision, writing: Writing): Promise<WrittenRevision & Pick<RevisionNames, 'timestampMs'>> {
  const { message, operations, phase, transaction } = proposed;
  const { writeSource } = await import('../revision/source/source.js');
  const { placement, namespace } = writing;
  const { fileName, id, timestampMs, ...names } = nameRevision(message, writing);
  const traits = { ...(phase === undefined ? {} : { phase }), ...(transaction === undefined ? {} : { transaction }) };
  const text = await writeSource({ ...names, ...traits, ...relationsOf(placement), revision: id, namespace, ...(await bodiesOf(proposed, writing)) });
  const path = await writeNewFile({ directory: placement.directory, name: fileName, text });
  return { path, revision: id, operations, further: [], timestampMs };
}

/** A further revision stands on the one before, and on nothing else. */
const onTop = { dependencies: [], dependsOn: [], branchLabels: [], revisionId: null };

/** What the file says of the place of its revision. */
function relationsOf({ parents, dependsOn, branchLabels }: Placement): Pick<RevisionSource, 'downRevision' | 'dependsOn' | 'branchLabels'> {
  const ids = parents.map(({ id }) => id);
  const [only = null, ...others] = ids;
  return { downRevision: others.length === 0 ? only : ids, dependsOn, branchLabels };
}

/** What the file does, there and back, in the style that was asked for. */
async function bodiesOf(proposed: ProposedRevision, writing: Writing): Promise<Bodies> {
  const { up, down } = await planOf(proposed, writing);
  const { dialect, options } = writing;
  const styled = (steps: readonly Step[]): readonly Step[] => (options.style === 'sql' ? steps.flatMap((step) => asSql(step, dialect)) : steps);
  return { up: styled(up), down: 'irreversible' in down ? down : styled(down) };
}

/** What a revision does, and how each step can hurt; no steps where there is no way back. */
interface Bodies {
  readonly up: readonly Step[];
  readonly down: readonly Step[] | { readonly irreversible: string };
}

/** `processRevision` may put in what has no way back; then the file says so. */
async function planOf({ operations, down, transaction }: ProposedRevision, { dialect, namespace, options, around = alone }: Writing): Promise<Bodies> {
  const context = { ...contextOfNew(namespace, options), ...(transaction === false ? { isTransaction: false } : {}) };
  if (down !== undefined) {
    const stepsAfter = (steps: readonly Operation[], before: readonly Operation[]): Promise<readonly Step[]> => stepsOf(dialect, steps, { ...context, readBefore: () => Promise.resolve(before) });
    return {
      up: await stepsAfter(operations, around.before.flatMap((each) => each.operations)),
      down: await stepsAfter(down, around.after.toReversed().flatMap((each) => each.down ?? [])),
    };
  }
  try {
    return await plan(dialect, operations, context);
  } catch (error) {
    if (!LimbeckError.is(error, 'operation/irreversible')) throw error;
    return { up: await stepsOf(dialect, operations, context), down: { irreversible: error.details.what } };
  }
}

const alone: AroundInDeploy<ProposedRevision> = { before: [], after: [] };

/** The statements of a step, the first with its hazards; SQL stays as it is, and so does a backfill, as its progress is kept in the books. */
const asSql = ({ operation, hazards }: Step, dialect: Writing['dialect']): Step[] =>
  operation.verb === 'backfill' || operation.verb === 'execute'
    ? [{ operation, hazards }]
    : dialect.render(operation).map(({ sql }, position) => ({ operation: { verb: 'execute', up: sql, down: null }, hazards: position === 0 ? hazards : [] }));
