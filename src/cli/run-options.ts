import type { Command } from 'commander';
import type { RunRequest } from '../migrator/run-path.js';
import type { UpgradeRequest } from '../migrator/upgrade.js';
import { millisecondsOf } from './values.js';

/** What the commands that run revisions have in common, as commander gives it. */
export interface RunWords {
  readonly dryRun?: true;
  readonly lockTimeout?: number;
  readonly statementTimeout?: number;
  readonly verbose?: true;
}

/** Adds the options of a run to a command. */
export const addRunOptions = (command: Command): Command =>
  command
    .option('--dry-run', 'run everything in one transaction, tell how long it takes, and roll it back')
    .option('--lock-timeout <ms>', 'how long a statement waits for a lock before its revision is tried again', millisecondsOf('--lock-timeout'))
    .option('--statement-timeout <ms>', 'how long a statement may take', millisecondsOf('--statement-timeout'))
    .option('-v, --verbose', 'print each statement when it is done, and how long it took');

/** What a run is asked for on the command line. */
export interface RunWish extends Omit<RunRequest, 'onStatement'> {
  readonly target: string;
  readonly verbose?: true;
}

/** What an upgrade is asked for on the command line. */
export type UpgradeWish = RunWish & Pick<UpgradeRequest, 'phase' | 'requireSafe'>;

export const requestOf = ({ dryRun, lockTimeout, statementTimeout, verbose }: RunWords): Omit<RunWish, 'target'> => ({
  ...(dryRun === undefined ? {} : { dryRun }),
  ...(lockTimeout === undefined ? {} : { lockTimeoutMs: lockTimeout }),
  ...(statementTimeout === undefined ? {} : { statementTimeoutMs: statementTimeout }),
  ...(verbose === undefined ? {} : { verbose }),
});
