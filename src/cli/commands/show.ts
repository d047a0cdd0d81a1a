import { callOf, type DefineCommand } from '../command.js';

export const defineShow: DefineCommand = (program, take) => {
  program
    .command('show')
    .description('print what a revision does; asks no database, but for current')
    .argument('[target]', 'head, current, a revision or the start of one', 'head')
    .option('--sql', 'print the SQL statements')
    .action((target: string, { sql }: { readonly sql?: true }) =>
      take(callOf('show', { target, sql: sql === true }, () => (require('../runs/show.js') as typeof import('../runs/show.js')).show)),
    );
};
