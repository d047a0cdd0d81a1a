import { showDifference } from '../diff/differences.js';
import type { AcceptedDifference } from '../diff/accept.js';
import { indent } from '../kernel/text.js';
import { visible } from '../kernel/visible.js';
import { showUnmanaged } from '../model/identity.js';
import type { ExplainedDifference } from '../migrator/explain.js';
import type { UnmanagedObject } from '../migrator/settle.js';
import { describe, describeValue } from '../operation/describe.js';
import type { Operation } from '../operation/operation.js';
import { showOrigin } from '../typeorm/origins.js';
import type { Paint } from './paint.js';
import { type OperationView, printOperations } from './print-operations.js';

/** One difference: both sides, where the entities say so, what is done, and how to leave it. */
export function printExplained(difference: ExplainedDifference, view: OperationView): string {
  const { object, facet, database, entities, origin, written, accept, operations } = difference;
  const side = (value: unknown): string => (value === null && facet === null ? 'nothing' : describeValue({ kind: object.kind, facet, value }, view.namespace));
  const rows: readonly (readonly [string, string])[] = [
    ['database', side(database)],
    ['entities', side(entities)],
    ...(written === null ? [] : [['written', written] as const]),
    ...(origin === null ? [] : [['where', [showOrigin(origin), ...(origin.decorator === null ? [] : [origin.decorator])].join(', ')] as const]),
    ...operations.map((operation, position) => [position === 0 ? 'to do' : '', describe(operation, view.namespace)] as const),
    ...(accept === null ? [] : [['to accept', printAcceptance(accept)] as const]),
  ];
  return [view.paint('bold', visible(showDifference(difference))), ...rows.map(([name, text]) => `  ${view.paint('dim', name.padEnd(10))}${visible(text)}`)].join('\n');
}

/** The entry for the option `accept`, but for the reason. */
const printAcceptance = ({ object, facet }: NonNullable<ExplainedDifference['accept']>): string =>
  `{ object: ${JSON.stringify(object)}, ${facet === undefined ? '' : `facet: ${JSON.stringify(facet)}, `}reason: "…" }`;

export const printConsequences = (operations: readonly Operation[], view: OperationView): string => `${view.paint('bold', 'For the sake of these:')}\n${printOperations(operations, view)}`;

export const printAccepted = (accepted: readonly AcceptedDifference[]): string =>
  ['Accepted:', ...accepted.map((each) => indent(visible(`${showDifference(each)}: ${each.reason}`)))].join('\n');

/** What no entity can ask for, with the text that makes it. */
export function printUnmanaged(unmanaged: readonly UnmanagedObject[], paint: Paint): string {
  const print = (each: UnmanagedObject): string => indent(`${visible(showUnmanaged(each))}\n${indent(paint('dim', each.definition))}`);
  const sections = [
    ['Kept, as no entity can ask for it:', unmanaged.filter(({ stays }) => stays)],
    ['Goes with what it stands on, and no entity can ask for it:', unmanaged.filter(({ stays }) => !stays)],
  ] as const;
  return sections.flatMap(([title, each]) => (each.length === 0 ? [] : [[title, ...each.map(print)].join('\n')])).join('\n\n');
}
