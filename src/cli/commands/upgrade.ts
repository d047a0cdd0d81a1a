import { Option } from 'commander';
import { callOf, type DefineCommand } from '../command.js';
import { addRunOptions, type RunWords, requestOf, type UpgradeWish } from '../run-options.js';
import { asksForScript, destinationOf, type ScriptOptions, withScriptOptions } from '../script-options.js';

interface UpgradeWords extends RunWords, ScriptOptions {
  readonly requireSafe?: true;
}

const safetyOf = ({ requireSafe }: UpgradeWords): Pick<UpgradeWish, 'requireSafe'> => (requireSafe === undefined ? {} : { requireSafe });

export const defineUpgrade: DefineCommand = (program, take) => {
  const command = program
    .command('upgrade')
    .description('run the revisions that lead to a target')
    .argument('[target]', 'head, heads, a revision or the start of one, shop@head, or +1; with --sql a range too, such as ae10:head', 'head');
  addRunOptions(command).addOption(new Option('--require-safe', 'run nothing unless each hazard is accepted').conflicts(['sql', 'output']));
  withScriptOptions(command).action((target: string, words: UpgradeWords) =>
    take(
      asksForScript(words)
        ? callOf('upgrade', { range: target, ...destinationOf(words) }, async () => (await import('../runs/upgrade-sql.js')).upgradeSql)
        : callOf('upgrade', { target, ...requestOf(words), ...safetyOf(words) }, async () => (await import('../runs/upgrade.js')).upgrade),
    ),
  );
};
