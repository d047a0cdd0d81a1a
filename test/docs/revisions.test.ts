import { readMetadata } from '../../src/revision/read-metadata.js';
import { parseIdentifier } from '../../src/revision/identifier.js';
import { needsApplied, parseRange } from '../../src/revision/range.js';
import { faultsInChain, type PlantedFault, plantedFaults } from '../cases/planted-faults/faults.js';
import { brokenLinks, codeIn, compile, expectBlocks, readPage, type Block } from '../support/docs.js';
import { createStage } from '../support/stage.js';
import type { Project } from '../support/command.js';

const page = readPage('revisions.md');
const sectionOf = (title: string) => page.sections.filter((section) => section.title === title);
const codesIn = (title: string): readonly string[] => sectionOf(title).flatMap(({ rows }) => rows.flatMap(([cell = '']) => [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code)));

/** What people would see, without what is new each time. */
const settled = (text: string): string =>
  text.replace(/\d{4}_\d\d_\d\d_\d{4}-/g, '2026_11_21_0930-').replace(/\(\d[^)]* m?s\)/g, '(12 ms)').trimEnd();

/** The commands of a session, each followed by what it prints. */
async function runSession({ text }: Block, project: Project): Promise<string> {
  const shown: string[] = [];
  for (const line of text.split('\n').filter((each) => each.startsWith('$ limbeck '))) {
    const words = [...line.slice('$ limbeck '.length).matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
    const { stdout, stderr } = await project.limbeck(words);
    shown.push([line, settled(stdout), settled(stderr)].filter((part) => part !== '').join('\n'));
  }
  return shown.join('\n');
}

it('shows sessions as they are', async () => {
  await using stage = await createStage();
  const sessions = page.sections.flatMap(({ title, blocks }) => blocks.filter(({ language }) => language === 'console').map((block) => ({ title, block })));
  const expected = [];
  for (const { title, block } of sessions) expected.push({ title, block, text: await runSession(block, stage.project) });
  expectBlocks(page, expected);
  expect(sessions.length).toBeGreaterThan(3);
}, 120_000);

it('shows a file that compiles, and whose members are those of the table', () => {
  const [block] = sectionOf('A file').flatMap(({ blocks }) => blocks);
  expect(compile(new Map([['add-invoice.ts', block?.text ?? '']]))).toEqual([]);
  const said = { id: 'b100000000b1', parents: ['ac00000000a1'], labels: ['billing'], dependsOn: ['5ea000000051'] };
  expect(readMetadata(block?.text ?? '', 'add-invoice.ts')).toMatchObject([said]);
  expect(sectionOf('A file').flatMap(({ rows }) => rows.map(([cell]) => codeIn(cell)))).toEqual(['revision', 'downRevision', 'branchLabels', 'dependsOn', 'phase', 'replaces']);
});

it('names revisions and ranges that are understood', () => {
  expect(codesIn('Naming revisions').map((text) => parseIdentifier(text).text)).toEqual(codesIn('Naming revisions'));
  expect(codesIn('Ranges').filter((text) => needsApplied(parseRange(text)))).toEqual(codesIn('Ranges').filter((text) => text.includes('current')));
});

/** One planted fault below the other, and how each is told. */
const shownFaults = (faults: readonly PlantedFault[]): string =>
  faults.map(({ in: direction, fault, differences = [], reason }) => [`${direction}: ${fault}`, ...differences, ...(reason === undefined ? [] : [reason])].map(onOneLine).join('\n  ')).join('\n');

const onOneLine = (text: string): string => text.replace(/\s+/g, ' ');

it('lists the faults that are planted, and how they are told', () => {
  const [{ title, blocks: [alone, inChain] } = { title: '', blocks: [] }] = sectionOf('What verification catches');
  if (alone === undefined || inChain === undefined) throw new Error('There is no list of faults.');
  expectBlocks(page, [
    { title, block: alone, text: shownFaults(plantedFaults) },
    { title, block: inChain, text: shownFaults(faultsInChain) },
  ]);
});

it('leads to what is there', () => expect(brokenLinks(page)).toEqual([]));
