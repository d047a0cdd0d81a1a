import type { Command } from 'commander';
import { defineProgram } from '../../src/cli/program.js';
import { brokenLinks, codeIn, compile, readPage, type Section } from '../support/docs.js';
import { createStage } from '../support/stage.js';

const page = readPage('cli.md');

const program = defineProgram('1.2.3', () => undefined, () => undefined);

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

/** Commands that change nothing, so that several may run at once. */
const reading = new Set(['current', 'history', 'heads', 'branches', 'show', 'edit', 'check', 'diff']);

/** The examples in groups: those of a group may run at once. */
const groups = examples.reduce<(readonly (readonly string[])[])[]>((found, words) => {
  const last = found.at(-1);
  const together = last !== undefined && [...last, words].every((each) => reading.has(nameIn(each)));
  return together ? [...found.slice(0, -1), [...last, words]] : [...found, [words]];
}, []);

test('the examples work, one after the other, and print JSON of the shapes that the page tells', async () => {
  await using stage = await createStage();
  const shapes = sectionOf('JSON').blocks.filter(({ language }) => language === 'ts').map(({ text }) => text).join('\n');
  const printed: string[] = [];
  for (const group of groups) {
    const outcomes = group.map(async (words) => ({ words, ...(await stage.project.limbeck([...words, '--json', '--quiet'], { env: { EDITOR: 'true' } })) }));
    for (const { words, exitCode, stdout, stderr } of await Promise.all(outcomes)) {
      expect({ words, exitCode, stderr, stdout: exitCode === 0 ? '' : stdout }).toEqual({ words, exitCode: 0, stderr: '', stdout: '' });
      printed.push(`const output${printed.length}: Outputs["${nameIn(words)}"] = ${stdout};`);
    }
  }
  const wrong = await stage.project.limbeck(['upgrade', 'nowhere', '--json']);
  expect([wrong.exitCode, wrong.stderr]).toEqual([2, '']);
  printed.push(`const failure: Failure = ${wrong.stdout};`);
  expect(compile(new Map([['outputs.ts', `${shapes}\n${printed.join('\n')}\nexport {};`]]))).toEqual([]);
  expect(compile(new Map([['wrong.ts', `${shapes}\nconst wrong: Outputs["heads"] = { version: 1, command: "heads", heads: [{}] };\nexport {};`]]))).not.toEqual([]);
  expect(examples.length).toBeGreaterThan(20);
}, 180_000);
