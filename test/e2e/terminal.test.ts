import { stripVTControlCharacters } from 'node:util';
import { environmentOf } from '../support/command.js';
import { revisionText } from '../support/revision-text.js';
import { createStage, type Stage } from '../support/stage.js';
import { atTerminal, itAtTerminal } from '../support/terminal.js';

let stage: Stage;

beforeEach(async () => {
  stage = await createStage();
  await stage.database.query('CREATE TABLE product (id serial CONSTRAINT "PK_bebc9158e480b949565b4dc7a82" PRIMARY KEY, name text, extra text)');
});

afterEach(() => stage[Symbol.asyncDispose]());

interface Look {
  readonly env?: Readonly<Record<string, string>>;
  readonly columns?: number;
}

const show = (words: readonly string[], { env = {}, columns }: Look = {}): Promise<string> =>
  atTerminal(words, { cwd: stage.project.folder, env: { ...environmentOf(stage.database.options), ...env }, said: [], ...(columns === undefined ? {} : { columns }) });

/** What stays on the screen, line by line. */
const linesOf = (shown: string): readonly string[] => shown.split('\n').map((line) => stripVTControlCharacters(line.split('\r\u001b[K').at(-1) ?? '').trimEnd());

itAtTerminal('a difference is coloured, unless NO_COLOR says otherwise', async () => {
  expect(await show(['diff'])).toMatch(/\u001b\[31mdrop\u001b\[39m column product\.extra[^]*\u001b\[33m! data\/lost/);
  expect(await show(['diff'], { env: { NO_COLOR: '1' } })).not.toMatch(/\u001b\[\d+m/);
  expect(await show(['diff'], { env: { FORCE_COLOR: '0' } })).not.toMatch(/\u001b\[\d+m/);
});

itAtTerminal('words for people stay within the terminal, between words', async () => {
  for (const columns of [40, 80, 200]) {
    for (const words of [['diff'], ['diff', '--explain'], ['doctor'], ['upgrade', 'nowhere']]) {
      const lines = linesOf(await show(words, { columns }));
      expect(lines.length).toBeGreaterThan(3);
      // A word that is longer than a line stays whole.
      expect(lines.filter((line) => line.length > columns && line.trim().includes(' '))).toEqual([]);
    }
  }
}, 120_000);

itAtTerminal('a line that goes on does so below what it says', async () => {
  const lines = linesOf(await show(['doctor'], { columns: 60 }));
  const broken = lines.findIndex((line, at) => /^ok {2}/.test(line) && /^ {23}\S/.test(lines[at + 1] ?? ''));
  expect(broken).toBeGreaterThan(-1);
  expect(linesOf(await show(['upgrade', 'nowhere'], { columns: 60 })).filter((line) => !/^(error|hint|code): | {2}\S|^$/.test(line))).toEqual([]);
});

itAtTerminal('a file that does not compile is told as it is elsewhere, though the compiler draws another picture here', async () => {
  await stage.project.write({ 'entities/product.ts': 'export class Product {\n\tname: string\n  price = = 1;\n}\n' });
  const shown = linesOf(await show(['check'], { columns: 200 }));
  expect(shown.slice(0, 3)).toEqual([
    'error: entities/product.ts does not compile: Expression expected (line 3, column 11).',
    'hint: Correct the file.',
    'code: config/does-not-compile',
  ]);
});

itAtTerminal('a run of many revisions shows how far it is, and leaves its results only', async () => {
  const revisions = Array.from({ length: 30 }, (_, index) => revisionText({ id: idOf(index), down: index === 0 ? null : idOf(index - 1), message: `Step${index}${'AndSoOn'.repeat(20)}`, timestampMs: 1_700_000_000_000 + index }));
  await stage.project.write(Object.fromEntries(revisions.map((text, index) => [`migrations/${index}.ts`, text])));
  const shown = await show(['upgrade'], { columns: 60 });
  expect(shown).toMatch(/\r\u001b\[K\[#{10} {10}\] running 16 of 30: 00000000000f/);
  expect([...shown.matchAll(/\r\u001b\[K(\[.*?)(?=\r)/g)].every(([, text = '']) => text.length < 60)).toBe(true);
  expect(linesOf(shown).filter((line) => line.startsWith('upgraded'))).toHaveLength(30);
  expect(linesOf(shown).join('\n')).not.toContain('running');
  expect(await show(['verify'], { columns: 60 })).toMatch(/\[#{10} {10}\] verifying 16 of 30/);
  expect(await show(['downgrade', 'base', '--quiet'])).not.toContain('running');
});

const idOf = (index: number): string => index.toString(16).padStart(12, '0');
