import { callOf, type DefineCommand } from '../command.js';
import { asksForScript, destinationOf, type ScriptOptions, withScriptOptions } from '../script-options.js';

export const defineDowngrade: DefineCommand = (program, take) => {
  withScriptOptions(program.command('downgrade').description('undo the revisions that came after a target'))
    .argument('<target>', 'base, a revision or the start of one, shop@base, or -1; with --sql a range, such as head:ae10')
    .action((target: string, options: ScriptOptions) =>
      take(
        asksForScript(options)
          ? callOf('downgrade', { range: target, ...destinationOf(options) }, async () => (await import('../runs/downgrade-sql.js')).downgradeSql)
          : callOf('downgrade', { target }, async () => (await import('../runs/downgrade.js')).downgrade),
      ),
    );
};
