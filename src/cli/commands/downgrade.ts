import { callOf, type DefineCommand } from '../command.js';

export const defineDowngrade: DefineCommand = (program, take) => {
  program
    .command('downgrade')
    .description('undo the revisions that came after a target')
    .argument('<target>', 'base, a revision or the start of one, shop@base, or -1')
    .action((target: string) => take(callOf('downgrade', { target }, async () => (await import('../runs/downgrade.js')).downgrade)));
};
