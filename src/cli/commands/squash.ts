import { callOf, type DefineCommand } from '../command.js';
import { valueOf } from '../values.js';

export const defineSquash: DefineCommand = (program, take) => {
  program
    .command('squash')
    .description('make one revision of several, proven to build the same')
    .argument('<range>', 'first:last, both included; base:head for all')
    .requiredOption('-m, --message <message>', 'what the new revision is about; part of its file name', valueOf('--message'))
    .action((range: string, { message }: { readonly message: string }) =>
      take(callOf('squash', { range, message }, () => (require('../runs/squash.js') as typeof import('../runs/squash.js')).squash)),
    );
};
