import type { MigrationInterface } from 'typeorm';
import type { Dialect } from '../dialect/dialect.js';
import type { AssessmentContext, Hazard } from '../dialect/hazard.js';
import { type StackFrame, userFrames } from '../loader/stack-frames.js';
import { refKey } from '../model/identity.js';
import type { Operation } from '../operation/operation.js';
import { targetOf } from '../operation/target.js';
import type { Revision } from '../revision/revision.js';
import type { Direction } from '../runtime/events.js';
import type { Rehearsals } from '../runtime/rehearsals.js';
import type { PartlyRehearsed, RehearsedStep } from '../runtime/rehearse.js';
import type { TransactionMode } from '../runtime/run.js';
import type { LintCode } from './levels.js';
import type { CompleteLintOptions, LintProblem, LintRule } from './options.js';

/** What linting a revision needs to know. */
export interface LintSurroundings {
  readonly dialect: Dialect;
  readonly rehearsals: Rehearsals;
  readonly transaction: TransactionMode;
  readonly context: Omit<AssessmentContext, 'isTransaction' | 'readColumn' | 'readBefore'>;
  /** Asks the database about columns, where a direction of a revision is the next to run on it. */
  readonly columnsBefore: (revision: Revision, direction: Direction) => Pick<AssessmentContext, 'readColumn'>;
  /** The revisions of the same deploy that have run before a direction of a revision, in that order. */
  readonly ranBefore: (revision: Revision, direction: Direction) => readonly Revision[];
  readonly options: CompleteLintOptions;
}

/** Something that one direction of a revision can do. */
export interface Danger extends Pick<Hazard, 'message' | 'hint' | 'lock' | 'work'> {
  readonly code: string;
  readonly direction: Direction;
  readonly operation: Operation | null;
  /** The calls in the file of the revision that led to it, innermost first. */
  readonly calls: readonly StackFrame[];
}

/** What was found in one direction of a revision. */
export interface ReadDirection {
  readonly dangers: readonly Danger[];
  /** Whether it was read to its end, which needs no database. */
  readonly isWhole: boolean;
}

/** Runs both directions of a revision without a database, and assesses each of their steps. */
export async function readDirections(revision: Revision, surroundings: LintSurroundings): Promise<readonly ReadDirection[]> {
  const migration = await revision.instantiate();
  const { rehearsals } = surroundings;
  const [up, down] = [await rehearsals.of(revision, 'up'), await rehearsals.of(revision, 'down')];
  const complete = dropCompleter([...up.operations, ...down.operations]);
  const completed = ({ steps, ...rest }: PartlyRehearsed): PartlyRehearsed => ({ ...rest, steps: steps.map((step) => ({ ...step, operation: complete(step.operation) })) });
  return [await assessDirection(completed(up), { revision, migration, direction: 'up', surroundings }), await assessDirection(completed(down), { revision, migration, direction: 'down', surroundings })];
}

/** What the revisions of the same deploy have done before. */
async function doneBefore({ revision, direction, surroundings: { ranBefore, rehearsals } }: Place): Promise<readonly Operation[]> {
  const rehearsed: PartlyRehearsed[] = [];
  for (const each of ranBefore(revision, direction)) rehearsed.push(await rehearsals.of(each, direction));
  return rehearsed.flatMap(({ steps }) => steps.map(({ operation }) => operation));
}

/** A drop says only the name of what goes; what that is, it says where either direction makes it. */
function dropCompleter(operations: readonly Operation[]): (operation: Operation) => Operation {
  const made = new Map(operations.flatMap((operation) => (operation.verb === 'create' ? [[refKey(targetOf(operation).to), operation.value] as const] : [])));
  return (operation) =>
    operation.verb === 'drop' && 'value' in operation && operation.value === null ? ({ ...operation, value: made.get(refKey(targetOf(operation).from)) ?? null } as Operation) : operation;
}

interface RehearsedDirection extends Place {
  readonly migration: MigrationInterface;
}

async function assessDirection({ steps, stopped }: PartlyRehearsed, { revision, migration, direction, surroundings }: RehearsedDirection): Promise<ReadDirection> {
  const { dialect, transaction } = surroundings;
  const readBefore = (): Promise<readonly Operation[]> => doneBefore({ revision, direction, surroundings });
  const context = { ...surroundings.context, ...surroundings.columnsBefore(revision, direction), readBefore };
  const hazards = await assess(steps, migration.transaction ?? transaction !== 'none', { dialect, context });
  const found = await Promise.all(
    steps.map(async ({ operation, calledAt }, position): Promise<readonly Danger[]> => {
      const problems = await problemsOf(operation, { revision, direction, surroundings });
      const calls = callsIn(revision, calledAt);
      return [...(hazards[position] ?? []), ...problems].map((hazard) => ({ ...hazard, direction, operation, calls }));
    }),
  );
  return { dangers: [...found.flat(), ...(stopped === null ? [] : [notRead(stopped, revision, direction)])], isWhole: stopped === null };
}

interface Assessing extends Pick<LintSurroundings, 'dialect'> {
  readonly context: Omit<AssessmentContext, 'isTransaction'>;
}

/** The hazards of each step; those in an `op.autocommitBlock` run outside of the transaction. */
async function assess(steps: readonly RehearsedStep[], isTransaction: boolean, { dialect, context }: Assessing): Promise<readonly (readonly Hazard[])[]> {
  const operations = steps.map(({ operation }) => operation);
  const inside = await dialect.assess(operations, { ...context, isTransaction });
  if (!isTransaction || steps.every(({ isOutside }) => !isOutside)) return inside;
  const outside = await dialect.assess(operations, { ...context, isTransaction: false });
  return steps.map(({ isOutside }, position) => (isOutside ? outside : inside)[position] ?? []);
}

interface Place {
  readonly revision: Revision;
  readonly direction: Direction;
  readonly surroundings: LintSurroundings;
}

/** What the rules of the project say. */
async function problemsOf(operation: Operation, { revision, direction, surroundings }: Place): Promise<readonly (LintProblem & Pick<LintRule, 'code'>)[]> {
  const { dialect, options } = surroundings;
  const step = { operation, statements: dialect.render(operation), revision, direction };
  const found = await Promise.all(options.add.map(async ({ code, check }) => [(await check(step)) ?? []].flat().map((problem) => ({ ...problem, code }))));
  return found.flat();
}

const callsIn = ({ file }: Revision, error: unknown): readonly StackFrame[] => userFrames(error).filter((frame) => frame.file === file);

function notRead(stopped: NonNullable<PartlyRehearsed['stopped']>, revision: Revision, direction: Direction): Danger {
  return {
    code: 'lint/not-read' satisfies LintCode,
    message: `What ${direction}() does from here on is not known before it runs: ${stopped.message}`,
    hint: 'Read it yourself, and say why it is safe where it asks the database, or above the class.',
    direction,
    operation: null,
    calls: callsIn(revision, stopped.cause ?? stopped),
  };
}
