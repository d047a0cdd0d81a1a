import type { Operation } from '../../operation/operation.js';
import type { Session } from '../command.js';
import { jsonOperations } from '../json.js';
import type { Outcome } from '../outcome.js';
import { printDifference, printOperations } from '../print.js';

export const inSync = 'The database is as the entities say.';

/** The operations that are left to do, or that there are none. */
export function differenceOf(operations: readonly Operation[], session: Session): Pick<Outcome, 'lines' | 'json'> {
  return {
    lines: [operations.length === 0 ? inSync : printDifference(operations), ...operationLines(operations, session)],
    json: { operations: jsonOperations(operations, session.reporter.hazards, session.namespace()) },
  };
}

/** One line for each operation, and its hazards; none for none. */
export function operationLines(operations: readonly Operation[], { reporter, namespace }: Session): readonly string[] {
  return operations.length === 0 ? [] : [printOperations(operations, { namespace: namespace(), hazards: reporter.hazards, paint: reporter.paint })];
}
