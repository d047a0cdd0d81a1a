import { visible } from '../../kernel/visible.js';
import type { Run } from '../command.js';
import { jsonRevision } from '../json-revision.js';
import { done } from '../outcome.js';

/** What is stamped. */
export interface StampRequest {
  readonly targets: readonly string[];
  readonly purge: boolean;
}

/** Says which revisions are applied. */
export const stamp: Run<StampRequest> = async ({ targets, purge }, { migrator, reporter }) => {
  const { added, removed } = await migrator.stamp(targets, { purge });
  const lines = [
    ...removed.map((name) => `not applied any longer: ${visible(name)}`),
    ...added.map(({ id, message }) => `stamped ${reporter.paint('yellow', id)}, ${visible(message)}`),
  ];
  return done(lines.length === 0 ? ['Nothing to stamp.'] : lines, { added: added.map(jsonRevision), removed });
};
