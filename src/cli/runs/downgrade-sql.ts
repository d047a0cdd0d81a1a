import type { Run } from '../command.js';
import { type ScriptRequest, scriptOutcome } from './script-outcome.js';

/** Writes what a downgrade would do as a script. */
export const downgradeSql: Run<ScriptRequest> = async ({ range, output }, { migrator }) => scriptOutcome(await migrator.downgradeSql(range), output);
