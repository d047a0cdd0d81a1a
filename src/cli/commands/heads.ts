import { callOf, type DefineCommand } from '../command.js';
import { type VerboseOption, verboseOption } from '../verbose-option.js';

interface HeadsOptions extends VerboseOption {
  readonly resolveDependencies?: true;
}

export const defineHeads: DefineCommand = (program, take) => {
  program
    .command('heads')
    .description('print the revisions that no other stands on')
    .option(...verboseOption)
    .option('--resolve-dependencies', 'leave out those that another depends on')
    .action(({ verbose, resolveDependencies }: HeadsOptions) => {
      const request = { verbose: verbose === true, resolveDependencies: resolveDependencies === true };
      take(callOf('heads', request, () => (require('../runs/heads.js') as typeof import('../runs/heads.js')).heads));
    });
};
