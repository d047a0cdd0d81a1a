import type { UpgradeRequest } from '../../migrator/upgrade.js';
import type { Run } from '../command.js';
import type { RunWish } from '../run-options.js';
import { ranOf } from './print-ran.js';
import { tellingStatements } from './statements.js';

/** Runs revisions; each is told of when it is committed. */
export const upgrade: Run<RunWish & Pick<UpgradeRequest, 'phase'>> = async ({ target, verbose, ...request }, { migrator, reporter }) => {
  const ran = await migrator.upgrade(target, { ...request, ...tellingStatements(verbose, reporter) });
  const { exitCode, lines, json } = ranOf(ran, request, { nothing: 'Nothing to upgrade.', backfills: reporter.backfills });
  return { exitCode, lines, json: { ...json, heldBack: reporter.heldBack } };
};
