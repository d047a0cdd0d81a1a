import type { Run } from '../command.js';
import { scriptOutcome } from './script-outcome.js';
import type { Destination } from './text-outcome.js';

/** Writes what makes the table as a script. */
export const ensureVersionSql: Run<Destination> = async ({ output }, { migrator }) => scriptOutcome(await migrator.ensureVersionSql(), output);
