import { bareCallOf, type DefineCommand } from '../command.js';
import { pathOf } from '../values.js';

export const defineInit: DefineCommand = (program, take) => {
  program
    .command('init')
    .description('make the folder of the revisions, and a file with a DataSource where there is none')
    .argument('[directory]', 'the folder', pathOf('the directory'), 'migrations')
    .action((directory: string) => take(bareCallOf('init', { directory }, async () => (await import('../runs/init.js')).init)));
};
