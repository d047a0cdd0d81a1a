import { bareCallOf, type DefineCommand } from '../command.js';
import { pathOf } from '../values.js';

interface InitOptions {
  readonly yes?: true;
  readonly dryRun?: true;
}

export const defineInit: DefineCommand = (program, take) => {
  program
    .command('init')
    .description('set Limbeck up in a project: finds what is there, adds what is missing')
    .argument('[directory]', 'the folder of the revisions', pathOf('the directory'))
    .option('--dry-run', 'show what would be added, and change nothing')
    .option('-y, --yes', 'change files without asking')
    .action((directory: string | undefined, { yes, dryRun }: InitOptions) => {
      const request = { ...(directory === undefined ? {} : { directory }), isAgreed: yes === true, isDryRun: dryRun === true };
      take(bareCallOf('init', request, () => (require('../runs/init.js') as typeof import('../runs/init.js')).init));
    });
};
