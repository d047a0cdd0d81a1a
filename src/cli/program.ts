/* eslint-disable @typescript-eslint/no-require-imports, @typescript-eslint/consistent-type-imports -- a command is defined at once, and nobody waits for the others */
import { Command } from 'commander';
import type { DefineCommand, Take } from './command.js';
import { listOf, pathOf } from './values.js';

/** The commands by name, in the order in which the help shows them. */
const commands: Readonly<Record<string, () => DefineCommand>> = {
  init: () => (require('./commands/init.js') as typeof import('./commands/init.js')).defineInit,
  doctor: () => (require('./commands/doctor.js') as typeof import('./commands/doctor.js')).defineDoctor,
  revision: () => (require('./commands/revision.js') as typeof import('./commands/revision.js')).defineRevision,
  merge: () => (require('./commands/merge.js') as typeof import('./commands/merge.js')).defineMerge,
  upgrade: () => (require('./commands/upgrade.js') as typeof import('./commands/upgrade.js')).defineUpgrade,
  downgrade: () => (require('./commands/downgrade.js') as typeof import('./commands/downgrade.js')).defineDowngrade,
  repair: () => (require('./commands/repair.js') as typeof import('./commands/repair.js')).defineRepair,
  stamp: () => (require('./commands/stamp.js') as typeof import('./commands/stamp.js')).defineStamp,
  'ensure-version': () => (require('./commands/ensure-version.js') as typeof import('./commands/ensure-version.js')).defineEnsureVersion,
  current: () => (require('./commands/current.js') as typeof import('./commands/current.js')).defineCurrent,
  history: () => (require('./commands/history.js') as typeof import('./commands/history.js')).defineHistory,
  heads: () => (require('./commands/heads.js') as typeof import('./commands/heads.js')).defineHeads,
  branches: () => (require('./commands/branches.js') as typeof import('./commands/branches.js')).defineBranches,
  show: () => (require('./commands/show.js') as typeof import('./commands/show.js')).defineShow,
  edit: () => (require('./commands/edit.js') as typeof import('./commands/edit.js')).defineEdit,
  check: () => (require('./commands/check.js') as typeof import('./commands/check.js')).defineCheck,
  diff: () => (require('./commands/diff.js') as typeof import('./commands/diff.js')).defineDiff,
  drift: () => (require('./commands/drift.js') as typeof import('./commands/drift.js')).defineDrift,
  adopt: () => (require('./commands/adopt.js') as typeof import('./commands/adopt.js')).defineAdopt,
  lint: () => (require('./commands/lint.js') as typeof import('./commands/lint.js')).defineLint,
  report: () => (require('./commands/report.js') as typeof import('./commands/report.js')).defineReport,
  erd: () => (require('./commands/erd.js') as typeof import('./commands/erd.js')).defineErd,
  squash: () => (require('./commands/squash.js') as typeof import('./commands/squash.js')).defineSquash,
  verify: () => (require('./commands/verify.js') as typeof import('./commands/verify.js')).defineVerify,
  completion: () => (require('./commands/completion.js') as typeof import('./commands/completion.js')).defineCompletion,
};

export const commandNames: readonly string[] = Object.keys(commands);

/** Where what was asked for goes: texts such as the help, and a command. */
interface Listeners {
  readonly write: (text: string) => void;
  readonly take: Take;
}

/** The words that `limbeck` understands, of all commands or of those of these names. */
export function defineProgram(version: string, { write, take }: Listeners, names = commandNames): Command {
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
  for (const name of names) commands[name]?.()(program, take);
  return program;
}
