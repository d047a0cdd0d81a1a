import { callOf, type DefineCommand } from '../command.js';
import { addRunOptions, type RunWords, requestOf } from '../run-options.js';
import { asksForScript, destinationOf, type ScriptOptions, withScriptOptions } from '../script-options.js';

export const defineDowngrade: DefineCommand = (program, take) => {
  const command = program
    .command('downgrade')
    .description('undo the revisions that came after a target')
    .argument('<target>', 'base, a revision or the start of one, shop@base, or -1; with --sql a range, such as head:ae10');
  withScriptOptions(addRunOptions(command)).action((target: string, words: RunWords & ScriptOptions) =>
    take(
      asksForScript(words)
        ? callOf('downgrade', { range: target, ...destinationOf(words) }, () => (require('../runs/downgrade-sql.js') as typeof import('../runs/downgrade-sql.js')).downgradeSql)
        : callOf('downgrade', { target, ...requestOf(words) }, () => (require('../runs/downgrade.js') as typeof import('../runs/downgrade.js')).downgrade),
    ),
  );
};
