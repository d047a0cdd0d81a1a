import type { Command } from 'commander';
import type { BareRun } from '../command.js';
import { bashCompletion } from '../completion/bash.js';
import { fishCompletion } from '../completion/fish.js';
import type { Shell } from '../completion/shells.js';
import { type Vocabulary, vocabularyOf } from '../completion/vocabulary.js';
import { zshCompletion } from '../completion/zsh.js';
import { made } from '../outcome.js';

const scripts: { readonly [S in Shell]: (vocabulary: Vocabulary) => string } = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };

/** Prints the script of a shell for the commands of `program`. */
export const completionOf = (program: Command): BareRun<{ readonly shell: Shell }> => ({ shell }) => {
  const script = scripts[shell](vocabularyOf(program));
  return Promise.resolve(made(script, { shell, script }));
};
