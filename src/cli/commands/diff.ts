import { againstOf, type AgainstOption, againstOption } from '../against-option.js';
import { bareCallOf, callOf, type DefineCommand } from '../command.js';
import { type RenameOption, renameOption } from '../rename-option.js';

interface DiffOptions extends RenameOption, AgainstOption {
  readonly explain?: true;
  readonly watch?: true;
}

export const defineDiff: DefineCommand = (program, take) => {
  program
    .command('diff')
    .description('print how the entities and the database differ')
    .option(...renameOption)
    .addOption(againstOption())
    .option('--explain', 'print what both sides have, where the entities say so, and how to accept it')
    .option('--watch', 'do it again whenever a source is saved, until it is interrupted')
    .action(({ rename = [], explain, watch, ...options }: DiffOptions) => {
      const once = callOf('diff', { renames: rename, ...againstOf(options) }, () => (explain === true ? (require('../runs/explain.js') as typeof import('../runs/explain.js')).explain : (require('../runs/diff.js') as typeof import('../runs/diff.js')).diff));
      take(watch === true ? bareCallOf('diff', {}, () => (require('../runs/watch.js') as typeof import('../runs/watch.js')).watch) : once);
    });
};
