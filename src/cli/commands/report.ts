import { Option } from 'commander';
import { LimbeckError } from '../../kernel/errors.js';
import { againstOf, type AgainstOption, againstOption } from '../against-option.js';
import { callOf, type CommandCall, type DefineCommand } from '../command.js';
import { type RenameOption, renameOption } from '../rename-option.js';
import { majorVersionOf, pathOf, valueOf } from '../values.js';

interface ReportWords extends RenameOption, AgainstOption {
  readonly since?: string;
  readonly offline?: true;
  readonly serverVersion?: number;
  readonly diff?: true;
  readonly format?: 'html' | 'markdown';
  readonly output?: string;
}

const ofRevisions = ['since', 'offline', 'serverVersion'];

export const defineReport: DefineCommand = (program, take) => {
  const [renameFlags, renameDescription, parseRename] = renameOption;
  program
    .command('report')
    .description('write what revisions do, for those who review them: hazards, SQL, pictures of the tables')
    .argument('[range]', 'first:last, or one revision; by default what is not applied, and everything where no database can be asked')
    .option('--since <revision>', 'leave out a revision and all that it needs', valueOf('--since'))
    .option('--offline', 'ask no database what is applied and how its tables are')
    .option('--server-version <major>', 'the version of PostgreSQL, where no database tells it', majorVersionOf('--server-version'))
    .addOption(new Option('--diff', 'instead of revisions, what the entities change and no revision does yet').conflicts(ofRevisions))
    .addOption(againstOption().implies({ diff: true }))
    .addOption(new Option(renameFlags, renameDescription).argParser(parseRename).implies({ diff: true }))
    .addOption(new Option('--format <format>', 'a page, or a comment on GitHub or GitLab').choices(['html', 'markdown']))
    .option('-o, --output <file>', 'write it into this file', pathOf('--output'))
    .action((range: string | undefined, words: ReportWords) => take(words.diff === true ? callOfDiff(range, words) : callOfRevisions(range, words)));
};

const formatOf = ({ format, output }: ReportWords): Pick<ReportWords, 'format' | 'output'> => ({ ...(format === undefined ? {} : { format }), ...(output === undefined ? {} : { output }) });

function callOfRevisions(range: string | undefined, words: ReportWords): CommandCall {
  const { since, offline, serverVersion } = words;
  const request = {
    ...(range === undefined ? {} : { range }),
    ...(since === undefined ? {} : { since }),
    ...(offline === undefined ? {} : { offline }),
    ...(serverVersion === undefined ? {} : { serverVersion }),
    ...formatOf(words),
  };
  return callOf('report', request, () => (require('../runs/report.js') as typeof import('../runs/report.js')).report);
}

/** @throws {LimbeckError} `command/wrong-usage`. */
function callOfDiff(range: string | undefined, words: ReportWords): CommandCall {
  if (range !== undefined) throw new LimbeckError('command/wrong-usage', { problem: 'with --diff, a report is about no revisions, so it takes no range', nearest: null, command: 'report' });
  return callOf('report', { renames: words.rename ?? [], ...againstOf(words), ...formatOf(words) }, () => (require('../runs/report.js') as typeof import('../runs/report.js')).reportDiff);
}
