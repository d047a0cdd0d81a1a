import { callOf, type DefineCommand } from '../command.js';
import { asksForScript, destinationOf, type ScriptOptions, withScriptOptions } from '../script-options.js';

export const defineUpgrade: DefineCommand = (program, take) => {
  withScriptOptions(program.command('upgrade').description('run the revisions that lead to a target'))
    .argument('[target]', 'head, heads, a revision or the start of one, shop@head, or +1; with --sql a range too, such as ae10:head', 'head')
    .action((target: string, options: ScriptOptions) =>
      take(
        asksForScript(options)
          ? callOf('upgrade', { range: target, ...destinationOf(options) }, async () => (await import('../runs/upgrade-sql.js')).upgradeSql)
          : callOf('upgrade', { target }, async () => (await import('../runs/upgrade.js')).upgrade),
      ),
    );
};
