import { Option } from 'commander';
import { type Phase, phases } from '../../revision/phase.js';
import { callOf, type DefineCommand } from '../command.js';
import { addRunOptions, type RunWords, requestOf } from '../run-options.js';
import { asksForScript, destinationOf, type ScriptOptions, withScriptOptions } from '../script-options.js';

interface UpgradeWords extends RunWords, ScriptOptions {
  readonly phase?: Phase;
  readonly requireSafe?: true;
}

export const defineUpgrade: DefineCommand = (program, take) => {
  const command = program
    .command('upgrade')
    .description('run the revisions that lead to a target')
    .argument('[target]', 'head, heads, a revision or the start of one, shop@head, or +1; with --sql a range too, such as ae10:head', 'head')
    .addOption(new Option('--phase <phase>', 'stop before what belongs to a later phase of the deploy').choices(phases))
    .addOption(new Option('--require-safe', 'run nothing unless each hazard is accepted').conflicts(['sql', 'output']));
  withScriptOptions(addRunOptions(command)).action((target: string, words: UpgradeWords) => {
    const phase = words.phase === undefined ? {} : { phase: words.phase };
    const safety = words.requireSafe === undefined ? {} : { requireSafe: words.requireSafe };
    take(
      asksForScript(words)
        ? callOf('upgrade', { range: target, ...phase, ...destinationOf(words) }, () => (require('../runs/upgrade-sql.js') as typeof import('../runs/upgrade-sql.js')).upgradeSql)
        : callOf('upgrade', { target, ...phase, ...safety, ...requestOf(words) }, () => (require('../runs/upgrade.js') as typeof import('../runs/upgrade.js')).upgrade),
    );
  });
};
