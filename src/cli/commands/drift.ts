import { callOf, type DefineCommand } from '../command.js';

export const defineDrift: DefineCommand = (program, take) => {
  program
    .command('drift')
    .description('fail if something was done to the database beside its applied revisions; runs these on a scratch database')
    .option('--sql', 'print the SQL that undoes it')
    .action(({ sql }: { readonly sql?: true }) => take(callOf('drift', { sql: sql === true }, () => (require('../runs/drift.js') as typeof import('../runs/drift.js')).drift)));
};
