import { quote } from './quote.js';
import type { CompletedOption, Value, Vocabulary } from './vocabulary.js';

/**
 * A script for bash.
 *
 * Source: Bash 5.2 reference manual, 8.6 "Programmable Completion".
 */
export function bashCompletion({ commands, options }: Vocabulary): string {
  const all = [...options, ...commands.flatMap((command) => command.options)];
  const own = commands.map(({ name, options: more, words }) => `    ${name}) words=${quote([...words, ...flagsOf([...more, ...options])].join(' '))} ;;`);
  return [
    '_limbeck() {',
    '  local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command= word words',
    '  COMPREPLY=()',
    '  case $before in',
    ...valueCases(all),
    '  esac',
    '  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do',
    `    case $word in ${commands.map(({ name }) => name).join('|')}) command=$word; break ;; esac`,
    '  done',
    '  case $command in',
    `    '') words=${quote([...commands.map(({ name }) => name), ...flagsOf(options)].join(' '))} ;;`,
    ...own,
    '  esac',
    '  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")',
    '}',
    'complete -F _limbeck limbeck',
    '',
  ].join('\n');
}

const flagsOf = (options: readonly CompletedOption[]): readonly string[] => options.flatMap(({ flags }) => flags);

/** What completes the value of an option, as an argument of `compgen`. */
const generators = (value: Value): string | null => {
  if (value === 'none') return null;
  if (value === 'file') return '-f';
  if (value === 'folder') return '-d';
  return value === 'text' ? '' : `-W ${quote(value.join(' '))}`;
};

function valueCases(options: readonly CompletedOption[]): readonly string[] {
  const flags = new Map<string, Set<string>>();
  for (const option of options) {
    const generator = generators(option.value);
    if (generator !== null) flags.set(generator, new Set([...(flags.get(generator) ?? []), ...option.flags]));
  }
  return [...flags].map(([generator, of]) => `    ${[...of].join('|')})${generator === '' ? '' : ` mapfile -t COMPREPLY < <(compgen ${generator} -- "$current");`} return ;;`);
}
