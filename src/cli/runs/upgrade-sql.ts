import type { UpgradeRequest } from '../../migrator/upgrade.js';
import type { Run } from '../command.js';
import { type ScriptRequest, scriptOutcome } from './script-outcome.js';

/** Writes what an upgrade would do as a script. */
export const upgradeSql: Run<ScriptRequest & Pick<UpgradeRequest, 'phase'>> = async ({ range, output, ...request }, { migrator }) =>
  scriptOutcome(await migrator.upgradeSql(range, request), output);
