import type { Run } from '../command.js';
import { type ScriptRequest, scriptOutcome } from './script-outcome.js';

/** Writes what an upgrade would do as a script. */
export const upgradeSql: Run<ScriptRequest> = async ({ range, output }, { migrator }) => scriptOutcome(await migrator.upgradeSql(range), output);
