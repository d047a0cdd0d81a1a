import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';

const repository = resolve(__dirname, '../..');

/** A block of code of a page. */
export interface Block {
  /** `ts`, `sql`, `text` … */
  readonly language: string;
  readonly text: string;
  /** The line of the page that its first line is on, counted from 0. */
  readonly line: number;
}

/** A heading of a page, and what stands between it and the next one. */
export interface Section {
  /** 1 for the title of the page. */
  readonly level: number;
  /** Without marks for code. */
  readonly title: string;
  /** The heading of level 2 above it, or itself. */
  readonly chapter: string;
  /** All but the blocks. */
  readonly prose: string;
  readonly blocks: readonly Block[];
  /** The rows of its tables, cell by cell, without their heads. */
  readonly rows: readonly (readonly string[])[];
}

export interface Page {
  readonly name: string;
  readonly text: string;
  readonly sections: readonly Section[];
}

/** A page of the manual. */
export function readPage(name: string): Page {
  const text = readFileSync(join(repository, 'docs', name), 'utf8');
  const { blocks, prose } = separateBlocks(text.split('\n'));
  const headings = prose.flatMap((line, position) => (/^#+ /.test(line) ? [position] : []));
  let chapter = '';
  const sections = headings.map((start, index) => {
    const end = headings[index + 1] ?? prose.length;
    const [, marks = '', heading = ''] = /^(#+) (.*)$/.exec(prose[start] ?? '') ?? [];
    const title = heading.replaceAll('`', '');
    if (marks.length <= 2) chapter = title;
    const lines = prose.slice(start + 1, end);
    return {
      level: marks.length,
      title,
      chapter,
      prose: lines.join('\n'),
      blocks: blocks.filter(({ line }) => line > start && line < end),
      rows: rowsOf(lines),
    };
  });
  return { name, text, sections };
}

/** The blocks, and all lines with those of blocks left empty. */
function separateBlocks(lines: readonly string[]): { readonly blocks: readonly Block[]; readonly prose: readonly string[] } {
  const blocks: Block[] = [];
  const prose = [...lines];
  for (let start = 0; start < lines.length; start += 1) {
    const [, language] = /^```(\w*)$/.exec(lines[start] ?? '') ?? [];
    if (language === undefined) continue;
    const end = lines.indexOf('```', start + 1);
    if (end === -1) throw new Error(`The block that begins in line ${start + 1} has no end.`);
    blocks.push({ language, text: lines.slice(start + 1, end).join('\n'), line: start + 1 });
    prose.fill('', start, end + 1);
    start = end;
  }
  return { blocks, prose };
}

const rowsOf = (lines: readonly string[]): readonly (readonly string[])[] =>
  lines.filter((line, position) => line.startsWith('|') && !isRule(line) && !isRule(lines[position + 1])).map(cellsOf);

const isRule = (line: string | undefined): boolean => /^[|\s:-]+$/.test(line ?? '') && line !== '';

const cellsOf = (line: string): readonly string[] =>
  line.replace(/^\||\|$/g, '').split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'));

/** The text of the first code in a cell, if it begins with one. */
export const codeIn = (cell: string | undefined): string | null => /^`([^`]*)`/.exec(cell ?? '')?.[1] ?? null;

/** The links of a page that lead nowhere in the repository; those out of it count, too. */
export function brokenLinks({ name, text }: Page): readonly string[] {
  const links = [...text.matchAll(/\]\(([^)]*)\)/g)].map(([, link = '']) => link);
  return links.filter((link) => {
    const [file = '', anchor] = link.split('#');
    const path = file === '' ? name : file;
    if (!existsSync(join(repository, 'docs', path))) return true;
    return anchor !== undefined && !anchorsOf(readPage(path)).includes(anchor);
  });
}

/** As GitHub makes it of a heading. */
/** As GitHub makes them: a heading that comes again gets a number. */
function anchorsOf({ sections }: Page): readonly string[] {
  const counts = new Map<string, number>();
  return sections.map(({ title }) => {
    const anchor = anchorOf(title);
    const count = counts.get(anchor) ?? 0;
    counts.set(anchor, count + 1);
    return count === 0 ? anchor : `${anchor}-${count}`;
  });
}

const anchorOf = (title: string): string => title.toLowerCase().replace(/[^\w -]/g, '').replaceAll(' ', '-');

/** What a block of a page must be. */
export interface ExpectedBlock {
  readonly title: string;
  readonly block: Block;
  readonly text: string;
}

/** Holds blocks of a page against what they must be. With `UPDATE_DOCS` in the environment, it writes them into the page instead. */
export function expectBlocks(page: Page, expected: readonly ExpectedBlock[]): void {
  if (process.env['UPDATE_DOCS'] !== undefined) {
    for (const each of expected) rewrite(page, each);
    return;
  }
  expect(expected.map(({ title, block }) => ({ title, text: block.text }))).toEqual(expected.map(({ title, text }) => ({ title, text })));
}

/** Writes one block anew, in the page as it is now: what was written before may have moved it. */
function rewrite(page: Page, { block, text }: ExpectedBlock): void {
  const now = readPage(page.name);
  const place = blocksOf(page).indexOf(block);
  const { line, text: old } = blocksOf(now)[place] ?? block;
  const lines = now.text.split('\n');
  lines.splice(line, old.split('\n').length, ...text.split('\n'));
  writeFileSync(join(repository, 'docs', page.name), lines.join('\n'));
}

const blocksOf = ({ sections }: Page): readonly Block[] => sections.flatMap(({ blocks }) => blocks);

/** What an example that is no module of its own may use. */
const surroundings = `import type { Migrator as OurMigrator, Op as OurOp } from 'limbeck';
import type { DataSource as OurDataSource } from 'typeorm';
interface Surroundings { readonly op: OurOp; readonly migrator: OurMigrator; readonly dataSource: OurDataSource }
export async function example({ op, migrator, dataSource }: Surroundings): Promise<void> {`;

/** An example as a module: what exports nothing and is no file becomes the body of a function `example`, and may use `op`, `migrator` and `dataSource`. */
export function moduleOf(text: string): string {
  if (/^export /m.test(text) || fileNameIn(text) !== undefined) return text;
  const [, imports = '', body = ''] = /^((?:import .*\n)*)([^]*)$/.exec(text) ?? [];
  return `${imports}${surroundings}\n${body}\nvoid [op, migrator, dataSource];\n}\n`;
}

/** The name of the file that an example says it is in its first line; `undefined` if it says none. */
export const fileNameIn = (text: string): string | undefined => /^\/\/ (\S+\.ts)$/m.exec(text.split('\n', 1).join())?.[1];

/** What the TypeScript compiler says of modules that stand beside each other, by file name; empty when all is well. */
export function compile(modules: ReadonlyMap<string, string>): readonly string[] {
  const options = compilerOptions();
  const files = new Map([...modules].map(([name, text]) => [join(repository, 'docs', name), text]));
  const host = ts.createCompilerHost(options);
  const disk = { getSourceFile: host.getSourceFile.bind(host), fileExists: host.fileExists.bind(host), readFile: host.readFile.bind(host) };
  host.fileExists = (name) => files.has(name) || disk.fileExists(name);
  host.readFile = (name) => files.get(name) ?? disk.readFile(name);
  host.getSourceFile = (name, languageVersion, ...rest) => {
    const text = files.get(name);
    return text === undefined ? disk.getSourceFile(name, languageVersion, ...rest) : ts.createSourceFile(name, text, languageVersion);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  return [...files.keys()].flatMap((name) => {
    const source = program.getSourceFile(name);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(showDiagnostic);
  });
}

/** Those of the repository, which are stricter than most projects', but for names that nothing uses. */
function compilerOptions(): ts.CompilerOptions {
  const { config, error } = ts.readConfigFile(join(repository, 'tsconfig.json'), (file) => ts.sys.readFile(file)) as { config: object; error?: ts.Diagnostic };
  if (error !== undefined) throw new Error(showDiagnostic(error));
  const { options } = ts.parseJsonConfigFileContent({ ...config, files: [], include: [] }, ts.sys, repository);
  return { ...options, noUnusedLocals: false };
}

function showDiagnostic({ file, start = 0, messageText }: ts.Diagnostic): string {
  const line = file === undefined ? '' : file.text.slice(0, start).split('\n').length;
  return `${file?.fileName ?? ''}:${line} ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
}

/** What a module exports when it is run; `beside` are the modules next to it, by the names under which it imports them. */
export function evaluate(text: string, beside: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  const { outputText } = ts.transpileModule(text, { compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 } });
  const exported: Record<string, unknown> = {};
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- Jest's own, which knows where `limbeck` is
  const load = (name: string): unknown => beside[name] ?? require(name);
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the text under test is a program
  const run = new Function('exports', 'require', outputText) as (exports: object, require: (name: string) => unknown) => void;
  run(exported, load);
  return exported;
}
