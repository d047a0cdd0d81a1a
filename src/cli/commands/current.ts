import { callOf, type DefineCommand } from '../command.js';

export const defineCurrent: DefineCommand = (program, take) => {
  program
    .command('current')
    .description('print the revision that the database is at')
    .action(() => take(callOf('current', {}, async () => (await import('../runs/current.js')).current)));
};
