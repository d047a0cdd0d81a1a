import { brokenLinks, compile, expectBlocks, moduleOf, readPage, type Block } from '../support/docs.js';
import { createStage } from '../support/stage.js';

const page = readPage('drift.md');
const blocksOf = (title: string): readonly Block[] => page.sections.find((section) => section.title === title)?.blocks ?? [];
const [entity, byHand, told] = blocksOf('What has changed here?') as unknown as [Block, Block, Block];
const [undo] = blocksOf('What to do about it') as unknown as [Block];

describe('the page of drift', () => {
  it('has TypeScript that compiles, and leads to what is there', () => {
    expect(compile(new Map([['product.ts', moduleOf(entity.text)]]))).toEqual([]);
    expect(brokenLinks(page)).toEqual([]);
  });

  it('shows what the command prints', async () => {
    await using stage = await createStage({ 'entities/product.ts': entity.text });
    for (const words of [['revision', '--autogenerate', '-m', 'create product'], ['upgrade']]) expect((await stage.project.limbeck(words)).exitCode).toBe(0);
    expect(await stage.project.limbeck(['drift'])).toMatchObject({ exitCode: 0, stdout: 'The database is what its 1 applied revision builds.\n', stderr: '' });
    await stage.database.query(byHand.text);
    const [drift, script] = [await stage.project.limbeck(['drift']), await stage.project.limbeck(['drift', '--sql'])];
    expectBlocks(page, [
      { title: 'What has changed here?', block: told, text: drift.stdout.trimEnd() },
      { title: 'What to do about it', block: undo, text: script.stdout.trimEnd() },
    ]);
    expect([drift, script]).toMatchObject([{ exitCode: 1, stderr: '' }, { exitCode: 1, stderr: '' }]);

    await stage.database.query(script.stdout);
    const left = JSON.parse((await stage.project.limbeck(['drift', '--json'])).stdout) as { readonly operations: unknown };
    expect(left).toMatchObject({ hasDrifted: true, operations: [], undo: [], omitted: [] });
  });
});
