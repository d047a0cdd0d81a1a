import { callOf, type DefineCommand } from '../command.js';

export const defineEdit: DefineCommand = (program, take) => {
  program
    .command('edit')
    .description('open the file of a revision in $VISUAL or $EDITOR')
    .argument('[target]', 'head, current, a revision or the start of one', 'head')
    .action((target: string) => take(callOf('edit', { target }, () => (require('../runs/edit.js') as typeof import('../runs/edit.js')).edit)));
};
