import { callOf, type DefineCommand } from '../command.js';
import { type VerboseOption, verboseOption } from '../verbose-option.js';

interface CurrentOptions extends VerboseOption {
  readonly checkHeads?: true;
}

export const defineCurrent: DefineCommand = (program, take) => {
  program
    .command('current')
    .description('print the revisions that the database is at')
    .option(...verboseOption)
    .option('-c, --check-heads', 'fail if the database is not at all heads')
    .action(({ verbose, checkHeads }: CurrentOptions) =>
      take(callOf('current', { verbose: verbose === true, checkHeads: checkHeads === true }, () => (require('../runs/current.js') as typeof import('../runs/current.js')).current)),
    );
};
