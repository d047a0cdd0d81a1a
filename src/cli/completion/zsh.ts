import { quote } from './quote.js';
import type { CompletedOption, Vocabulary } from './vocabulary.js';

/**
 * A script for zsh.
 *
 * Source: zsh 5.9 manual, 20 "Completion System", `_describe`, `_files`.
 */
export function zshCompletion({ commands, options }: Vocabulary): string {
  const all = [...options, ...commands.flatMap((command) => command.options)];
  const described = (more: readonly CompletedOption[]): readonly string[] => more.flatMap(({ flags, description }) => flags.map((flag) => entry(flag, description)));
  return [
    '#compdef limbeck',
    '_limbeck() {',
    '  local command= word',
    '  local -a candidates',
    '  case $words[CURRENT-1] in',
    ...valueCases(all),
    '  esac',
    '  for word in ${words[2,CURRENT-1]}; do',
    `    case $word in (${commands.map(({ name }) => name).join('|')}) command=$word; break ;; esac`,
    '  done',
    '  case $command in',
    `    ('') candidates=(${[...commands.map(({ name, description }) => entry(name, description)), ...described(options)].join(' ')}) ;;`,
    ...commands.map(({ name, words, options: own }) => `    (${name}) candidates=(${[...words.map((word) => quote(word)), ...described([...own, ...options])].join(' ')}) ;;`),
    '  esac',
    "  _describe -o 'limbeck' candidates",
    '}',
    'compdef _limbeck limbeck',
    '',
  ].join('\n');
}

/** A word and what it means, as `_describe` parts them. */
const entry = (word: string, description: string): string => quote(`${word.replaceAll(':', '\\:')}:${description}`);

function valueCases(options: readonly CompletedOption[]): readonly string[] {
  return options.flatMap(({ flags, value }) => {
    if (value === 'none') return [];
    const done = value === 'file' ? '_files' : value === 'folder' ? '_files -/' : value === 'text' ? "_message 'a value'" : `compadd ${value.join(' ')}`;
    return [`    (${flags.join('|')}) ${done}; return ;;`];
  });
}
