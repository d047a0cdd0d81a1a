import { callOf, type DefineCommand } from '../command.js';
import { asksForScript, destinationOf, type ScriptOptions, withScriptOptions } from '../script-options.js';

export const defineEnsureVersion: DefineCommand = (program, take) => {
  withScriptOptions(program.command('ensure-version').description('make the table of applied revisions where it is missing')).action((options: ScriptOptions) =>
    take(
      asksForScript(options)
        ? callOf('ensure-version', destinationOf(options), () => (require('../runs/ensure-version-sql.js') as typeof import('../runs/ensure-version-sql.js')).ensureVersionSql)
        : callOf('ensure-version', {}, () => (require('../runs/ensure-version.js') as typeof import('../runs/ensure-version.js')).ensureVersion),
    ),
  );
};
