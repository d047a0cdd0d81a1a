import { Option } from 'commander';
import type { RepairRequest } from '../../migrator/repair.js';
import { callOf, type DefineCommand } from '../command.js';

export const defineRepair: DefineCommand = (program, take) => {
  program
    .command('repair')
    .description('accept changed files of applied revisions, and settle what was interrupted')
    .option('--dry-run', 'tell what would be done, and do nothing')
    .addOption(new Option('--statement <what>', 'what became of the statement that was interrupted').choices(['done', 'again']))
    .option('--forget', 'take what is half done as not begun, since you have undone it by hand')
    .action((request: RepairRequest) => take(callOf('repair', request, () => (require('../runs/repair.js') as typeof import('../runs/repair.js')).repair)));
};
