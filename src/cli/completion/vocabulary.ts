import type { Command, Option } from 'commander';

/** What can follow an option: nothing, a path, one of some words, or what only its author knows. */
export type Value = 'none' | 'file' | 'folder' | 'text' | readonly string[];

/** An option as a shell completes it. */
export interface CompletedOption {
  /** `-d`, `--data-source` */
  readonly flags: readonly string[];
  readonly description: string;
  readonly value: Value;
}

/** A command as a shell completes it. */
export interface CompletedCommand {
  readonly name: string;
  readonly description: string;
  readonly options: readonly CompletedOption[];
  /** Words that may be its arguments. */
  readonly words: readonly string[];
}

/** All that can be completed behind `limbeck`. */
export interface Vocabulary {
  readonly commands: readonly CompletedCommand[];
  /** What every command understands. */
  readonly options: readonly CompletedOption[];
}

/** What a shell has to know, from the tree of commands itself. */
export const vocabularyOf = (program: Command): Vocabulary => ({
  commands: program.commands.map((command) => ({
    name: command.name(),
    description: command.description(),
    options: command.options.map(completedOption),
    words: command.registeredArguments.flatMap((argument) => argument.argChoices ?? (isTarget(argument.name()) ? symbols : [])),
  })),
  options: [...program.options.map(completedOption), { flags: ['-h', '--help'], description: 'print what a command does', value: 'none' }],
});

const isTarget = (name: string): boolean => ['target', 'targets', 'revisions'].includes(name);

/** The names of revisions that are the same everywhere. */
const symbols = ['head', 'heads', 'base', 'current'];

const completedOption = (option: Option): CompletedOption => ({
  flags: [option.short, option.long].filter((flag) => flag !== undefined),
  description: option.description,
  value: valueOf(option),
});

function valueOf({ argChoices, flags, required, optional }: Option): Value {
  if (argChoices !== undefined) return argChoices;
  if (!required && !optional) return 'none';
  return flags.endsWith('<file>') ? 'file' : flags.endsWith('<folder>') ? 'folder' : 'text';
}
