import { callOf, type DefineCommand } from '../command.js';
import { type RenameOption, renameOption } from '../rename-option.js';

export const defineDiff: DefineCommand = (program, take) => {
  program
    .command('diff')
    .description('print how the entities and the database differ')
    .option(...renameOption)
    .action(({ rename = [] }: RenameOption) => take(callOf('diff', { renames: rename }, async () => (await import('../runs/diff.js')).diff)));
};
