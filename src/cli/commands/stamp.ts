import { callOf, type DefineCommand } from '../command.js';
import { asksForScript, destinationOf, type ScriptOptions, withScriptOptions } from '../script-options.js';

interface StampOptions extends ScriptOptions {
  readonly purge?: true;
}

export const defineStamp: DefineCommand = (program, take) => {
  withScriptOptions(program.command('stamp').description('say which revisions are applied, and run nothing'))
    .argument('<targets...>', 'head, heads, base, revisions or the starts of some; with --sql a range too, such as ae10:head')
    .option('--purge', 'delete all rows of the table first, those without a file too')
    .action((targets: readonly string[], options: StampOptions) => {
      const request = { targets, purge: options.purge === true };
      take(
        asksForScript(options)
          ? callOf('stamp', { ...request, ...destinationOf(options) }, () => (require('../runs/stamp-sql.js') as typeof import('../runs/stamp-sql.js')).stampSql)
          : callOf('stamp', request, () => (require('../runs/stamp.js') as typeof import('../runs/stamp.js')).stamp),
      );
    });
};
