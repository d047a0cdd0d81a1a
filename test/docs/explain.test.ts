import { createDatabase, type TestDatabase } from '../support/database.js';
import { brokenLinks, compile, expectBlocks, fileNameIn, moduleOf, readPage, type Block, type Section } from '../support/docs.js';
import { createProject, environmentOf, type Project } from '../support/command.js';

const page = readPage('explain.md');

const blocksOf = (title: string): readonly Block[] => {
  const found: Section | undefined = page.sections.find((section) => section.title === title);
  if (found === undefined) throw new Error(`The page has no heading ${title}.`);
  return found.blocks;
};

const [entity, sql, explained] = blocksOf('Why is there a difference?') as unknown as [Block, Block, Block];
const [accepting, accepted] = blocksOf('Accepting a difference') as unknown as [Block, Block];
const asModule = (text: string): string => moduleOf(text.includes(': MigratorOptions') ? `import type { MigratorOptions } from 'limbeck';\n${text}` : text);

let database: TestDatabase;
let project: Project;

beforeAll(async () => {
  database = await createDatabase();
  await database.query(sql.text);
  project = await createProject({
    fixture: 'cli/shop',
    files: { 'entities/product.ts': entity.text },
    environment: environmentOf(database.options),
  });
});

afterAll(async () => {
  await project[Symbol.asyncDispose]();
  await database.drop();
});

describe('the page of differences', () => {
  it('has TypeScript that compiles, and leads to what is there', () => {
    const blocks = page.sections.flatMap((section) => section.blocks).filter(({ language }) => language === 'ts');
    expect(compile(new Map(blocks.map(({ text, line }) => [fileNameIn(text) ?? `explain-line-${line}.ts`, asModule(text)])))).toEqual([]);
    expect(brokenLinks(page)).toEqual([]);
  });

  it('shows what the command prints', async () => {
    const before = await project.limbeck(['diff', '--explain']);
    const config = await project.read('ormconfig.ts');
    await project.write({ 'ormconfig.ts': `import type { MigratorOptions } from 'limbeck';\n${config}\n${accepting.text}` });
    const after = await project.limbeck(['diff']);
    await project.write({ 'ormconfig.ts': config });
    expectBlocks(page, [
      { title: 'Why is there a difference?', block: explained, text: before.stdout.trimEnd() },
      { title: 'Accepting a difference', block: accepted, text: `${after.stdout}${after.stderr}`.trimEnd() },
    ]);
    expect(before).toMatchObject({ exitCode: 0, stderr: '' });
    expect(after.exitCode).toBe(0);
  });
});
