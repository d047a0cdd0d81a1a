import { indent } from '../../kernel/text.js';
import type { Run } from '../command.js';
import { jsonRevision } from '../json-revision.js';
import { done } from '../outcome.js';
import { printAtLength, printRevision } from '../print-revision.js';

/** Lists the revisions that branches begin at, newest first, and below each those that stand on it. */
export const branches: Run<{ readonly verbose: boolean }> = async ({ verbose }, { migrator, reporter }) => {
  const graph = await migrator.graph();
  const marks = { graph, current: new Set<string>() };
  const points = [...graph.revisions.values()].filter(({ id }) => graph.children(id).length > 1).toReversed();
  const print = verbose ? printAtLength : printRevision;
  const lines = points.flatMap((point) => [
    print(point, marks, reporter.paint),
    ...graph.children(point.id).map((child) => indent(`-> ${printRevision(child, marks, reporter.paint)}`)),
  ]);
  return done(lines.length === 0 ? ['There are no branches.'] : lines, {
    branches: points.map((point) => ({ ...jsonRevision(point), branches: graph.children(point.id).map(jsonRevision) })),
  });
};
