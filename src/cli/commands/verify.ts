import { callOf, type DefineCommand } from '../command.js';

export const defineVerify: DefineCommand = (program, take) => {
  program
    .command('verify')
    .description('run the history on a scratch database: does it build what the entities say, and is every way back true?')
    .argument('[range]', 'first:last, the revisions whose way back is run; all by default')
    .action((range: string | undefined) =>
      take(callOf('verify', range === undefined ? {} : { range }, () => (require('../runs/verify.js') as typeof import('../runs/verify.js')).verify)),
    );
};
