import { callOf, type DefineCommand } from '../command.js';

export const defineAdopt: DefineCommand = (program, take) => {
  program
    .command('adopt')
    .description("say how an app that has TypeORM's own migrations stands")
    .option('--stamp', 'enter the revisions without a row as applied, where the database is as the entities say')
    .action(({ stamp }: { readonly stamp?: true }) => take(callOf('adopt', { stamp: stamp === true }, () => (require('../runs/adopt.js') as typeof import('../runs/adopt.js')).adopt)));
};
