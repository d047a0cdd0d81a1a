import { createProject } from '../support/command.js';
import { createDatabase } from '../support/database.js';
import { brokenLinks, expectBlocks, readPage } from '../support/docs.js';
import { actOut, isDialogue } from '../support/story.js';

const page = readPage('getting-started.md');

describe('the page of the first steps', () => {
  it('says what somebody sees who does as it says, from the first step to the last', async () => {
    await using database = await createDatabase();
    await using project = await createProject({ files: { 'package.json': '{\n  "name": "shop",\n  "scripts": {\n    "start": "node dist/main.js"\n  }\n}\n' }, environment: { DATABASE_URL: database.url } });
    const acted = await actOut(page, { project, database });
    expect(acted).toHaveLength(page.sections.flatMap(({ blocks }) => blocks.filter(isDialogue)).length);
    expectBlocks(page, acted);
    expect(await database.query('SELECT name, price FROM product ORDER BY id')).toEqual([{ name: 'pen', price: null }, { name: 'ink', price: null }]);
    expect((await project.limbeck(['check'])).exitCode).toBe(0);
  });

  it('leads to what is there', () => expect(brokenLinks(page)).toEqual([]));
});
