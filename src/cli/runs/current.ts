import type { Run } from '../command.js';
import { jsonRevision } from '../json.js';
import { done } from '../outcome.js';
import { printRevision } from '../print.js';
import { idsOf } from './marks.js';

/** Shows where the database is. */
export const current: Run<object> = async (_, { migrator, reporter }) => {
  const heads = idsOf(await migrator.heads());
  const applied = await migrator.current();
  const lines = applied.map((each) => printRevision(each, { heads, current: new Set() }, reporter.paint));
  return done(lines.length === 0 ? ['No revision is applied.'] : lines, {
    current: applied.map((each) => ({ ...jsonRevision(each), isHead: heads.has(each.id) })),
  });
};
