import { Argument } from 'commander';
import { bareCallOf, type DefineCommand } from '../command.js';
import { type Shell, shells } from '../completion/shells.js';

export const defineCompletion: DefineCommand = (program, take) => {
  program
    .command('completion')
    .description('print a script that lets your shell complete the words of limbeck')
    .addArgument(new Argument('<shell>', 'which one').choices(shells))
    .action((shell: Shell) => take(bareCallOf('completion', { shell }, () => (require('../runs/completion.js') as typeof import('../runs/completion.js')).completionOf(program))));
};
