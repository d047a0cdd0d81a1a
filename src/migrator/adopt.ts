import type { QueryRunner } from 'typeorm';
import { LimbeckError } from '../kernel/errors.js';
import type { Operation } from '../operation/operation.js';
import type { RevisionGraph } from '../revision/graph.js';
import type { Revision } from '../revision/revision.js';
import { isOfTrunk } from '../revision/trunk.js';
import { type AppliedRow, VersionTable } from '../typeorm/version-table.js';
import { findDifferences } from './differences.js';
import { stamp } from './stamp.js';
import type { Workspace } from './workspace.js';

/** What there is to take over from TypeORM, and what does not fit together. */
export interface AdoptionReport {
  /** All revisions, oldest first. */
  readonly revisions: readonly Revision[];
  /** Those of them that were written for TypeORM. */
  readonly old: readonly Revision[];
  /** Those that the table says are applied, oldest first. */
  readonly applied: readonly Revision[];
  /** Files without a row: those that it does not say so of. */
  readonly pending: readonly Revision[];
  /** Rows without a file: what is applied by the table, though no file is there. */
  readonly missing: readonly AppliedRow[];
  /** What to do to the database so that it is as the entities say; empty when they are in sync. */
  readonly differences: readonly Operation[];
  /** What was entered into the table because it was asked for, oldest first. */
  readonly stamped: readonly Revision[];
}

/** What to do besides looking. */
export interface AdoptionRequest {
  /** Whether the revisions without a row are entered as applied; no by default. */
  readonly stamp?: boolean;
}

/**
 * Says how files, table, database and entities stand to each other; with `stamp`, and only then, it enters what is not entered.
 *
 * @throws {LimbeckError} `revision/cannot-stamp`, and those of a comparison.
 */
export async function adopt(workspace: Workspace, request: AdoptionRequest): Promise<AdoptionReport> {
  const graph = workspace.loadGraph();
  const revisions = [...graph.revisions.values()];
  const found = await workspace.withRunner(async (queryRunner) => ({
    ...(await readBooks(workspace, queryRunner, graph)),
    differences: await findDifferences(workspace, queryRunner, {}),
  }));
  const stamped = request.stamp === true ? await stampPending(workspace, found) : [];
  return { revisions, old: revisions.filter(isOfTrunk), ...found, stamped };
}

async function readBooks(workspace: Workspace, queryRunner: QueryRunner, graph: RevisionGraph): Promise<Pick<AdoptionReport, 'applied' | 'pending' | 'missing'>> {
  const table = new VersionTable(queryRunner);
  const { applied, unknown } = workspace.assign(await table.read(), graph, table);
  const isApplied = ({ id }: Revision): boolean => applied.has(id);
  const revisions = [...graph.revisions.values()];
  return { applied: revisions.filter(isApplied), pending: revisions.filter((revision) => !isApplied(revision)), missing: unknown };
}

/** Nothing is entered where it may be that it has not run. */
async function stampPending(workspace: Workspace, { pending, differences }: Pick<AdoptionReport, 'pending' | 'differences'>): Promise<readonly Revision[]> {
  if (pending.length === 0) return [];
  if (differences.length > 0) throw new LimbeckError('revision/cannot-stamp', { differences: differences.length, pending: pending.map(({ id }) => id) });
  const { added } = await stamp(workspace, ['heads'], {});
  return added;
}
