import type { Run } from '../command.js';
import { scriptOutcome } from './script-outcome.js';
import type { Destination } from './text-outcome.js';
import type { StampRequest } from './stamp.js';

/** Writes what a stamp would do as a script. */
export const stampSql: Run<StampRequest & Destination> = async ({ targets, purge, output }, { migrator }) => scriptOutcome(await migrator.stampSql(targets, { purge }), output);
