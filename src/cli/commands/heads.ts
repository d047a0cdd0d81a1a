import { callOf, type DefineCommand } from '../command.js';

export const defineHeads: DefineCommand = (program, take) => {
  program
    .command('heads')
    .description('print the revisions that no other stands on')
    .action(() => take(callOf('heads', {}, async () => (await import('../runs/heads.js')).heads)));
};
