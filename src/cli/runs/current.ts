import { count } from '../../kernel/text.js';
import type { HalfApplied } from '../../migrator/half-applied.js';
import type { Run } from '../command.js';
import { jsonRevision } from '../json-revision.js';
import type { Outcome } from '../outcome.js';
import { firstLine } from '../print.js';
import { appliedBy } from './marks.js';
import { printAtLength, printRevision } from '../print-revision.js';

interface CurrentRequest {
  readonly verbose: boolean;
  /** Whether the answer is no where an upgrade would have something to do. */
  readonly checkHeads: boolean;
}

/** Shows where the database is; fails, with 1, where it is to be at head and is not. */
export const current: Run<CurrentRequest> = async ({ verbose, checkHeads }, { migrator, reporter }) => {
  const applied = await migrator.current();
  const half = await migrator.halfApplied();
  const marks = { graph: await migrator.graph(), current: new Set<string>(), ...(verbose ? { applied: await appliedBy(migrator) } : {}) };
  const print = verbose ? printAtLength : printRevision;
  const whole = applied.length === 0 ? ['No revision is applied.'] : applied.map((each) => print(each, marks, reporter.paint));
  const lines = [...whole, ...half.map(printHalf)];
  const heads = new Set(marks.graph.heads.map(({ id }) => id));
  const json = { current: applied.map((each) => ({ ...jsonRevision(each), isHead: heads.has(each.id) })), halfApplied: half };
  return checkHeads ? checked({ lines, json }, (await migrator.pending()).map(({ id }) => id)) : { exitCode: 0, lines, json };
};

const checked = ({ lines, json }: Pick<Outcome, 'lines' | 'json'>, pending: readonly string[]): Outcome => ({
  exitCode: pending.length === 0 ? 0 : 1,
  lines: pending.length === 0 ? lines : [...lines, `The database is not at head; not applied yet: ${pending.join(', ')}.`],
  json: { ...json, pending },
});

/** What is known of its last statement. */
const standings = {
  done: 'is done',
  failed: 'was refused',
  started: 'was interrupted',
  underway: 'is under way',
} as const;

function printHalf({ revision, direction, statements, last }: HalfApplied): string {
  const rows = last.state === 'underway' && last.set !== null ? `, ${count(last.set, 'row')} set` : '';
  const done = `${direction === 'up' ? 'half applied' : 'half undone'}: ${count(statements, 'statement')} of it ${statements === 1 ? 'is' : 'are'} done`;
  return `${revision} (${done}; the last one ${standings[last.state]}${rows}: ${firstLine(last.sql)})`;
}
