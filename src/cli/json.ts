import type { Hazard } from '../dialect/hazard.js';
import { describe } from '../operation/describe.js';
import type { Operation } from '../operation/operation.js';
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

/** An operation as `--json` shows it. */
export interface JsonOperation {
  readonly description: string;
  readonly operation: Operation;
  readonly hazards: readonly Hazard[];
}

/** Operations with the hazards that were told of them. */
export const jsonOperations = (operations: readonly Operation[], hazards: ReadonlyMap<Operation, readonly Hazard[]>, namespace: string): readonly JsonOperation[] =>
  operations.map((operation) => ({ description: describe(operation, namespace), operation, hazards: hazards.get(operation) ?? [] }));
