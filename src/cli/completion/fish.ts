import type { CompletedOption, Vocabulary } from './vocabulary.js';

/**
 * A script for fish.
 *
 * Source: fish 3.7 documentation, `complete`.
 */
export function fishCompletion({ commands, options }: Vocabulary): string {
  const first = `not __fish_seen_subcommand_from ${commands.map(({ name }) => name).join(' ')}`;
  return [
    'complete -c limbeck -f',
    ...options.map((option) => `complete -c limbeck ${optionWords(option)}`),
    ...commands.map(({ name, description }) => `complete -c limbeck -n ${quote(first)} -a ${name} -d ${quote(description)}`),
    ...commands.flatMap(({ name, options: own, words }) => {
      const after = `complete -c limbeck -n ${quote(`__fish_seen_subcommand_from ${name}`)}`;
      return [...own.map((option) => `${after} ${optionWords(option)}`), ...(words.length === 0 ? [] : [`${after} -a ${quote(words.join(' '))}`])];
    }),
    '',
  ].join('\n');
}

/** In single quotes, fish reads a backslash only before a quote or another. */
const quote = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;

function optionWords({ flags, description, value }: CompletedOption): string {
  const names = flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
  const follows = value === 'none' ? [] : value === 'file' ? ['-r', '-F'] : value === 'folder' ? ['-x', "-a '(__fish_complete_directories)'"] : value === 'text' ? ['-x'] : ['-x', `-a ${quote(value.join(' '))}`];
  return [...names, ...follows, `-d ${quote(description)}`].join(' ');
}
