import { Option } from 'commander';
import type { Against } from '../migrator/against.js';

/** `--against`, for the commands that compare. */
export const againstOption = (): Option =>
  new Option('--against <side>', 'compare with the database, or with what all revisions build on an empty one').choices(['database', 'migrations']);

/** What commander makes of it. */
export interface AgainstOption {
  readonly against?: Against;
}

/** The same as a part of a request. */
export const againstOf = ({ against }: AgainstOption): AgainstOption => (against === undefined ? {} : { against });
