import { type Command, CommanderError } from 'commander';
import { LimbeckError } from '../kernel/errors.js';
import type { CommandCall } from './command.js';
import type { CommonOptions } from './common-options.js';
import { commandNames, defineProgram } from './program.js';

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
  const program = defineProgram(
    version,
    { write: (text) => written.push(text), take: (call) => calls.push(call) },
    namesFor(words),
  );
  try {
    program.parse(words, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0) throw wrongUsage(error, program);
  }
  const call = calls[0];
  return call === undefined ? { type: 'text', text: written.join('') } : { type: 'command', call, options: program.opts<CommonOptions>() };
}

/** Where the name of a command comes first, that command is asked for; the others are not loaded, but for the one that tells a shell of all. */
const namesFor = ([first = '']: readonly string[]): readonly string[] => (commandNames.includes(first) && first !== 'completion' ? [first] : commandNames);

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
