import { parseArguments } from '../../src/cli/arguments.js';
import { hazardCodes } from '../../src/dialect/hazard.js';
import { levelOf, lintCodes } from '../../src/lint/levels.js';
import { completeOptions } from '../../src/migrator/options.js';
import { brokenLinks, codeIn, compile, evaluate, type ExpectedBlock, expectBlocks, fileNameIn, moduleOf, readPage, type Section } from '../support/docs.js';
import { createStage } from '../support/stage.js';

const page = readPage('linting.md');
const blocks = page.sections.flatMap(({ title, blocks: each }) => each.map((block) => ({ title, block })));
const programs = blocks.filter(({ block }) => block.language === 'ts').map(({ block: { text, line } }) => ({ name: fileNameIn(text) ?? `line-${line}.ts`, text }));
const files = programs.filter(({ text }) => fileNameIn(text) !== undefined);

const sectionOf = (title: string): Section => {
  const found = page.sections.find((section) => section.title === title);
  if (found === undefined) throw new Error(`The page has no heading ${title}.`);
  return found;
};

const codesIn = (text: string): readonly string[] => [...text.matchAll(/`([a-z]+\/[a-z-]+)`/g)].map(([, code = '']) => code);

describe('the page of linting', () => {
  it('has programs that compile, and options that are accepted', () => {
    expect(compile(new Map(programs.map(({ name, text }) => [name.replace('migrations/', ''), moduleOf(text)])))).toEqual([]);
    const options = programs.filter(({ text }) => text.includes('export const limbeck')).map(({ text }) => evaluate(text)['limbeck']);
    expect(options).toHaveLength(4);
    options.forEach((each) => expect(() => completeOptions(each)).not.toThrow());
  });

  it('names commands that there are', () => {
    const words = page.text.match(/(?<=`|npx )limbeck [^`\n]+/g) ?? [];
    expect(words.length).toBeGreaterThan(3);
    for (const each of words) expect(parseArguments(each.split(' ').slice(1), '0').type).toBe('command');
  });

  it('tells of all codes of linting itself, and of all that are no errors', () => {
    expect(sectionOf('Accepting a hazard').rows.map(([code]) => codeIn(code)).toSorted()).toEqual(lintCodes.filter((code) => code.startsWith('lint/')));
    expect(codesIn(sectionOf('Levels').prose).toSorted()).toEqual(lintCodes.filter((code) => levelOf(code, {}) !== 'error'));
  });

  it('finds all hazards but its own among the rules of the field', () => {
    const codes = sectionOf('Rules you know from elsewhere').rows.flatMap((row) => codesIn(row.at(-1) ?? ''));
    expect([...new Set(codes)].toSorted()).toEqual(hazardCodes.filter((code) => code !== 'unmanaged/lost' && code !== 'run/enum-value-used'));
  });

  it('shows what the commands print, one after the other', async () => {
    await using stage = await createStage(Object.fromEntries(files.map(({ name, text }) => [name, text])));
    expect((await stage.project.limbeck(['upgrade', '5acb'])).exitCode).toBe(0);
    await stage.database.query('ANALYZE product');
    const expected: ExpectedBlock[] = [];
    for (const [position, { block }] of blocks.entries()) {
      const next = blocks[position + 1];
      if (block.language !== 'sh' || next === undefined) continue;
      const { stdout, stderr } = await stage.project.limbeck(block.text.split(' ').slice(1));
      expected.push({ title: next.title, block: next.block, text: (stdout + stderr).trimEnd() });
    }
    expect(expected).toHaveLength(3);
    expectBlocks(page, expected);
  });

  it('leads to what is there', () => {
    expect(brokenLinks(page)).toEqual([]);
  });
});
