import type { Run } from '../command.js';
import { jsonRevision } from '../json-revision.js';
import { done } from '../outcome.js';
import { printAtLength, printRevision } from '../print-revision.js';
import { noRevisions } from './print-none.js';

interface HeadsRequest {
  readonly verbose: boolean;
  /** Whether those are left out that another depends on. */
  readonly resolveDependencies: boolean;
}

/** Lists the revisions that no other stands on. */
export const heads: Run<HeadsRequest> = async ({ verbose, resolveDependencies }, { migrator, reporter }) => {
  const graph = await migrator.graph();
  const found = resolveDependencies ? graph.effectiveHeads : graph.heads;
  const print = verbose ? printAtLength : printRevision;
  const lines = found.map((each) => print(each, { graph, current: new Set() }, reporter.paint));
  return done(lines.length === 0 ? [noRevisions] : lines, { heads: found.map(jsonRevision) });
};
