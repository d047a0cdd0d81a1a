import { callOf, type DefineCommand } from '../command.js';
import { addRunOptions, type RunWords, requestOf } from '../run-options.js';

export const defineUpgrade: DefineCommand = (program, take) => {
  const command = program
    .command('upgrade')
    .description('run the revisions that lead to a target')
    .argument('[target]', 'head, heads, a revision or the start of one, shop@head, or +1', 'head');
  addRunOptions(command).action((target: string, words: RunWords) =>
    take(callOf('upgrade', { target, ...requestOf(words) }, async () => (await import('../runs/upgrade.js')).upgrade)),
  );
};
