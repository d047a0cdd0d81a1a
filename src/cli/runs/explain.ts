import type { DiffRequest } from '../../migrator/migrator.js';
import type { Explanation } from '../../migrator/explain.js';
import type { Run, Session } from '../command.js';
import { jsonOperations } from '../json-operations.js';
import { done } from '../outcome.js';
import { printAccepted, printConsequences, printExplained, printUnmanaged } from '../print-explanation.js';
import { inSync, jsonNotes, viewOf } from './print-difference.js';

/** Shows how the entities and the database differ, and why. */
export const explain: Run<DiffRequest> = async (request, session) => {
  const explanation = await session.migrator.explain(request);
  return done(linesOf(explanation, session), jsonOf(explanation, session));
};

function linesOf({ differences, consequences, accepted, unmanaged }: Explanation, session: Session): readonly string[] {
  const view = viewOf(session);
  const blocks = [
    ...differences.map((each) => printExplained(each, view)),
    ...(consequences.length === 0 ? [] : [printConsequences(consequences, view)]),
    ...(accepted.length === 0 ? [] : [printAccepted(accepted)]),
    ...(unmanaged.length === 0 ? [] : [printUnmanaged(unmanaged, view.paint)]),
  ];
  return [...(differences.length === 0 ? [inSync] : []), ...blocks].flatMap((block, position) => (position === 0 ? [block] : ['', block]));
}

function jsonOf({ operations, differences }: Explanation, { reporter, namespace }: Session): Readonly<Record<string, unknown>> {
  const positionOf = (each: Explanation['operations'][number]): number => operations.indexOf(each);
  return {
    operations: jsonOperations(operations, reporter.hazards, namespace()),
    differences: differences.map((each) => ({ ...each, operations: each.operations.map(positionOf) })),
    ...jsonNotes(reporter),
  };
}
