import { callOf, type DefineCommand } from '../command.js';
import { type RenameOption, renameOption } from '../rename-option.js';

export const defineCheck: DefineCommand = (program, take) => {
  program
    .command('check')
    .description('fail if the entities and the database differ')
    .option(...renameOption)
    .action(({ rename = [] }: RenameOption) => take(callOf('check', { renames: rename }, async () => (await import('../runs/check.js')).check)));
};
