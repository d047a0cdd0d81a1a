import { memberRef, refKey, type ObjectRef } from '../model/identity.js';
import { describe } from '../operation/describe.js';
import type { Execute, Operation } from '../operation/operation.js';
import { targetOf } from '../operation/target.js';
import type { Revision, RevisionId } from '../revision/revision.js';
import { configuredNamespaceOf } from '../typeorm/compat.js';
import { rehearsalsOf } from './lint-revisions.js';
import type { Failure } from './proving.js';
import type { Workspace } from './workspace.js';

/** An operation of one branch, in words, and the revision that has it. */
export interface ConflictingOperation {
  readonly revision: RevisionId;
  readonly operation: string;
}

/** Two operations, one of each branch, that stand in each other's way. */
export type Conflict = readonly [left: ConflictingOperation, right: ConflictingOperation];

/** The revisions that only one of two branches has. */
export interface Branches {
  readonly left: readonly Revision[];
  readonly right: readonly Revision[];
}

interface Step {
  readonly revision: RevisionId;
  readonly operation: Operation;
}

/**
 * The pairs of operations that are nearest to each other: on the same object, else in the same table, else SQL of the authors' own,
 * of which nobody knows what it touches. Where an operation failed, only pairs with it count.
 */
export async function conflictsBetween(workspace: Workspace, branches: Branches, failures: readonly Failure[]): Promise<readonly Conflict[]> {
  const [left, right] = [await stepsOf(branches.left, workspace), await stepsOf(branches.right, workspace)];
  const failed = [...left, ...right].filter((step) => failures.some((failure) => hasFailed(step, failure, workspace)));
  const counts = (pair: readonly Step[]): boolean => failed.length === 0 || pair.some((step) => failed.includes(step));
  const pairs = left.flatMap((one) => right.map((other) => [one, other] as const)).filter(counts);
  const nearest = Math.max(0, ...pairs.map(([one, other]) => nearness(one.operation, other.operation)));
  if (nearest === 0) return [];
  const namespace = configuredNamespaceOf(workspace.dataSource);
  const inWords = ({ revision, operation }: Step): ConflictingOperation => ({ revision, operation: describe(operation, namespace) });
  return pairs.filter(([one, other]) => nearness(one.operation, other.operation) === nearest).map(([one, other]) => [inWords(one), inWords(other)]);
}

/** What a revision does after it needs an answer of a database is not known; then it is not among what is named. */
async function stepsOf(revisions: readonly Revision[], workspace: Workspace): Promise<readonly Step[]> {
  const rehearsals = rehearsalsOf(workspace);
  const steps: Step[] = [];
  for (const revision of revisions) {
    const { steps: own } = await rehearsals.of(revision, 'up');
    steps.push(...own.map(({ operation }) => ({ revision: revision.id, operation })));
  }
  return steps;
}

const hasFailed = ({ revision, operation }: Step, failure: Failure, { dialect }: Workspace): boolean =>
  revision === failure.revision && dialect.render(operation).some(({ sql }) => sql === failure.sql);

/** 3: the same object. 2: the same table. 1: one of them is SQL. 0: nothing in common. */
function nearness(one: Operation, other: Operation): 0 | 1 | 2 | 3 {
  if (one.verb === 'execute' || other.verb === 'execute') return 1;
  const [ones, others] = [refsOf(one), refsOf(other)];
  if (ones.some((ref) => others.some((each) => refKey(ref) === refKey(each)))) return 3;
  return ones.some((ref) => others.some((each) => isInOneTable(ref, each))) ? 2 : 0;
}

function refsOf(operation: Exclude<Operation, Execute>): readonly ObjectRef[] {
  if (operation.verb === 'backfill') return Object.keys(operation.set).map((column) => memberRef('column', operation.table, column));
  const { from, to } = targetOf(operation);
  return [from, to];
}

const tableOf = ({ kind, table, name }: ObjectRef): string | null => table ?? (kind === 'table' ? name : null);

const isInOneTable = (one: ObjectRef, other: ObjectRef): boolean => one.schema === other.schema && tableOf(one) !== null && tableOf(one) === tableOf(other);
