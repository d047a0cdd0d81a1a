import type { Run } from '../command.js';
import { jsonRevision } from '../json.js';
import { done } from '../outcome.js';
import { printStep } from '../print.js';
import { currentIfKnown, idsOf } from './marks.js';
import { noRevisions } from './print-none.js';

/** Lists the revisions, newest first. */
export const history: Run<object> = async (_, session) => {
  const { migrator, reporter } = session;
  const all = await migrator.history();
  const marks = { heads: idsOf(await migrator.heads()), current: idsOf(all.length === 0 ? [] : await currentIfKnown(session)) };
  const lines = all.map((each) => printStep(each, marks, reporter.paint));
  return done(lines.length === 0 ? [noRevisions] : lines, {
    revisions: all.map((each) => ({ ...jsonRevision(each), isHead: marks.heads.has(each.id), isCurrent: marks.current.has(each.id) })),
  });
};
