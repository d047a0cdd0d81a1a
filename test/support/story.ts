import type { Project } from './command.js';
import type { TestDatabase } from './database.js';
import { type Block, type ExpectedBlock, fileNameIn, type Page } from './docs.js';

/** Where a page is acted out. */
export interface Scene {
  readonly project: Project;
  readonly database: TestDatabase;
}

/** What the ids of revisions are called in pages, in the order in which a page first shows them. */
const ids = ['3f9d2c81b7aa', '5acb6d14a424', '8c41f0a6d2be', 'b7e05d92c3f1', 'd20a94e6718c', 'e6617fb3a059'];

/** A block of commands, each behind `$ `, and what they print. */
export const isDialogue = ({ language, text }: Block): boolean => language === 'text' && text.startsWith('$ ');

/** What follows `limbeck` in a line for a shell, word by word. */
export const wordsOf = (line: string): readonly string[] => [...line.replace(/^(npx )?limbeck /, '').matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');

/** Runs the commands of a block in a project, and gives them with what they print; the folder, dates and times are those of the page. */
export async function perform({ project }: Pick<Scene, 'project'>, { text }: Block): Promise<string> {
  const told: string[] = [];
  for (const [line] of text.matchAll(/^\$ .*$/gm)) {
    const { stdout, stderr } = await project.limbeck(wordsOf(line.slice(2)));
    told.push(line, `${stdout}${stderr}`.trimEnd());
  }
  return told.join('\n').replaceAll(`${project.folder}/`, '').replace(/\d{4}_\d\d_\d\d_\d{4}/g, '2026_11_21_0930').replace(/\([\d.]+ m?s\)/g, '(12 ms)');
}

/** Blocks with the ids of revisions as pages call them. */
export function withPageIds(blocks: readonly ExpectedBlock[]): readonly ExpectedBlock[] {
  const known = new Map<string, string>();
  return blocks.map((each) => ({
    ...each,
    text: each.text.replace(/(?<![0-9A-Za-z])[0-9a-f]{12}(?![0-9A-Za-z])/g, (id) => {
      if (!known.has(id)) known.set(id, ids[known.size] ?? id);
      return known.get(id) ?? id;
    }),
  }));
}

/** Acts a page out, block by block: writes its files, sends its SQL, runs its commands; gives what the blocks of commands must say. */
export async function actOut(page: Page, scene: Scene): Promise<readonly ExpectedBlock[]> {
  const acted: ExpectedBlock[] = [];
  for (const { title, blocks } of page.sections) {
    for (const block of blocks) {
      const file = block.language === 'ts' ? fileNameIn(block.text) : undefined;
      if (file !== undefined) await scene.project.write({ [file]: `${block.text}\n` });
      else if (block.language === 'sql') await scene.database.query(block.text);
      else if (isDialogue(block)) acted.push({ title, block, text: await perform(scene, block) });
    }
  }
  return withPageIds(acted);
}
