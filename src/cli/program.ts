import { Command } from 'commander';
import type { DefineCommand, Take } from './command.js';
import { defineAdopt } from './commands/adopt.js';
import { defineBranches } from './commands/branches.js';
import { defineCheck } from './commands/check.js';
import { defineCompletion } from './commands/completion.js';
import { defineCurrent } from './commands/current.js';
import { defineDiff } from './commands/diff.js';
import { defineDoctor } from './commands/doctor.js';
import { defineDowngrade } from './commands/downgrade.js';
import { defineDrift } from './commands/drift.js';
import { defineEdit } from './commands/edit.js';
import { defineEnsureVersion } from './commands/ensure-version.js';
import { defineErd } from './commands/erd.js';
import { defineHeads } from './commands/heads.js';
import { defineHistory } from './commands/history.js';
import { defineInit } from './commands/init.js';
import { defineLint } from './commands/lint.js';
import { defineMerge } from './commands/merge.js';
import { defineRepair } from './commands/repair.js';
import { defineReport } from './commands/report.js';
import { defineRevision } from './commands/revision.js';
import { defineShow } from './commands/show.js';
import { defineSquash } from './commands/squash.js';
import { defineStamp } from './commands/stamp.js';
import { defineUpgrade } from './commands/upgrade.js';
import { defineVerify } from './commands/verify.js';
import { listOf, pathOf } from './values.js';

/** The commands, in the order in which the help shows them. */
const commands: readonly DefineCommand[] = [
  defineInit,
  defineDoctor,
  defineRevision,
  defineMerge,
  defineUpgrade,
  defineDowngrade,
  defineRepair,
  defineStamp,
  defineEnsureVersion,
  defineCurrent,
  defineHistory,
  defineHeads,
  defineBranches,
  defineShow,
  defineEdit,
  defineCheck,
  defineDiff,
  defineDrift,
  defineAdopt,
  defineLint,
  defineReport,
  defineErd,
  defineSquash,
  defineVerify,
  defineCompletion,
];

/** The words that `limbeck` understands. Texts that were asked for go to `write`, a command to `take`. */
export function defineProgram(version: string, write: (text: string) => void, take: Take): Command {
  const program = new Command('limbeck')
    .description('Migrations for TypeORM entities.')
    .exitOverride()
    .configureOutput({ writeOut: write, writeErr: () => undefined })
    .configureHelp({ showGlobalOptions: true })
    .option('-d, --data-source <file>', 'what exports the DataSource (default: ormconfig.ts)', pathOf('--data-source'))
    .option('-n, --name <export>', 'which DataSource, where the file exports several', pathOf('--name'))
    .option('--directory <folder>', 'the folder of the revision files', pathOf('--directory'))
    .option('--compare-type', 'compare the types of columns (the default)')
    .option('--no-compare-type', 'take the type of a column as it is')
    .option('--compare-default', 'compare the defaults of columns (the default)')
    .option('--no-compare-default', 'take the default of a column as it is')
    .option('-x, --argument <key=value>', 'an argument for revision files; may be given several times', listOf('-x'))
    .option('--json', 'print one JSON object instead of text')
    .option('-q, --quiet', 'print results and errors only')
    .version(version, '--version', 'print the version of Limbeck')
    .helpOption('-h, --help', 'print what a command does');
  commands.forEach((define) => define(program, take));
  return program;
}
