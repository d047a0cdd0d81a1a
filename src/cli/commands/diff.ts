import { callOf, type DefineCommand } from '../command.js';
import { type RenameOption, renameOption } from '../rename-option.js';

interface DiffOptions extends RenameOption {
  readonly explain?: true;
}

export const defineDiff: DefineCommand = (program, take) => {
  program
    .command('diff')
    .description('print how the entities and the database differ')
    .option(...renameOption)
    .option('--explain', 'print what both sides have, where the entities say so, and how to accept it')
    .action(({ rename = [], explain }: DiffOptions) =>
      take(callOf('diff', { renames: rename }, async () => (explain === true ? (await import('../runs/explain.js')).explain : (await import('../runs/diff.js')).diff))),
    );
};
