import { join } from 'node:path';
import { DataSource } from 'typeorm';
import ts from 'typescript';
import { parse } from 'yaml';
import { parseArguments } from '../../src/cli/arguments.js';
import { createProject, type Project } from '../support/command.js';
import { createDatabase } from '../support/database.js';
import { type Block, brokenLinks, compile, type ExpectedBlock, expectBlocks, fileNameIn, moduleOf, readPage } from '../support/docs.js';
import { isDialogue, perform, withPageIds, wordsOf } from '../support/story.js';

interface MigrateModule {
  readonly migrate: (dataSource: DataSource) => Promise<void>;
}

interface EntityModule {
  readonly Product: new () => object;
}

const page = readPage('deploying.md');
const blocks = page.sections.flatMap((section) => section.blocks);

/** What NestJS and the reader's own module give, as far as the example uses them. Source: @nestjs/core 12. */
const nest = {
  'nest.d.ts': `declare module '@nestjs/core' {
  import type { DataSource } from 'typeorm';
  export const NestFactory: { create(module: object): Promise<{ get(token: typeof DataSource): DataSource; listen(port: number): Promise<void> }> };
}
`,
  'app.module.ts': 'export class AppModule {}\n',
};

/** The commands that a block tells to run. */
function commandsIn({ language, text }: Block): readonly string[] {
  if (isDialogue({ language, text, line: 0 })) return [...text.matchAll(/^\$ (.*)$/gm)].map(([, line = '']) => line);
  if (language === 'sh') return text.split('\n');
  if (language !== 'yaml') return [];
  const { spec } = parse(text) as { readonly spec: { readonly template: { readonly spec: { readonly containers: readonly { readonly command: readonly string[] }[] } } } };
  return spec.template.spec.containers.map(({ command }) => command.join(' '));
}

/** As the compiler of an app does it, for all files of `src`. */
async function build(project: Project): Promise<void> {
  const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, experimentalDecorators: true, emitDecoratorMetadata: true };
  for (const path of await project.list('src')) {
    const { outputText } = ts.transpileModule(await project.read(`src/${path}`), { compilerOptions });
    await project.write({ [`dist/${path.replace(/\.ts$/, '.js')}`]: outputText });
  }
}

/** The files of the page, each as it is first. */
const files = blocks.flatMap(({ text }) => (fileNameIn(text) === undefined ? [] : [[fileNameIn(text) ?? '', text] as const])).toReversed();

// eslint-disable-next-line @typescript-eslint/no-require-imports -- Jest's own, which compiles
const load = <T>(project: Project, name: string): T => require(join(project.folder, 'src', `${name}.ts`)) as T;

/** With what most projects need not say, as the compiler options of this one are stricter. */
const asModule = (text: string): string =>
  `${text.startsWith('export const dataSource') ? "import { DataSource } from 'typeorm';\n" : ''}${moduleOf(text)}`.replace('url: process.env.DATABASE_URL', "url: process.env.DATABASE_URL ?? ''").replace('?? process.env.DATABASE_URL', "?? ''");

/** Writes a revision of what differs, with the id that the page calls it by. */
const generate = async (project: Project, id: string, message: string): Promise<void> =>
  expect(await project.limbeck(['revision', '--autogenerate', '-m', message, '--rev-id', id])).toMatchObject({ exitCode: 0 });

/** Puts a revision aside, as on a branch or in an image that does not have it; gives what brings it back. */
async function putAside(project: Project, id: string): Promise<() => Promise<void>> {
  const file = `src/migrations/${(await project.list('src/migrations')).find((name) => name.includes(id)) ?? ''}`;
  const text = await project.read(file);
  await project.remove(file);
  return () => project.write({ [file]: text });
}

/** What the page tells of what happens before a block of commands, by its section, one after the other; each gives what happens after it. */
const preparations = new Map<string, ((project: Project) => Promise<() => Promise<void>>)[]>([
  [
    'Compiled JavaScript only',
    [
      async (project) => {
        await generate(project, first, 'create product');
        await build(project);
        return putAside(project, first);
      },
    ],
  ],
  [
    'A revision fails',
    [
      async (project) => {
        await generate(project, second, 'unique names');
        return () => Promise.resolve();
      },
    ],
  ],
  ['Rolling back', [(project) => putAside(project, second)]],
  [
    'On the branch of the release',
    [
      async (project) => {
        await putAside(project, second);
        await generate(project, 'b7e05d92c3f1', 'prices');
        return putAside(project, 'b7e05d92c3f1');
      },
    ],
  ],
]);

const [first, second] = ['3f9d2c81b7aa', '5acb6d14a424'];

describe('the page of deploying', () => {
  it('has TypeScript that compiles', () => {
    const modules = blocks.filter(({ language }) => language === 'ts').map(({ text, line }) => [fileNameIn(text)?.replace('src/', '') ?? `line-${line}.ts`, asModule(text)] as const);
    expect(compile(new Map([...modules, ...Object.entries(nest)]))).toEqual([]);
  });

  it('names commands that there are', () => {
    const lines = blocks.flatMap(commandsIn).filter((line) => /\blimbeck\b/.test(line));
    expect(lines.length).toBeGreaterThan(5);
    for (const line of lines) expect(parseArguments(wordsOf(line), '1').type).toBe('command');
  });

  it('shows what is printed in each situation', async () => {
    await using database = await createDatabase();
    await using project = await createProject({ environment: { DATABASE_URL: database.url } });
    const acted: ExpectedBlock[] = [];
    for (const { title, blocks: those } of page.sections) {
      for (const block of those) {
        const file = block.language === 'ts' ? fileNameIn(block.text) : undefined;
        if (file !== undefined) await project.write({ [file]: `${block.text}\n` });
        if (block.language === 'sql') await database.query(block.text);
        if (!isDialogue(block)) continue;
        const after = await preparations.get(title)?.shift()?.(project);
        acted.push({ title, block, text: await perform({ project }, block) });
        await after?.();
      }
    }
    expectBlocks(page, withPageIds(acted));
    expect(await database.query('SELECT count(*)::int AS number FROM migrations')).toEqual([{ number: 4 }]);
  });

  it('migrates several instances at once when they start, and leaves a newer database alone', async () => {
    await using database = await createDatabase();
    await using project = await createProject({ environment: { DATABASE_URL: database.url }, files: Object.fromEntries(files) });
    await generate(project, first, 'create product');
    const [{ migrate }, { Product }] = [load<MigrateModule>(project, 'migrate'), load<EntityModule>(project, 'product.entity')];
    const started = await Promise.all([1, 2, 3].map(() => new DataSource({ type: 'postgres', url: database.url, entities: [Product] }).initialize()));
    await Promise.all(started.map(migrate));
    expect(await database.query('SELECT count(*)::int AS number FROM migrations')).toEqual([{ number: 1 }]);

    await putAside(project, first);
    const warn = jest.spyOn(console, 'warn').mockImplementation();
    for (const each of started) await migrate(each);
    expect(warn.mock.calls).toEqual(started.map((): unknown[] => [expect.stringContaining(`"${first}"`)]));
    for (const each of started) await each.destroy();
  });

  it('leads to what is there', () => expect(brokenLinks(page)).toEqual([]));
});
