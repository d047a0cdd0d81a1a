import type { Revision } from '../../revision/revision.js';
import type { Run, Session } from '../command.js';
import { drawGraph } from '../draw-graph.js';
import { jsonRevision } from '../json-revision.js';
import { done } from '../outcome.js';
import { type Marks, printAtLength, printRevision, printStep } from '../print-revision.js';
import { appliedBy, currentIfKnown, idsOf } from './marks.js';
import { noRevisions } from './print-none.js';

interface HistoryRequest {
  /** `start:end`. */
  readonly range: string;
  readonly verbose: boolean;
  /** Whether it must be known what is current. */
  readonly indicateCurrent: boolean;
  /** Whether the branches are drawn beside the revisions. */
  readonly graph: boolean;
}

/** Lists the revisions, newest first. */
export const history: Run<HistoryRequest> = async (request, session) => {
  const { migrator } = session;
  const found = await migrator.history(request.range);
  const current = await currentFor(request, found, session);
  // Where the database could be asked what is current, it can be asked how that came about.
  const marks = { graph: await migrator.graph(), current, ...(request.verbose && current.size > 0 ? { applied: await appliedBy(migrator) } : {}) };
  const lines = found.length === 0 ? [noRevisions] : linesOf(request, found, { marks, session });
  const heads = idsOf(marks.graph.heads);
  return done(lines, { revisions: found.map((each) => ({ ...jsonRevision(each), isHead: heads.has(each.id), isCurrent: current.has(each.id) })) });
};

async function currentFor({ indicateCurrent }: HistoryRequest, found: readonly Revision[], session: Session): Promise<Marks['current']> {
  if (found.length === 0) return new Set();
  return idsOf(await (indicateCurrent ? session.migrator.current() : currentIfKnown(session)));
}

interface View {
  readonly marks: Marks;
  readonly session: Session;
}

function linesOf({ verbose, graph }: HistoryRequest, found: readonly Revision[], { marks, session: { reporter } }: View): readonly string[] {
  const { paint } = reporter;
  // Beside a drawing, what a revision stands on is seen.
  const print = verbose ? printAtLength : graph ? printRevision : printStep;
  if (!graph) return found.map((each) => print(each, marks, paint));
  const shown = idsOf(found);
  return drawGraph(found.map((each) => ({ id: each.id, parents: each.parents.filter((id) => shown.has(id)), lines: print(each, marks, paint).split('\n') })));
}
