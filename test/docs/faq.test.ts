import { parseArguments } from '../../src/cli/arguments.js';
import { createProject } from '../support/command.js';
import { createDatabase } from '../support/database.js';
import { brokenLinks, expectBlocks, readPage } from '../support/docs.js';
import { schemaLog } from '../support/schema-log.js';
import { actOut } from '../support/story.js';

const page = readPage('faq.md');

describe('the page of questions', () => {
  it('answers with what happens', async () => {
    await using database = await createDatabase();
    await using project = await createProject({ files: { 'tsconfig.json': '{}' }, environment: { DATABASE_URL: database.url } });
    const acted = await actOut(page, { project, database });
    expect(acted).toHaveLength(4);
    expectBlocks(page, acted);
    expect(await database.query('SELECT title, price, size FROM product ORDER BY id')).toEqual([{ title: 'pen', price: '1.5', size: 's' }, { title: 'desk', price: '1.5', size: 'l' }]);
    const sizes = await database.query('SELECT enum_range(NULL::product_size_enum)::text AS all');
    expect(sizes).toEqual([{ all: '{s,m,l}' }]);
    const reported = (await schemaLog({ project, database })).filter((query) => query.includes('SET DEFAULT'));
    expect(reported.map((query) => /COLUMN "(\w+)"/.exec(query)?.[1]).sort()).toEqual(['labels', 'price', 'until']);
    expect((await project.limbeck(['downgrade', 'base'])).exitCode).toBe(0);
  });

  it('names commands that there are', () => {
    const commands = [...page.text.matchAll(/`limbeck ([^`]+)`/g)].map(([, words = '']) => words.split(' '));
    expect(commands.length).toBeGreaterThan(5);
    for (const words of commands) if (words[0] !== 'revision') expect(parseArguments(words, '1').type).toBe('command');
  });

  it('lists its questions', () => {
    const [first] = page.sections;
    const listed = [...(first?.prose ?? '').matchAll(/^- \[(.*?)\]/gm)].map(([, title]) => title);
    expect(listed).toEqual(page.sections.filter(({ level }) => level === 2).map(({ title }) => title));
  });

  it('leads to what is there', () => expect(brokenLinks(page)).toEqual([]));
});
