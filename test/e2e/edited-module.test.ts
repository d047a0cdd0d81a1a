import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadVersion } from '../../src/loader/load-module.js';
import { runScript } from '../support/script.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'limbeck-edited-'));
});

afterEach(() => rm(folder, { recursive: true }));

/** Loads a file, edits it and loads it again, in a process of its own; prints what each of them gave. */
const script = (file: string, text: (version: number) => string): string => `
const { writeFileSync } = require('node:fs');
const { loadVersion } = require(LIMBECK + '/loader/load-module.js');
(async () => {
  const seen = [];
  for (const [version, text] of ${JSON.stringify([text(1), text(2), text(2)].map((each, index) => [String(Math.min(index + 1, 2)), each]))}) {
    writeFileSync(${JSON.stringify(file)}, text);
    seen.push((await loadVersion(${JSON.stringify(file)}, version)).version);
  }
  console.log(JSON.stringify(seen));
})();`;

describe('a file that was edited after it was loaded', () => {
  it.each([
    ['commonjs', 'revision.ts', (version: number) => `export const version: number = ${version};`],
    ['module', 'revision.ts', (version: number) => `export const version: number = ${version};`],
    ['commonjs', 'revision.js', (version: number) => `exports.version = ${version};`],
    ['module', 'revision.js', (version: number) => `export const version = ${version};`],
    ['commonjs', 'revision.mts', (version: number) => `export const version: number = ${version};`],
  ])('is loaded anew: type %s, %s', async (type, name, text) => {
    await writeFile(join(folder, 'package.json'), JSON.stringify({ type }));
    expect(await runScript(script(join(folder, name), text))).toEqual({ exitCode: 0, stdout: '[1,2,2]\n', stderr: '' });
  });

  it('is refused where the environment keeps the old one, as Jest does', async () => {
    const file = join(folder, 'revision.js');
    await writeFile(file, 'exports.version = 1;');
    expect(await loadVersion(file, '1')).toEqual({ version: 1 });
    await writeFile(file, 'exports.version = 2;');
    await expect(loadVersion(file, '2')).rejects.toMatchObject({ code: 'revision/loaded-before', details: { file } });
  });
});
