import { parseArguments } from '../../src/cli/arguments.js';
import { createProject } from '../support/command.js';
import { createDatabase } from '../support/database.js';
import { brokenLinks, expectBlocks, readPage } from '../support/docs.js';
import { schemaLog } from '../support/schema-log.js';
import { actOut, isDialogue } from '../support/story.js';

const page = readPage('from-typeorm.md');

const dataSourceText = `import { DataSource } from 'typeorm';
import { Product } from './product.entity';
export const dataSource = new DataSource({ type: 'postgres', url: process.env.DATABASE_URL, entities: [Product] });
`;

describe('the page for those who come from TypeORM', () => {
  it('names commands that there are', () => {
    const commands = [...page.text.matchAll(/`limbeck ([^`]+)`/g)].map(([, words = '']) => words);
    expect(commands.length).toBeGreaterThan(12);
    for (const words of commands) expect(parseArguments(words.match(/"[^"]*"|\S+/g) ?? [], '1').type).toBe('command');
  });

  it('shows what each of both makes of one change, and what becomes of the rows', async () => {
    await using database = await createDatabase();
    await using project = await createProject({ files: { 'src/data-source.ts': dataSourceText, 'tsconfig.json': '{}' }, environment: { DATABASE_URL: database.url } });
    const acted = await actOut(page, { project, database });
    const rows = (): Promise<readonly unknown[]> => database.query('SELECT * FROM product ORDER BY id');
    expect(await rows()).toEqual([{ id: 1, name: 'pen' }, { id: 2, name: 'ink' }]);

    expect((await project.limbeck(['downgrade', '-1'])).exitCode).toBe(0);
    const queries = await schemaLog({ project, database });
    const block = page.sections.flatMap(({ blocks }) => blocks).find((each) => each.language === 'text' && !isDialogue(each));
    expectBlocks(page, [...(block === undefined ? [] : [{ title: 'One change, twice', block, text: queries.join('\n') }]), ...acted]);
    for (const query of queries) await database.query(query);
    expect(await rows()).toEqual([{ id: 1, name: '' }, { id: 2, name: '' }]);
  });

  it('leads to what is there', () => expect(brokenLinks(page)).toEqual([]));
});
