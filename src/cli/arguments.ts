import { Command, CommanderError, Option } from 'commander';
import { LimbeckError } from '../kernel/errors.js';

/** What to do, with what only this command needs. */
export type CommandCall =
  | { readonly name: 'revision'; readonly message: string; readonly autogenerate: boolean; readonly renames: readonly string[]; readonly style?: 'operations' | 'sql' }
  | { readonly name: 'show'; readonly target: string; readonly sql: boolean }
  | { readonly name: 'upgrade' | 'downgrade'; readonly target: string }
  | { readonly name: 'check' | 'diff'; readonly renames: readonly string[] }
  | { readonly name: 'current' | 'history' | 'heads' };

/** What every command needs; what is absent was not said, so that the options beside the data source count. */
export interface CommonOptions {
  /** The file that exports the DataSource, as it was typed. */
  readonly dataSource?: string;
  /** The folder of the revision files, as it was typed. */
  readonly directory?: string;
  readonly compareType?: boolean;
  readonly compareDefault?: boolean;
}

/** What the words of a command line ask for: a text (help, version), or a command to be run. */
export type Request =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'command'; readonly call: CommandCall; readonly options: CommonOptions };

/**
 * Reads the words that follow `limbeck` on a command line.
 *
 * @throws {LimbeckError} `command/wrong-usage`.
 */
export function parseArguments(words: readonly string[], version: string): Request {
  const written: string[] = [];
  const calls: CommandCall[] = [];
  const program = defineProgram(version, (text) => written.push(text));
  defineWriting(program, (call) => calls.push(call));
  defineRunning(program, (call) => calls.push(call));
  defineLooking(program, (call) => calls.push(call));
  try {
    program.parse(words, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0) throw wrongUsage(error, program);
  }
  const call = calls[0];
  return call === undefined ? { type: 'text', text: written.join('') } : { type: 'command', call, options: program.opts<CommonOptions>() };
}

type Take = (call: CommandCall) => void;

function defineProgram(version: string, write: (text: string) => void): Command {
  return new Command('limbeck')
    .description('Migrations for TypeORM entities.')
    .exitOverride()
    .configureOutput({ writeOut: write, writeErr: () => undefined })
    .configureHelp({ showGlobalOptions: true })
    .option('-d, --data-source <file>', 'what exports the DataSource (default: ormconfig.ts)', pathOf('--data-source'))
    .option('--directory <folder>', 'the folder of the revision files', pathOf('--directory'))
    .option('--compare-type', 'compare the types of columns (the default)')
    .option('--no-compare-type', 'take the type of a column as it is')
    .option('--compare-default', 'compare the defaults of columns (the default)')
    .option('--no-compare-default', 'take the default of a column as it is')
    .version(version, '--version', 'print the version of Limbeck')
    .helpOption('-h, --help', 'print what a command does');
}

interface RevisionOptions {
  readonly message: string;
  readonly autogenerate?: true;
  readonly rename?: readonly string[];
  readonly style?: 'operations' | 'sql';
}

function defineWriting(program: Command, take: Take): void {
  program
    .command('revision')
    .description('write a new revision file')
    .requiredOption('-m, --message <message>', 'what the revision is about; part of its file name', valueOf('--message'))
    .option('--autogenerate', 'fill it with what differs between the entities and the database')
    .option(...renameOption)
    .addOption(new Option('--style <style>', 'write calls of op, or SQL statements').choices(['operations', 'sql']))
    .action(({ message, autogenerate, rename, style }: RevisionOptions) =>
      take({ name: 'revision', message, autogenerate: autogenerate === true, renames: rename ?? [], ...(style === undefined ? {} : { style }) }),
    );
}

function defineRunning(program: Command, take: Take): void {
  program
    .command('upgrade')
    .description('run the revisions that lead to a target')
    .argument('[target]', 'head, a revision or the start of one, or +1', 'head')
    .action((target: string) => take({ name: 'upgrade', target }));
  program
    .command('downgrade')
    .description('undo the revisions that came after a target')
    .argument('<target>', 'base, a revision or the start of one, or -1')
    .action((target: string) => take({ name: 'downgrade', target }));
}

function defineLooking(program: Command, take: Take): void {
  const commands = {
    current: 'print the revision that the database is at',
    history: 'print all revisions, newest first',
    heads: 'print the revisions that no other stands on',
  } as const;
  for (const name of Object.keys(commands) as (keyof typeof commands)[]) {
    program
      .command(name)
      .description(commands[name])
      .action(() => take({ name }));
  }
  program
    .command('show')
    .description('print what a revision does; asks no database')
    .argument('[target]', 'head, a revision or the start of one', 'head')
    .option('--sql', 'print the SQL statements')
    .action((target: string, { sql }: { readonly sql?: true }) => take({ name: 'show', target, sql: sql === true }));
  defineComparing(program, take);
}

function defineComparing(program: Command, take: Take): void {
  const commands = {
    check: 'fail if the entities and the database differ',
    diff: 'print how the entities and the database differ',
  } as const;
  for (const name of Object.keys(commands) as (keyof typeof commands)[]) {
    program
      .command(name)
      .description(commands[name])
      .option(...renameOption)
      .action(({ rename = [] }: { readonly rename?: readonly string[] }) => take({ name, renames: rename }));
  }
}

/** May be given several times. */
const renameOption = [
  '--rename <old=new>',
  'what was renamed: user.mail=user.email, orders=purchases, type:kind=sort, enum:status.old=new',
  (value: string, before: readonly string[] | undefined): readonly string[] => [...(before ?? []), valueOf('--rename')(value)],
] as const;

/** Refuses an option where the value of `flag` belongs: `-m --autogenerate` forgot the message. */
const valueOf = (flag: string) => (value: string): string => {
  if (value.startsWith('--')) throw wrongValue(`the value of ${flag} is missing: '${value}' is an option`);
  return value;
};

/** Refuses an empty path too, which a variable of a script that is not set leads to, and which would mean the working directory. */
const pathOf = (flag: string) => (value: string): string => {
  if (value === '') throw wrongValue(`the value of ${flag} is empty`);
  return valueOf(flag)(value);
};

const wrongValue = (problem: string): LimbeckError => new LimbeckError('command/wrong-usage', { problem, nearest: null, command: null });

/** Commander's sentence, and its suggestion, as an error of ours. */
function wrongUsage(error: CommanderError, program: Command): LimbeckError {
  const [sentence = '', nearest] = error.message.replace(/^error: /, '').split(/\s*\(Did you mean (.*)\?\)$/s);
  const command = program.commands.find((each) => each.name() === program.args[0]);
  return new LimbeckError(
    'command/wrong-usage',
    {
      problem: error.code === 'commander.help' ? 'no command was given' : sentence,
      nearest: nearest ?? null,
      command: command?.name() ?? null,
    },
    { cause: error },
  );
}
