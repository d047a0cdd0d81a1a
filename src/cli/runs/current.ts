import { count } from '../../kernel/text.js';
import type { HalfApplied } from '../../migrator/half-applied.js';
import type { Run } from '../command.js';
import { jsonRevision } from '../json.js';
import { done } from '../outcome.js';
import { firstLine, printRevision } from '../print.js';
import { idsOf } from './marks.js';

/** Shows where the database is. */
export const current: Run<object> = async (_, { migrator, reporter }) => {
  const heads = idsOf(await migrator.heads());
  const applied = await migrator.current();
  const half = await migrator.halfApplied();
  const lines = [...applied.map((each) => printRevision(each, { heads, current: new Set() }, reporter.paint)), ...half.map(printHalf)];
  return done(lines.length === 0 ? ['No revision is applied.'] : lines, {
    current: applied.map((each) => ({ ...jsonRevision(each), isHead: heads.has(each.id) })),
    halfApplied: half,
  });
};

/** What is known of its last statement. */
const standings = {
  done: 'is done',
  failed: 'was refused',
  started: 'was interrupted',
} as const;

function printHalf({ revision, direction, statements, last }: HalfApplied): string {
  const done = `${direction === 'up' ? 'half applied' : 'half undone'}: ${count(statements, 'statement')} of it ${statements === 1 ? 'is' : 'are'} done`;
  return `${revision} (${done}; the last one ${standings[last.state]}: ${firstLine(last.sql)})`;
}
