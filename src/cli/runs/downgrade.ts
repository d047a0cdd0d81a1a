import type { Run } from '../command.js';
import type { RunWish } from '../run-options.js';
import { ranOf } from './print-ran.js';
import { tellingStatements } from './statements.js';

/** Undoes revisions; each is told of when it is committed. */
export const downgrade: Run<RunWish> = async ({ target, verbose, ...request }, { migrator, reporter }) => {
  const ran = await migrator.downgrade(target, { ...request, ...tellingStatements(verbose, reporter) });
  return ranOf(ran, request, { nothing: 'Nothing to downgrade.', backfills: reporter.backfills });
};
