import { parse } from 'yaml';
import { program } from '../support/command-line.js';
import { type Block, brokenLinks, codeIn, readPage, type Section } from '../support/docs.js';
import { createStage } from '../support/stage.js';

const page = readPage('ci.md');

const sectionOf = (title: string): Section => {
  const found = page.sections.find((section) => section.title === title);
  if (found === undefined) throw new Error(`The page has no heading ${title}.`);
  return found;
};

/** As much of a workflow of GitHub, or of a file of GitLab, as runs something. */
interface Workflow {
  readonly jobs?: Readonly<Record<string, { readonly steps: readonly { readonly run?: string }[] }>>;
}

/** The lines that a block runs in a shell. */
function linesIn({ language, text }: Block): readonly string[] {
  if (language !== 'yaml') return text.split('\n');
  const document = parse(text) as Workflow & Readonly<Record<string, { readonly script?: readonly string[] }>>;
  const { jobs, ...own } = document;
  if (jobs !== undefined) return Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []));
  return Object.values(own).flatMap(({ script }) => script ?? []);
}

/** The words of the commands in the blocks of a section, in order. */
const commandsIn = (title: string): readonly (readonly string[])[] =>
  sectionOf(title).blocks.flatMap(linesIn).flatMap((line) => [...line.matchAll(/npx limbeck ([^&]*)/g)].map(([, words = '']) => words.trim().split(' ')));

describe('the page of CI', () => {
  it.each(['GitHub', 'GitLab'])('has jobs that pass for a project in order, and fail for one that forgot a revision: %s', async (title) => {
    await using stage = await createStage();
    expect((await stage.project.limbeck(['revision', '--autogenerate', '-m', 'first table'])).exitCode).toBe(0);
    const commands = commandsIn(title);
    expect(commands.map(([name]) => name)).toEqual(['lint', 'upgrade', 'check', 'verify']);
    for (const words of commands) expect(await stage.project.limbeck(words)).toMatchObject({ exitCode: 0 });
    await stage.project.write({ 'entities/product.ts': (await stage.project.read('entities/product.ts')).replace('name:', 'title:') });
    expect((await stage.project.limbeck(['check'])).exitCode).toBe(1);
    expect((await stage.project.limbeck(['verify'])).exitCode).toBe(1);
  });

  it('reports what a branch adds, as a page and as a comment, on GitHub and on GitLab', async () => {
    await using stage = await createStage();
    expect((await stage.project.limbeck(['revision', '--autogenerate', '-m', 'first table'])).exitCode).toBe(0);
    const commands = commandsIn('A report for the reviewer');
    const one = [['upgrade'], ['report', '--output', 'report.html'], ['report', '--format', 'markdown', '--output', 'report.md']];
    expect(commands).toEqual([...one, ...one]);
    for (const words of one.slice(1)) expect(await stage.project.limbeck(words)).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await stage.project.read('report.html')).toContain('1 revision to review');
    expect(await stage.project.read('report.md')).toContain('+ product');
    expect((await stage.project.limbeck(['upgrade'])).exitCode).toBe(0);
    for (const words of one.slice(1)) expect(await stage.project.limbeck(words)).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await stage.project.read('report.md')).toContain('No revision to review');
  });

  it('deploys, and does so again', async () => {
    await using stage = await createStage();
    await stage.project.limbeck(['revision', '--autogenerate', '-m', 'first table']);
    const [words = []] = commandsIn('Deploying');
    for (const _ of [1, 2]) expect(await stage.project.limbeck(words)).toMatchObject({ exitCode: 0 });
  });

  it('names commands that there are, and every exit code', () => {
    const named = [...page.text.matchAll(/`(?:npx )?limbeck ([a-z-]+)/g)].map(([, name]) => name);
    expect(named.filter((name) => !program.commands.some((command) => command.name() === name))).toEqual([]);
    expect(sectionOf('Exit codes').rows.map(([code]) => codeIn(code))).toEqual(['0', '1', '2', '3']);
  });

  it('leads to what is there', () => expect(brokenLinks(page)).toEqual([]));
});
