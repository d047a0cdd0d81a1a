import { againstOf, type AgainstOption, againstOption } from '../against-option.js';
import { callOf, type DefineCommand } from '../command.js';
import { type RenameOption, renameOption } from '../rename-option.js';

export const defineCheck: DefineCommand = (program, take) => {
  program
    .command('check')
    .description('fail if the entities and the database differ')
    .option(...renameOption)
    .addOption(againstOption())
    .action(({ rename = [], ...options }: RenameOption & AgainstOption) => take(callOf('check', { renames: rename, ...againstOf(options) }, () => (require('../runs/check.js') as typeof import('../runs/check.js')).check)));
};
