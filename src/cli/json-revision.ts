import type { Phase } from '../revision/phase.js';
import type { Revision } from '../revision/revision.js';

/** A revision as `--json` shows it. */
export interface JsonRevision {
  readonly revision: string;
  readonly downRevision: readonly string[];
  /** The labels in its file. */
  readonly branchLabels: readonly string[];
  readonly dependsOn: readonly string[];
  readonly phase: Phase | null;
  readonly name: string;
  readonly message: string;
  /** Absolute path. */
  readonly file: string;
}

export const jsonRevision = ({ id, parents, labels, dependsOn, phase, name, message, file }: Revision): JsonRevision => ({
  revision: id,
  downRevision: parents,
  branchLabels: labels,
  dependsOn,
  phase,
  name,
  message,
  file,
});
