import type { QueryRunner } from 'typeorm';
import type { RenameCandidate } from '../diff/rename-candidates.js';
import { showAcceptance } from '../diff/accept.js';
import { showDifference } from '../diff/differences.js';
import { LimbeckError } from '../kernel/errors.js';
import { showUnmanaged } from '../model/identity.js';
import type { Operation } from '../operation/operation.js';
import { stepsOf } from '../plan/plan.js';
import type { RevisionGraph } from '../revision/graph.js';
import type { AppliedRevisions } from '../runtime/run.js';
import { defaultNamespaceOf } from '../typeorm/compat.js';
import { queryableOf } from '../typeorm/queryable.js';
import { contextOfNew } from './assessment-context.js';
import { compare, compareWithNothing, type Comparison, type ComparisonRequest } from './compare.js';
import { reportEdited } from './edited.js';
import type { Workspace } from './workspace.js';

/** Is shown what may have been renamed, and gives the `rename` of those that were. */
export type ChooseRenames = (candidates: readonly RenameCandidate[]) => Promise<readonly string[]>;

/** What was renamed, besides what the entities and the options say. */
export interface RenamingRequest {
  readonly renames?: readonly string[];
  /** Is asked which candidates are renames; what it leaves out is dropped and created. */
  readonly chooseRenames?: ChooseRenames;
}

/** What to do to the database so that it is as the entities say, and why; tells what is worth knowing of it. */
export async function explainDifferences(workspace: Workspace, queryRunner: QueryRunner, request: RenamingRequest): Promise<Comparison> {
  const { dialect, options } = workspace;
  const { renames = [], chooseRenames } = request;
  const comparison = await compareAsking({ queryRunner, dialect, options, renames }, chooseRenames);
  // Who was asked has answered.
  if (chooseRenames === undefined) comparison.candidates.forEach((candidate) => options.onEvent({ type: 'rename.candidate', ...candidate }));
  await tell(comparison, workspace, queryRunner);
  return comparison;
}

/** What to do to an empty database so that it is as the entities say. */
export async function findAll(workspace: Workspace): Promise<readonly Operation[]> {
  const { dialect, options } = workspace;
  const { operations } = await workspace.withRunner((queryRunner) => compareWithNothing({ queryRunner, dialect, options, renames: [] }));
  return operations;
}

async function tell({ operations, accepted, unused, unmanaged }: Comparison, { dialect, dataSource, options }: Workspace, queryRunner: QueryRunner): Promise<void> {
  const { onEvent } = options;
  accepted.forEach((each) => onEvent({ type: 'difference.accepted', difference: showDifference(each), reason: each.reason }));
  unused.forEach((each) => onEvent({ type: 'acceptance.unused', difference: showAcceptance(each), reason: each.reason }));
  unmanaged.forEach((each) => onEvent({ type: 'unmanaged', object: showUnmanaged(each), definition: each.definition, stays: each.stays }));
  if (operations.length === 0) return;
  const { serverVersion, minorVersion, tables } = await dialect.readFigures(queryableOf(queryRunner));
  const context = { ...contextOfNew(defaultNamespaceOf(dataSource), options), serverVersion, minorVersion, figures: tables };
  for (const { operation, hazards } of await stepsOf(dialect, operations, context)) {
    hazards.forEach((hazard) => onEvent({ type: 'hazard', operation, hazard }));
  }
}

/** What to do to the database so that it is as the entities say; tells the hazards of it. */
export const findDifferences = async (workspace: Workspace, queryRunner: QueryRunner, request: RenamingRequest): Promise<readonly Operation[]> =>
  (await explainDifferences(workspace, queryRunner, request)).operations;

/**
 * As {@link explainDifferences}, but only for a database at head.
 *
 * @throws {LimbeckError} `revision/not-at-head`.
 */
export async function compareAtHead(workspace: Workspace, graph: RevisionGraph, request: RenamingRequest): Promise<Comparison> {
  return workspace.withRunner(async (queryRunner) => {
    const applied = await workspace.readApplied(queryRunner, graph);
    requireAtHead(graph, applied);
    reportEdited(applied, workspace.options);
    return explainDifferences(workspace, queryRunner, request);
  });
}

/** Compares, and compares anew with what was chosen: only a renamed table shows which of its columns may have been renamed. */
async function compareAsking(request: ComparisonRequest, choose: ChooseRenames = () => Promise.resolve([])): Promise<Comparison> {
  const asked = new Set<string>();
  for (let renames = request.renames; ; ) {
    const comparison = await compare({ ...request, renames });
    const open = comparison.candidates.filter(({ rename }) => !asked.has(rename));
    open.forEach(({ rename }) => asked.add(rename));
    const chosen = open.length === 0 ? [] : await choose(open);
    if (chosen.length === 0) return comparison;
    renames = [...renames, ...chosen];
  }
}

function requireAtHead(graph: RevisionGraph, applied: AppliedRevisions): void {
  const pending = graph.upgradePath(graph.heads, new Set(applied.keys()));
  if (pending.length > 0) throw new LimbeckError('revision/not-at-head', { pending: pending.map(({ id }) => id) });
}
