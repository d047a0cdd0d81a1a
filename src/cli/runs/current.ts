import type { Run } from '../command.js';
import { jsonRevision } from '../json.js';
import type { Outcome } from '../outcome.js';
import { printAtLength, printRevision } from '../print-revision.js';

interface CurrentRequest {
  readonly verbose: boolean;
  /** Whether the answer is no where an upgrade would have something to do. */
  readonly checkHeads: boolean;
}

/** Shows where the database is; fails, with 1, where it is to be at head and is not. */
export const current: Run<CurrentRequest> = async ({ verbose, checkHeads }, { migrator, reporter }) => {
  const applied = await migrator.current();
  const marks = { graph: await migrator.graph(), current: new Set<string>() };
  const print = verbose ? printAtLength : printRevision;
  const lines = applied.length === 0 ? ['No revision is applied.'] : applied.map((each) => print(each, marks, reporter.paint));
  const heads = new Set(marks.graph.heads.map(({ id }) => id));
  const json = { current: applied.map((each) => ({ ...jsonRevision(each), isHead: heads.has(each.id) })) };
  return checkHeads ? checked({ lines, json }, (await migrator.pending()).map(({ id }) => id)) : { exitCode: 0, lines, json };
};

const checked = ({ lines, json }: Pick<Outcome, 'lines' | 'json'>, pending: readonly string[]): Outcome => ({
  exitCode: pending.length === 0 ? 0 : 1,
  lines: pending.length === 0 ? lines : [...lines, `The database is not at head; not applied yet: ${pending.join(', ')}.`],
  json: { ...json, pending },
});
