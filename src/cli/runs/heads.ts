import type { Run } from '../command.js';
import { jsonRevision } from '../json.js';
import { done } from '../outcome.js';
import { printRevision } from '../print.js';
import { idsOf } from './marks.js';
import { noRevisions } from './print-none.js';

/** Lists the revisions that no other stands on. */
export const heads: Run<object> = async (_, { migrator, reporter }) => {
  const found = await migrator.heads();
  const lines = found.map((each) => printRevision(each, { heads: idsOf(found), current: new Set() }, reporter.paint));
  return done(lines.length === 0 ? [noRevisions] : lines, { heads: found.map(jsonRevision) });
};
