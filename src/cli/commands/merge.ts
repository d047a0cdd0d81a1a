import { callOf, type DefineCommand } from '../command.js';
import { type NamingOptions, namingOf, withNamingOptions } from '../naming-options.js';
import { valueOf } from '../values.js';

interface MergeOptions extends NamingOptions {
  readonly message?: string;
  readonly splice?: true;
  readonly judge: boolean;
}

export const defineMerge: DefineCommand = (program, take) => {
  const command = program
    .command('merge')
    .description('write a revision that joins branches')
    .argument('<revisions...>', 'what it stands on; heads: all heads')
    .option('-m, --message <message>', 'what it is about (default: names what it joins)', valueOf('--message'))
    .option('--splice', 'let it stand on what is no head')
    .option('--no-judge', 'do not run the branches on scratch databases to see whether they commute');
  withNamingOptions(command).action((targets: readonly string[], { message, splice, judge, ...naming }: MergeOptions) => {
    const request = { targets, splice: splice === true, judge, ...namingOf(naming), ...(message === undefined ? {} : { message }) };
    take(callOf('merge', request, () => (require('../runs/merge.js') as typeof import('../runs/merge.js')).merge));
  });
};
