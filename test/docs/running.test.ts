import { parseArguments } from '../../src/cli/arguments.js';
import { brokenLinks, compile, expectBlocks, fileNameIn, readPage, type ExpectedBlock } from '../support/docs.js';
import { createStage } from '../support/stage.js';

const page = readPage('running.md');
const blocks = page.sections.flatMap(({ title, blocks: each }) => each.map((block) => ({ title, block })));
const files = blocks.flatMap(({ block }) => (block.language === 'ts' ? [[fileNameIn(block.text) ?? '', block.text] as const] : []));

/** What the command printed, without what differs from one run to the next. */
const shown = (text: string, folder: string): string =>
  text.replaceAll(`${folder}/`, '').replace(/\(\d[\d.]* (?:ms|s)\)/g, '(12 ms)').trimEnd();

describe('the page of running', () => {
  it('has revision files that compile', () => {
    expect(files.map(([name]) => name)).toEqual(['migrations/1-products.ts', 'migrations/2-unique-names.ts']);
    expect(compile(new Map(files.map(([name, text]) => [name.replace('migrations/', ''), text])))).toEqual([]);
  });

  it('names commands that there are', () => {
    const words = page.text.match(/`limbeck [^`]+`/g) ?? [];
    expect(words.length).toBeGreaterThan(3);
    for (const each of words) expect(parseArguments(each.slice(9, -1).split(' '), '0').type).toBe('command');
  });

  it('shows what the commands print, one after the other', async () => {
    const revisions = Object.fromEntries(files);
    await using stage = await createStage(revisions);
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
    expect(expected).toHaveLength(5);
    expectBlocks(page, expected);
  });

  it('leads to what is there', () => {
    expect(brokenLinks(page)).toEqual([]);
  });
});
