import type { Dialect } from '../dialect/dialect.js';
import type { Hazard } from '../dialect/hazard.js';
import type { Operation } from '../operation/operation.js';
import { reverseAll } from '../operation/reverse.js';

/** One operation of a plan and what it can do to data or to a running system. */
export interface Step {
  readonly operation: Operation;
  readonly hazards: readonly Hazard[];
}

/** The ordered work between two schemas, there and back. */
export interface Plan {
  readonly up: readonly Step[];
  readonly down: readonly Step[];
}

/** The plan for operations that are in order already; the way back is the way there, reversed. */
export function plan(dialect: Dialect, operations: readonly Operation[]): Plan {
  const withHazards = (operation: Operation): Step => ({ operation, hazards: dialect.hazards(operation) });
  return { up: operations.map(withHazards), down: reverseAll(operations).map(withHazards) };
}
