import { callOf, type DefineCommand } from '../command.js';
import { type VerboseOption, verboseOption } from '../verbose-option.js';

export const defineBranches: DefineCommand = (program, take) => {
  program
    .command('branches')
    .description('print the revisions that several stand on, and those')
    .option(...verboseOption)
    .action(({ verbose }: VerboseOption) => take(callOf('branches', { verbose: verbose === true }, () => (require('../runs/branches.js') as typeof import('../runs/branches.js')).branches)));
};
