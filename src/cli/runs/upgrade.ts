import type { Run } from '../command.js';
import type { UpgradeWish } from '../run-options.js';
import { ranOf } from './print-ran.js';
import { tellingStatements } from './statements.js';

/** Runs revisions; each is told of when it is committed. Who looks on is told before of what they can do. */
export const upgrade: Run<UpgradeWish> = async ({ target, verbose, ...request }, { migrator, reporter }) => {
  const ran = await migrator.upgrade(target, { ...request, ...tellingStatements(verbose, reporter), tellHazards: reporter.isWatched });
  const { exitCode, lines, json } = ranOf(ran, request, { nothing: 'Nothing to upgrade.', backfills: reporter.backfills });
  return { exitCode, lines, json: { ...json, heldBack: reporter.heldBack } };
};
