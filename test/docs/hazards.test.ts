import { printOperations } from '../../src/cli/print-operations.js';
import { type HazardCode, hazardCodes } from '../../src/dialect/hazard.js';
import { errorCodes } from '../../src/kernel/error-catalogue.js';
import type { Operation } from '../../src/operation/operation.js';
import { hazardCases } from '../cases/hazards/all';
import { brokenLinks, expectBlocks, readPage } from '../support/docs.js';
import { assess } from '../support/hazards.js';

const page = readPage('hazards.md');
const sections = page.sections.filter(({ level, title }) => level === 3 && title.includes('/'));
const plain = (_: string, text: string): string => text;

/** The first case of the rule, with what it says of each step. */
async function exampleOf(code: HazardCode): Promise<string> {
  const [{ steps, context }] = hazardCases[code].fires;
  const found = await assess(steps, context);
  const said = new Map(steps.map((step, position): [Operation, (typeof found)[number]] => [step, (found[position] ?? []).filter((hazard) => hazard.code === code)]));
  return printOperations(steps, { namespace: 'public', hazards: said, paint: plain });
}

describe('the page of hazards', () => {
  it('has a section for each code, by area, in alphabetical order', () => {
    expect(sections.map(({ title }) => title)).toEqual([...hazardCodes].sort());
    expect(sections.map(({ chapter }) => chapter)).toEqual([...hazardCodes].sort().map((code) => code.split('/')[0]));
  });

  it('says of each what it means, and shows one example', () => {
    expect(sections.filter(({ prose, blocks }) => prose.trim() === '' || blocks.length !== 1).map(({ title }) => title)).toEqual([]);
  });

  it('shows what the command prints', async () => {
    const texts = new Map(await Promise.all(hazardCodes.map(async (code) => [code as string, await exampleOf(code)] as const)));
    expectBlocks(page, sections.flatMap(({ title, blocks: [block] }) => (block === undefined ? [] : [{ title, block, text: texts.get(title) ?? '' }])));
  });

  it('leads to what is there', () => {
    const elsewhere = brokenLinks(page).filter((link) => !link.startsWith('https://'));
    expect(elsewhere).toEqual([]);
  });

  it('has no code that an error has, too', () => {
    expect(hazardCodes.filter((code) => (errorCodes).includes(code))).toEqual([]);
  });
});
