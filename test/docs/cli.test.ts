import type { Command } from 'commander';
import { defineProgram } from '../../src/cli/program.js';
import { environmentOf } from '../support/command.js';
import { brokenLinks, codeIn, compile, readPage, type Section } from '../support/docs.js';
import { runScript } from '../support/script.js';
import { createStage } from '../support/stage.js';

const page = readPage('cli.md');

const program = defineProgram('1.2.3', { write: () => undefined, take: () => undefined });

const sectionOf = (title: string): Section => {
  const found = page.sections.find((section) => section.title === title);
  if (found === undefined) throw new Error(`The page has no heading ${title}.`);
  return found;
};

/** The arguments and options of a command as its help shows them; those that come with every command are not its own. */
const wordsOf = (command: Command): readonly string[] => [
  ...command.registeredArguments.map((argument) => {
    const name = `${argument.name()}${argument.variadic ? '...' : ''}`;
    return argument.required ? `<${name}>` : `[${name}]`;
  }),
  ...command.options.map(({ flags }) => flags),
];

const firstCells = ({ rows }: Section): readonly (string | null)[] => rows.map(([cell]) => codeIn(cell));

describe('the page of the command line', () => {
  it.each(program.commands.map((command) => [command.name(), command] as const))('tells of %s with all its words, and shows how', (name, command) => {
    const section = sectionOf(name);
    expect(section.chapter).toBe('Commands');
    expect(firstCells(section)).toEqual(wordsOf(command));
    expect(section.rows.filter(([, meaning = '']) => meaning === '')).toEqual([]);
    expect(section.blocks.filter(({ language }) => language === 'sh').map(({ text }) => text).join('\n')).toContain(`limbeck ${name}`);
  });

  it('tells of no command that there is not', () => {
    const told = page.sections.filter(({ chapter, level }) => chapter === 'Commands' && level === 3).map(({ title }) => title);
    expect(told.toSorted()).toEqual(program.commands.map((command) => command.name()).toSorted());
  });

  it('tells of what every command understands', () => {
    const own = ['-h, --help', '--version'];
    expect(firstCells(sectionOf('Options of every command'))).toEqual([...wordsOf(program).filter((flags) => !own.includes(flags)), ...own]);
  });

  it('leads to what is there', () => {
    expect(brokenLinks(page)).toEqual([]);
  });
});

/** The words of a line as a shell makes them of it; quotes hold words together. */
const wordsIn = (line: string): readonly string[] => (line.match(/"[^"]*"|'[^']*'|[^\s"']+/g) ?? []).map((word) => word.replace(/^["']|["']$/g, ''));

/** The commands of the page, in order. */
const examples = page.sections
  .flatMap(({ blocks }) => blocks)
  .filter(({ language }) => language === 'sh')
  .flatMap(({ text }) => text.split('\n'))
  .map((line) => line.replace(/\s+#.*$/, ''))
  .filter((line) => line.startsWith('limbeck '))
  .map((line) => wordsIn(line).slice(1));

const nameIn = (words: readonly string[]): string => words.find((word) => program.commands.some((command) => command.name() === word)) ?? '';

/** Runs commands in one process, which saves the time of starting each: other tests do that. */
const runner = `
const { parseArguments } = require(LIMBECK + '/cli/arguments.js');
const { runCommand } = require(LIMBECK + '/cli/run-command.js');
const write = process.stdout.write.bind(process.stdout);
const run = async (words) => {
  let stdout = '';
  process.stdout.write = (text) => { stdout += text; return true; };
  const { call, options } = parseArguments([...words, '--json', '--quiet'], '1.2.3');
  const exitCode = await runCommand(call, options).catch((error) => error.message);
  return { words, exitCode, stdout };
};
(async () => {
  const outcomes = [];
  for (const words of JSON.parse(process.env.EXAMPLES)) outcomes.push(await run(words));
  write(JSON.stringify(outcomes));
})();`;

interface ExampleOutcome {
  readonly words: readonly string[];
  readonly exitCode: number | string;
  readonly stdout: string;
}

test('the examples work, one after the other, and print JSON of the shapes that the page tells', async () => {
  await using stage = await createStage();
  const shapes = sectionOf('JSON').blocks.filter(({ language }) => language === 'ts').map(({ text }) => text).join('\n');
  const env = { ...environmentOf(stage.database.options), EDITOR: 'true', EXAMPLES: JSON.stringify(examples) };
  const { stdout, stderr } = await runScript(runner, { cwd: stage.project.folder, env });
  expect(stderr).toBe('');
  const outcomes = JSON.parse(stdout) as readonly ExampleOutcome[];
  expect(outcomes.filter(({ exitCode }) => exitCode !== 0)).toEqual([]);
  const printed = outcomes.map(({ words, stdout: json }, index) => `const output${index}: Outputs["${nameIn(words)}"] = ${json};`);
  const wrong = await stage.project.limbeck(['upgrade', 'nowhere', '--json']);
  expect([wrong.exitCode, wrong.stderr]).toEqual([2, '']);
  const wrongShape = '// @ts-expect-error -- a revision has more than nothing\nconst wrong: Outputs["heads"] = { version: 1, command: "heads", heads: [{}] };';
  expect(compile(new Map([['outputs.ts', [shapes, ...printed, `const failure: Failure = ${wrong.stdout};`, wrongShape, 'export {};'].join('\n')]]))).toEqual([]);
  expect(printed.length).toBeGreaterThan(20);
});
