import { parseArguments } from '../../src/cli/arguments.js';
import { brokenLinks, compile, expectBlocks, fileNameIn, moduleOf, readPage, type ExpectedBlock } from './docs.js';
import { createStage } from './stage.js';

/** A page that tells a story: revision files, and commands and SQL one after the other, with what the commands print. */
export interface PageStory {
  /** The name of its file in `docs`. */
  readonly name: string;
  /** The paths of its revision files; other examples only have to compile. */
  readonly files: readonly string[];
  /** How many of the commands are shown with what they print. */
  readonly printed: number;
}

/** What the command printed, without what differs from one run to the next. */
const shown = (text: string, folder: string): string =>
  text.replaceAll(`${folder}/`, '').replace(/\(\d[\d.]* (?:ms|s)\)/g, '(12 ms)').trimEnd();

/** Defines the tests that hold a page to what it tells. */
export function itTellsTheTruth({ name, files: names, printed }: PageStory): void {
  const page = readPage(name);
  const blocks = page.sections.flatMap(({ title, blocks: each }) => each.map((block) => ({ title, block })));
  const modules = blocks.flatMap(({ block }) => (block.language === 'ts' ? [block] : []));
  const named = modules.map(({ text, line }) => ({ path: fileNameIn(text), text, line }));
  const files = named.flatMap(({ path, text }) => (path === undefined ? [] : [[path, text] as const]));
  const examples = named.filter(({ path }) => path === undefined).map(({ text, line }) => [`line-${line}.ts`, moduleOf(text)] as const);

  it('has revision files and examples that compile', () => {
    expect(files.map(([path]) => path)).toEqual(names);
    expect(compile(new Map([...files.map(([path, text]) => [path.replace('migrations/', ''), text] as const), ...examples]))).toEqual([]);
  });

  it('names commands that there are', () => {
    const words = page.text.match(/`limbeck [^`]+`/g) ?? [];
    for (const each of words) expect(parseArguments(each.slice(9, -1).split(' '), '0').type).toBe('command');
  });

  it('shows what the commands print, one after the other', async () => {
    await using stage = await createStage(Object.fromEntries(files));
    const expected: ExpectedBlock[] = [];
    for (const [position, { block }] of blocks.entries()) {
      if (block.language === 'sql') await stage.database.query(block.text);
      const next = blocks[position + 1];
      if (block.language !== 'sh') continue;
      if (next?.block.language !== 'text') {
        expect(parseArguments(block.text.split(' ').slice(1), '0').type).toBe('command');
        continue;
      }
      const { stdout, stderr, exitCode } = await stage.project.limbeck(block.text.split(' ').slice(1));
      const text = [stdout, stderr].map((each) => shown(each, stage.project.folder)).filter((each) => each !== '').join('\n');
      expect(exitCode).toBe(text.includes('error:') ? 2 : 0);
      expected.push({ title: next.title, block: next.block, text });
    }
    expect(expected).toHaveLength(printed);
    expectBlocks(page, expected);
  });

  it('leads to what is there', () => {
    expect(brokenLinks(page)).toEqual([]);
  });
}
