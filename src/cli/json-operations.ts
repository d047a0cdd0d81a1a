import type { Hazard } from '../dialect/hazard.js';
import { describe } from '../operation/describe.js';
import type { Operation } from '../operation/operation.js';

/** An operation as `--json` shows it. */
export interface JsonOperation {
  readonly description: string;
  readonly operation: Operation;
  readonly hazards: readonly Hazard[];
}

/** Operations with the hazards that were told of them. */
export const jsonOperations = (operations: readonly Operation[], hazards: ReadonlyMap<Operation, readonly Hazard[]>, namespace: string): readonly JsonOperation[] =>
  operations.map((operation) => ({ description: describe(operation, namespace), operation, hazards: hazards.get(operation) ?? [] }));
