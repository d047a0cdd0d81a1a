import { Option } from 'commander';
import { callOf, type DefineCommand } from '../command.js';
import { type RenameOption, renameOption } from '../rename-option.js';
import { valueOf } from '../values.js';

interface RevisionOptions extends RenameOption {
  readonly message: string;
  readonly autogenerate?: true;
  readonly style?: 'operations' | 'sql';
  readonly keepUnverified?: true;
}

export const defineRevision: DefineCommand = (program, take) => {
  program
    .command('revision')
    .description('write a new revision file')
    .requiredOption('-m, --message <message>', 'what the revision is about; part of its file name', valueOf('--message'))
    .option('--autogenerate', 'fill it with what differs between the entities and the database')
    .option(...renameOption)
    .addOption(new Option('--style <style>', 'write calls of op, or SQL statements').choices(['operations', 'sql']))
    .option('--keep-unverified', 'keep a generated file that does not prove itself when it is tried out')
    .action(({ message, autogenerate, rename = [], style, keepUnverified }: RevisionOptions) => {
      const request = { message, autogenerate: autogenerate === true, renames: rename, ...(style === undefined ? {} : { style }), ...(keepUnverified === undefined ? {} : { keepUnverified }) };
      take(callOf('revision', request, async () => (await import('../runs/revision.js')).revision));
    });
};
