import type { Command } from 'commander';
import type { NamingRequest } from '../migrator/placement.js';
import { listOf, pathOf, valueOf } from './values.js';

/** What commander makes of the options that name a new revision and its place. */
export interface NamingOptions {
  readonly branchLabel?: readonly string[];
  readonly revId?: string;
  readonly versionPath?: string;
}

/** Adds the options that name a new revision and say where its file goes. */
export const withNamingOptions = (command: Command): Command =>
  command
    .option('--branch-label <label>', 'a name for the branch that begins with it; may be given several times', listOf('--branch-label'))
    .option('--rev-id <id>', 'its id, instead of one by chance', valueOf('--rev-id'))
    .option('--version-path <folder>', 'the folder of its file, one of those that are read', pathOf('--version-path'));

/** The same as a request. */
export const namingOf = ({ branchLabel, revId, versionPath }: NamingOptions): NamingRequest => ({
  ...(branchLabel === undefined ? {} : { branchLabels: branchLabel }),
  ...(revId === undefined ? {} : { revisionId: revId }),
  ...(versionPath === undefined ? {} : { versionPath }),
});
