import { callOf, type DefineCommand } from '../command.js';

export const defineHistory: DefineCommand = (program, take) => {
  program
    .command('history')
    .description('print all revisions, newest first')
    .action(() => take(callOf('history', {}, async () => (await import('../runs/history.js')).history)));
};
