import { callOf, type DefineCommand } from '../command.js';
import { valueOf } from '../values.js';
import { type VerboseOption, verboseOption } from '../verbose-option.js';

interface HistoryOptions extends VerboseOption {
  readonly revRange?: string;
  readonly indicateCurrent?: true;
  readonly graph?: true;
}

export const defineHistory: DefineCommand = (program, take) => {
  program
    .command('history')
    .description('print the revisions, newest first')
    .option('-r, --rev-range <start:end>', 'only those from a revision to another, both included', valueOf('--rev-range'))
    .option(...verboseOption)
    .option('-i, --indicate-current', 'fail if the database cannot say what is current')
    .option('--graph', 'draw the branches beside them')
    .action(({ revRange = ':', verbose, indicateCurrent, graph }: HistoryOptions) => {
      const request = { range: revRange, verbose: verbose === true, indicateCurrent: indicateCurrent === true, graph: graph === true };
      take(callOf('history', request, () => (require('../runs/history.js') as typeof import('../runs/history.js')).history));
    });
};
