import { count } from '../../kernel/text.js';
import type { Operation } from '../../operation/operation.js';
import type { Session } from '../command.js';
import { jsonOperations } from '../json-operations.js';
import type { Outcome } from '../outcome.js';
import { printDifference } from '../print.js';
import { type OperationView, printGrouped, printOperations } from '../print-operations.js';
import type { UnmanagedEvent } from '../reporter.js';

export const inSync = 'The database is as the entities say.';

/** The operations that are left to do, by what they work on, or that there are none. */
export function differenceOf(operations: readonly Operation[], session: Session): Pick<Outcome, 'lines' | 'json'> {
  return {
    lines: [operations.length === 0 ? inSync : printDifference(operations), ...(operations.length === 0 ? [] : [printGrouped(operations, viewOf(session))]), ...keptLines(session.reporter.unmanaged)],
    json: { operations: jsonOperations(operations, session.reporter.hazards, session.namespace()), ...jsonNotes(session.reporter) },
  };
}

/** One line for each operation, and its hazards, in the order in which they run; none for none. */
export const operationLines = (operations: readonly Operation[], session: Session): readonly string[] => (operations.length === 0 ? [] : [printOperations(operations, viewOf(session))]);

/** How a session shows operations. */
export const viewOf = ({ reporter, namespace }: Session): OperationView => ({ namespace: namespace(), hazards: reporter.hazards, paint: reporter.paint });

/** How much stays though no entity asks for it; none for none. */
function keptLines(unmanaged: readonly UnmanagedEvent[]): readonly string[] {
  const kept = unmanaged.filter(({ stays }) => stays);
  return kept.length === 0 ? [] : [`Kept: ${count(kept.length, 'object')} that no entity can ask for; limbeck diff --explain lists ${kept.length === 1 ? 'it' : 'them'}.`];
}

/** What is no difference for a reason, as `--json` shows it. */
export const jsonNotes = ({ acceptances, unmanaged }: Session['reporter']): Readonly<Record<string, unknown>> => ({ ...acceptances, unmanaged: unmanaged.map(jsonUnmanaged) });

/** Something that no entity can ask for, as `--json` shows it. */
const jsonUnmanaged = ({ object, definition, stays }: UnmanagedEvent): object => ({ object, definition, stays });
