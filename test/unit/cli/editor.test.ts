import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openInEditor } from '../../../src/cli/editor.js';

let folder: string;
let file: string;
const before = { VISUAL: process.env['VISUAL'], EDITOR: process.env['EDITOR'] };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'limbeck editor '));
  file = join(folder, 'a revision; $(rm).ts');
  writeFileSync(file, 'before');
  writeFileSync(join(folder, 'editor.cjs'), `require('fs').writeFileSync(process.argv.at(-1), JSON.stringify(process.argv.slice(2, -1))); process.exit(process.argv[2] === 'fail' ? 7 : 0);`);
  delete process.env['VISUAL'];
  delete process.env['EDITOR'];
});

afterEach(() => {
  rmSync(folder, { recursive: true });
  for (const [name, value] of Object.entries(before)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
});

const editor = (...words: readonly string[]): string => [`"${process.execPath}"`, `'${join(folder, 'editor.cjs')}'`, ...words].join(' ');

it('opens a file, with the words of the variable before it, and asks no shell', async () => {
  process.env['EDITOR'] = editor('--wait', '$HOME', '"two words"', '--title="a b"c', "it's");
  await openInEditor(file);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(['--wait', '$HOME', 'two words', '--title=a bc', "it's"]);
});

it('asks $VISUAL first, unless it is empty', async () => {
  process.env['VISUAL'] = editor('visual');
  process.env['EDITOR'] = editor('editor');
  await openInEditor(file);
  expect(readFileSync(file, 'utf8')).toBe('["visual"]');
  process.env['VISUAL'] = ' ';
  await openInEditor(file);
  expect(readFileSync(file, 'utf8')).toBe('["editor"]');
});

it('says why there is none, and when it failed', async () => {
  process.env['EDITOR'] = 'no-such-editor-anywhere';
  await expect(openInEditor(file)).rejects.toMatchObject({ code: 'command/editor-failed', details: { editor: 'no-such-editor-anywhere' } });
  process.env['EDITOR'] = editor('fail');
  await expect(openInEditor(file)).rejects.toMatchObject({ code: 'command/editor-failed', details: { reason: 'it ended with 7' } });
});
