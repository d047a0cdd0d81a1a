import { indent } from '../../kernel/text.js';
import { shownPath } from '../../loader/shown-path.js';
import type { MergeJudgement } from '../../migrator/judge-merge.js';
import type { MergeRequest } from '../../migrator/merge-revisions.js';
import type { Run } from '../command.js';
import { done } from '../outcome.js';

/** Writes a revision that joins branches, and says whether these commute. */
export const merge: Run<MergeRequest & { readonly targets: readonly string[] }> = async ({ targets, ...request }, { migrator }) => {
  const { path, revision, judgements } = await migrator.merge(targets, request);
  return done([shownPath(path), ...(judgements ?? []).map(printJudgement).map(indent)], { revision, file: path, judgements });
};

function printJudgement({ branches, commutes, differences, conflicts }: MergeJudgement): string {
  const pair = branches.join(' and ');
  if (commutes) return `${pair} commute: both orders build the same.`;
  const inTheWay = conflicts.flatMap(([left, right]) => [`${left.revision}: ${left.operation}`, `${right.revision}: ${right.operation}`]);
  return [`${pair} do not commute:`, ...differences.map(indent), ...(inTheWay.length === 0 ? [] : [indent("in each other's way:"), ...inTheWay.map((line) => indent(indent(line)))])].join('\n');
}
