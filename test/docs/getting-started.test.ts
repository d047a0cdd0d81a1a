import { join, resolve } from 'node:path';
import ts from 'typescript';
import { createProject } from '../support/command.js';
import { createDatabase } from '../support/database.js';
import { brokenLinks, expectBlocks, fileNameIn, readPage } from '../support/docs.js';
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

  it('has a tsconfig with which its app compiles', async () => {
    const blocks = page.sections.flatMap((section) => section.blocks);
    const files = blocks.flatMap(({ text }) => (fileNameIn(text) === undefined ? [] : [[fileNameIn(text) ?? '', text] as const]));
    await using project = await createProject({ files: Object.fromEntries(files) });
    const { text = '' } = blocks.find(({ language }) => language === 'json') ?? {};
    const { options, errors } = ts.parseJsonConfigFileContent({ ...(JSON.parse(text) as object), files: files.map(([path]) => path) }, ts.sys, project.folder);
    expect(errors).toEqual([]);
    const typeRoots = [resolve(__dirname, '../../node_modules/@types')];
    const program = ts.createProgram(files.map(([path]) => join(project.folder, path)), { ...options, typeRoots });
    expect(ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([]);
  });

  it('leads to what is there', () => expect(brokenLinks(page)).toEqual([]));
});
