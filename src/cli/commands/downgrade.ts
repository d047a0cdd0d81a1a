import { callOf, type DefineCommand } from '../command.js';
import { addRunOptions, type RunWords, requestOf } from '../run-options.js';

export const defineDowngrade: DefineCommand = (program, take) => {
  const command = program
    .command('downgrade')
    .description('undo the revisions that came after a target')
    .argument('<target>', 'base, a revision or the start of one, shop@base, or -1');
  addRunOptions(command).action((target: string, words: RunWords) =>
    take(callOf('downgrade', { target, ...requestOf(words) }, async () => (await import('../runs/downgrade.js')).downgrade)),
  );
};
