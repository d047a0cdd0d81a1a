import { callOf, type DefineCommand } from '../command.js';

export const defineUpgrade: DefineCommand = (program, take) => {
  program
    .command('upgrade')
    .description('run the revisions that lead to a target')
    .argument('[target]', 'head, heads, a revision or the start of one, shop@head, or +1', 'head')
    .action((target: string) => take(callOf('upgrade', { target }, async () => (await import('../runs/upgrade.js')).upgrade)));
};
