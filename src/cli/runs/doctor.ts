import { examine } from '../../doctor/examine.js';
import type { Finding, Level } from '../../doctor/finding.js';
import { count } from '../../kernel/text.js';
import { withoutPasswords } from '../../kernel/without-passwords.js';
import { loadConfig } from '../../typeorm/load-data-source.js';
import type { BareRun, Surroundings } from '../command.js';
import { migratorOptions } from '../migrator-options.js';
import type { Paint } from '../paint.js';

/** Says how it stands with all that Limbeck depends on; fails, with 1, where something is in its way. */
export const doctor: BareRun<object> = async (_, { options, reporter }) => {
  const found = await examine({ load: () => loadConfig(options.dataSource, options.name), optionsOf: (config) => migratorOptions(config, options, reporter) });
  const findings = found.map((each) => ({ ...each, text: withoutPasswords(each.text) }));
  const problems = findings.filter(({ level }) => level === 'problem');
  const width = Math.max(...findings.map(({ subject }) => subject.length));
  const closing = problems.length === 0 ? 'Nothing is in the way.' : `${count(problems.length, 'problem')}.`;
  return { exitCode: problems.length === 0 ? 0 : 1, lines: [...findings.map((each) => printFinding(each, width, reporter)), '', closing], json: { isHealthy: problems.length === 0, findings } };
};

const marks: { readonly [L in Level]: readonly [style: Parameters<Paint>[0], text: string] } = {
  good: ['green', 'ok'],
  warning: ['yellow', '! '],
  problem: ['red', 'x '],
  unknown: ['dim', '? '],
};

function printFinding({ subject, level, text, advice }: Finding, width: number, { paint }: Surroundings['reporter']): string {
  const below = `\n${' '.repeat(width + 6)}`;
  const line = `${paint(...marks[level])}  ${subject.padEnd(width)}  ${text.replaceAll('\n', below)}`;
  return advice === null ? line : `${line}${below}${paint('dim', advice.replaceAll('\n', below))}`;
}
