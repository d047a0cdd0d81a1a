import { callOf, type DefineCommand } from '../command.js';
import { addRunOptions, type RunWords, requestOf } from '../run-options.js';
import { asksForScript, destinationOf, type ScriptOptions, withScriptOptions } from '../script-options.js';

export const defineUpgrade: DefineCommand = (program, take) => {
  const command = program
    .command('upgrade')
    .description('run the revisions that lead to a target')
    .argument('[target]', 'head, heads, a revision or the start of one, shop@head, or +1; with --sql a range too, such as ae10:head', 'head');
  withScriptOptions(addRunOptions(command)).action((target: string, words: RunWords & ScriptOptions) =>
    take(
      asksForScript(words)
        ? callOf('upgrade', { range: target, ...destinationOf(words) }, async () => (await import('../runs/upgrade-sql.js')).upgradeSql)
        : callOf('upgrade', { target, ...requestOf(words) }, async () => (await import('../runs/upgrade.js')).upgrade),
    ),
  );
};
