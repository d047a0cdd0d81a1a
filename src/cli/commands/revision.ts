import { Option } from 'commander';
import { againstOf, type AgainstOption, againstOption } from '../against-option.js';
import { callOf, type DefineCommand } from '../command.js';
import { type NamingOptions, namingOf, withNamingOptions } from '../naming-options.js';
import { type RenameOption, renameOption } from '../rename-option.js';
import { countOf, listOf, valueOf } from '../values.js';

interface RevisionOptions extends RenameOption, NamingOptions, AgainstOption {
  readonly message: string;
  readonly autogenerate?: true;
  readonly baseline?: true;
  readonly style?: 'operations' | 'sql';
  readonly head?: string;
  readonly splice?: true;
  readonly dependsOn?: readonly string[];
  readonly keepUnverified?: true;
  readonly online?: true | number;
}

export const defineRevision: DefineCommand = (program, take) => {
  const command = program
    .command('revision')
    .description('write a new revision file')
    .requiredOption('-m, --message <message>', 'what the revision is about; part of its file name', valueOf('--message'))
    .option('--autogenerate', 'fill it with what differs between the entities and the database')
    .addOption(new Option('--baseline', 'fill it with all that the entities say, as if the database were empty').conflicts('autogenerate'))
    .addOption(againstOption())
    .option(...renameOption)
    .addOption(new Option('--style <style>', 'write calls of op, or SQL statements').choices(['operations', 'sql']))
    .option('--online [rows]', 'take it apart, so that others can work beside it; with a number, for tables of so many rows', countOf('--online'))
    .option('--keep-unverified', 'keep a generated file that does not prove itself when it is tried out')
    .option('--head <revision>', 'what it stands on: a head, shop@head, or base for nothing (default: head)', valueOf('--head'))
    .option('--splice', 'let it stand on what is no head, and so begin a branch')
    .option('--depends-on <revision>', 'what must be applied before it; may be given several times', listOf('--depends-on'));
  withNamingOptions(command).action(({ message, autogenerate, baseline, rename = [], splice, ...options }: RevisionOptions) => {
    const { style, head, dependsOn, keepUnverified, online } = options;
    const request = {
      message,
      autogenerate: autogenerate === true,
      baseline: baseline === true,
      renames: rename,
      splice: splice === true,
      ...namingOf(options),
      ...againstOf(options),
      ...(style === undefined ? {} : { style }),
      ...(head === undefined ? {} : { head }),
      ...(dependsOn === undefined ? {} : { dependsOn }),
      ...(keepUnverified === undefined ? {} : { keepUnverified }),
      ...(online === undefined ? {} : { online: online === true ? true : { minRows: online } }),
    };
    take(callOf('revision', request, () => (require('../runs/revision.js') as typeof import('../runs/revision.js')).revision));
  });
};
