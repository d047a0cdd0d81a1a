import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { LimbeckError, Migrator, type PostWriteHook } from '../../src/index.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'limbeck-hooks-'));
});

afterEach(() => rm(folder, { recursive: true }));

/** Writes an empty revision, which needs no database. */
const write = (...postWriteHooks: readonly PostWriteHook[]) =>
  new Migrator(new DataSource({ type: 'postgres' }), { directory: join(folder, 'migrations'), postWriteHooks }).revision({ message: 'first' });

const append = (text: string): PostWriteHook => [process.execPath, '-e', `require('node:fs').appendFileSync(process.argv[1], ${JSON.stringify(text)})`, '{file}'];

async function failureOf(...hooks: readonly PostWriteHook[]): Promise<LimbeckError<'revision/hook-failed'>['details']> {
  const error: unknown = await write(...hooks).then(() => null, (thrown: unknown) => thrown);
  if (!LimbeckError.is(error, 'revision/hook-failed')) throw new Error(`not refused: ${String(error)}`);
  return error.details;
}

test('hooks run in order, each over the file, words as they are', async () => {
  const seen: string[] = [];
  const written = await write(append('// one $HOME "{" \n'), async (file) => void seen.push(await readFile(file, 'utf8')), append('// two\n'));
  const text = await readFile(written?.path ?? '', 'utf8');
  expect(text.endsWith('// one $HOME "{" \n// two\n')).toBe(true);
  expect(seen).toEqual([text.replace('// two\n', '')]);
});

test('a command of the project is found', async () => {
  await mkdir(join(folder, 'node_modules/.bin'), { recursive: true });
  await writeFile(join(folder, 'node_modules/.bin/mark'), `#!/bin/sh\necho "// marked" >> "$1"\n`, { mode: 0o755 });
  const written = await write(['mark', '{file}']);
  expect(await readFile(written?.path ?? '', 'utf8')).toMatch(/\/\/ marked\n$/);
});

test('one that fails is named with what it says, the next does not run, and the file stays', async () => {
  const failing: PostWriteHook = [process.execPath, '-e', "console.log('told'); console.error('complained'); process.exit(3)"];
  const { hook, file, reason, output } = await failureOf(failing, append('// never\n'));
  expect([hook, reason, output]).toEqual([failing.join(' '), 'it ended with 3', 'told\ncomplained']);
  expect(await readFile(file, 'utf8')).not.toContain('never');
});

test.each([
  ['a command that there is not', ['limbeck-no-such-command', '{file}'] as const, /ENOENT/],
  ['a command that is killed', [process.execPath, '-e', "process.kill(process.pid, 'SIGKILL')"] as const, /^it was ended by SIGKILL$/],
  ['a function', (): void => { throw new Error('on purpose'); }, /^on purpose$/],
])('%s fails', async (_, hook, reason) => {
  expect((await failureOf(hook)).reason).toMatch(reason);
});
