import { Option } from 'commander';
import { callOf, type DefineCommand } from '../command.js';
import { majorVersionOf, valueOf } from '../values.js';

interface LintWords {
  readonly since?: string;
  readonly down?: true;
  readonly offline?: true;
  readonly serverVersion?: number;
  readonly format?: 'text' | 'github';
  readonly verbose?: true;
}

export const defineLint: DefineCommand = (program, take) => {
  program
    .command('lint')
    .description('print what revisions can do to data or to a running system, and is not accepted')
    .argument('[range]', 'first:last; by default what is not applied, and everything where no database can be asked')
    .option('--since <revision>', 'leave out a revision and all that it needs', valueOf('--since'))
    .option('--down', 'look at the way back, too')
    .option('--offline', 'ask no database what is applied and how large its tables are')
    .option('--server-version <major>', 'the version of PostgreSQL, where no database tells it', majorVersionOf('--server-version'))
    .addOption(new Option('--format <format>', 'text, or annotations of a GitHub workflow').choices(['text', 'github']))
    .option('-v, --verbose', 'print what is accepted, too, and why')
    .action((range: string | undefined, { since, down, offline, serverVersion, format = 'text', verbose }: LintWords) => {
      const request = {
        ...(range === undefined ? {} : { range }),
        ...(since === undefined ? {} : { since }),
        ...(offline === undefined ? {} : { offline }),
        ...(serverVersion === undefined ? {} : { serverVersion }),
        directions: down === true ? (['up', 'down'] as const) : (['up'] as const),
        format,
        verbose: verbose === true,
      };
      take(callOf('lint', request, () => (require('../runs/lint.js') as typeof import('../runs/lint.js')).lint));
    });
};
