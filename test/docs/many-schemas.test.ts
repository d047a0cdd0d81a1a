import { join } from 'node:path';
import { parseArguments } from '../../src/cli/arguments.js';
import { createProject } from '../support/command.js';
import { createDatabase } from '../support/database.js';
import { brokenLinks, compile, expectBlocks, fileNameIn, moduleOf, readPage } from '../support/docs.js';
import { actOut, isDialogue } from '../support/story.js';

const page = readPage('many-schemas.md');
const blocks = page.sections.flatMap((section) => section.blocks);

/** With what most projects need not say: the compiler options of this one are stricter. */
const asModule = (text: string): string =>
  `${/^export const limbeck: /.test(text) ? "import type { MigratorOptions } from 'limbeck';\n" : ''}${moduleOf(text).replaceAll('process.env.DATABASE_URL', "process.env.DATABASE_URL ?? ''")}`;

describe('the page of many schemas', () => {
  it('has TypeScript that compiles', () => {
    const modules = blocks.filter(({ language }) => language === 'ts').map(({ text, line }) => [fileNameIn(text)?.replace('src/', '') ?? `line-${line}.ts`, asModule(text)] as const);
    expect(compile(new Map(modules))).toEqual([]);
  });

  it('says what happens, in each schema', async () => {
    await using database = await createDatabase();
    const tsconfig = '{ "compilerOptions": { "module": "commonjs", "target": "es2022", "experimentalDecorators": true, "emitDecoratorMetadata": true } }';
    await using project = await createProject({ files: { 'tsconfig.json': tsconfig }, environment: { DATABASE_URL: database.url } });
    const acted = await actOut(page, { project, database });
    expect(acted).toHaveLength(blocks.filter(isDialogue).length);
    expectBlocks(page, acted);

    process.env['DATABASE_URL'] = database.url;
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- Jest's own, which compiles
    const { migrateTenants } = require(join(project.folder, 'src/migrate-tenants.ts')) as { readonly migrateTenants: (schemas: readonly string[]) => Promise<void> };
    await migrateTenants(['north', 'south', 'pattern']);
    const found = await database.query("SELECT string_agg(nspname, ' ' ORDER BY nspname) AS names FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace WHERE relname = $1", ['product']);
    expect(found).toEqual([{ names: 'north pattern shop south' }]);
  });

  it('names commands that there are', () => {
    const lines = blocks.filter(({ language }) => language === 'sh').flatMap(({ text }) => text.split('\n'));
    for (const line of lines) expect(parseArguments(line.replace(/"/g, '').split(' ').slice(1), '1').type).toBe('command');
  });

  it('leads to what is there', () => expect(brokenLinks(page)).toEqual([]));
});
