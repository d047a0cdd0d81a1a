import { shownPath } from '../../loader/shown-path.js';
import type { Repair, RepairRequest } from '../../migrator/repair.js';
import type { Run } from '../command.js';
import { done } from '../outcome.js';
import { firstLine } from '../print.js';

/** Puts the books right and tells what it did. */
export const repair: Run<RepairRequest> = async (request, { migrator, reporter }) => {
  const repairs = await migrator.repair(request);
  const lines = repairs.map((each) => `${reporter.paint('yellow', each.revision)}: ${describe(each)}`);
  const closing = request.dryRun === true ? ['This was a dry run: nothing was changed.'] : [];
  return done(lines.length === 0 ? ['There is nothing to repair.'] : [...lines, ...closing], { repairs, ...(request.dryRun === true ? { dryRun: true } : {}) });
};

function describe({ action, subject }: Repair): string {
  switch (action) {
    case 'accepted':
      return `its file counts as it is now, ${shownPath(subject)}`;
    case 'forgotten':
      return `what was done of it is forgotten; the last statement was ${firstLine(subject)}`;
    case 'done':
      return `this statement counts as done: ${firstLine(subject)}`;
    case 'again':
      return `this statement is sent again: ${firstLine(subject)}`;
  }
}
