import type { Revision } from '../revision/revision.js';
import type { Workspace } from './workspace.js';

/** An applied revision, and what is known of the run that applied it; all `null` where TypeORM's own runner did. */
export interface AppliedRevision {
  readonly revision: Revision;
  readonly appliedAt: Date | null;
  readonly durationMs: number | null;
  /** The role that was logged in. */
  readonly role: string | null;
  /** The host of the process. */
  readonly host: string | null;
  /** The version of Limbeck. */
  readonly version: string | null;
}

/** The applied revisions, in the order in which they ran. */
export async function readAppliedRevisions(workspace: Workspace): Promise<readonly AppliedRevision[]> {
  const applied = await workspace.withRunner((queryRunner) => workspace.readApplied(queryRunner, workspace.loadGraph()));
  return [...applied.values()].map(({ revision, row: { appliedAt, durationMs, role, host, version } }) => ({ revision, appliedAt, durationMs, role, host, version }));
}
